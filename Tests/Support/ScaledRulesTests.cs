namespace Infra.Tests.Support;

public sealed class ScaledRulesTests
{
    [Theory]
    [InlineData("up == 0", "up == 0")]
    [InlineData("increase(a_total[10m]) > 3600", "increase(a_total[10s]) > 3600")]
    [InlineData("a > 2 * a offset 1d", "a > 2 * a offset 24m")]
    [InlineData("max_over_time(a[1h:5m])", "max_over_time(a[1m:5s])")]
    [InlineData("max_over_time(a[1h:])", "max_over_time(a[1m:])")]
    [InlineData("""predict_linear(a{b="c"}[6h], 24 * 3600) < 0""", """predict_linear(a{b="c"}[6m], (24 * 3600) / 60) < 0""")]
    [InlineData("""a{b=~"[5]m"}[30s]""", """a{b=~"[5]m"}[500ms]""")]
    public void Divide_every_time_in_an_expression(string expression, string scaled) => Assert.Equal(scaled, ScaledRules.Expression(expression, 60));

    [Fact]
    public void Divide_what_a_rule_waits_and_leave_its_text()
    {
        const string rules = """
            groups:
            - name: g
              interval: 1m
              rules:
              - alert: A
                expr: rate(a[5m]) > 1
                for: 10m
                labels:
                  for: 10m
              - alert: B
                expr: b offset 5h > 1
                for: 1h
              - record: c
                expr: up

            """;

        Assert.Equal(
            """
            groups:
            - name: g
              interval: 1s
              rules:
              - alert: A
                expr: rate(a[5s]) > 1
                for: 10s
                labels:
                  for: 10m
              - alert: B
                expr: b offset 30s > 1
                for: 6s
              - record: c
                expr: up

            """,
            WithoutEnd(ScaledRules.Of(rules, 60, new Dictionary<string, int> { ["B"] = 600 })));
    }

    [Fact]
    public void Leave_a_file_without_rules_alone() => Assert.Equal("{}", WithoutEnd(ScaledRules.Of("{}", 60)).Trim());

    // The mark by which YamlDotNet ends a document.
    private static string WithoutEnd(string yaml) => yaml.Replace("...\n", "", StringComparison.Ordinal);
}
