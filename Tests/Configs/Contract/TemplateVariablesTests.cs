using Infra.Configs.Contract;

namespace Infra.Tests.Configs.Contract;

/// <summary>What stands for Grafana's variables when an expression is read by others than Grafana.</summary>
public sealed class TemplateVariablesTests
{
    [Theory]
    [InlineData("rate(up[$__rate_interval])", "rate(up[5m])")]
    [InlineData("rate(up[${__rate_interval}])", "rate(up[5m])")]
    [InlineData("avg_over_time(up[$__range:$__interval])", "avg_over_time(up[5m:5m])")]
    [InlineData("vector($__range_s * $__interval_ms)", "vector(300 * 300000)")]
    [InlineData("count_over_time({a=\"b\"} [$__auto])", "count_over_time({a=\"b\"} [5m])")]
    [InlineData("rate(up[$window])", "rate(up[5m])")]
    [InlineData("rate(up[ ${window} ])", "rate(up[ 5m ])")]
    public void Durations_are_five_minutes(string expression, string expected) =>
        Assert.Equal(expected, TemplateVariables.Substitute(expression));

    [Theory]
    [InlineData("up{service=\"$service\"}", "up{service=\"service\"}")]
    [InlineData("up{service=~\"${service:regex}\"}", "up{service=~\"service\"}")]
    [InlineData("up{service=~\"${service}|a$\"}", "up{service=~\"service|a$\"}")]
    [InlineData("up{x=\"${__field.labels.x}\"}", "up{x=\"__field\"}")]
    public void Others_are_called_by_their_names(string expression, string expected) =>
        Assert.Equal(expected, TemplateVariables.Substitute(expression));

    [Fact]
    public void Given_values_come_first()
    {
        var values = new Dictionary<string, string> { ["service"] = "trino|nessie", ["__rate_interval"] = "1m", ["window"] = "30d" };
        Assert.Equal(
            "rate(up{service=~\"trino|nessie\"}[1m]) + rate(up[30d])",
            TemplateVariables.Substitute("rate(up{service=~\"${service:regex}\"}[$__rate_interval]) + rate(up[$window])", values));
    }

    [Theory]
    [InlineData("""label_replace(up, "a", "$1-${2}", "b", "(.*)$")""")]
    [InlineData("""up{x=~"^a$|b$"}""")]
    public void Groups_of_regular_expressions_stay(string expression) =>
        Assert.Equal(expression, TemplateVariables.Substitute(expression));
}
