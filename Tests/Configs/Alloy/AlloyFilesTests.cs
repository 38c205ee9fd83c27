using Infra.Configs.Alloy;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alloy;

public sealed class AlloyFilesTests
{
    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    [InlineData("remote")]
    public void Are_rendered_as_the_golden_file_has_them(string name) => Golden.Matches(Text(Of(name)), $"{name}.golden.alloy");

    [Fact]
    public void Ask_for_the_password_everywhere_but_for_readiness()
    {
        // Alloy's default filter lists no path and asks for the password on listed paths: it would ask nobody.
        var text = Text(SampleConfigs.Prod);

        Assert.Contains("paths                       = [\"/-/ready\"]\n\t\t\tauthenticate_matching_paths = false\n", text);
        Assert.Contains("password = local.file.http_password.content\n", text);
    }

    [Fact]
    public void Hold_no_secret_and_skip_no_verification()
    {
        foreach (var config in new[] { SampleConfigs.Prod, SampleConfigs.Remote })
        {
            var text = Text(config);
            Assert.DoesNotContain("insecure", text);
            Assert.DoesNotMatch("(?m)^\\s*password\\s*= \"", text);
        }
    }

    [Fact]
    public void Scrape_nothing_and_write_no_metrics_since_Prometheus_scrapes_Alloy_itself() =>
        Assert.DoesNotContain("prometheus.", Text(SampleConfigs.Prod));

    [Fact]
    public void Take_no_traces_where_nobody_stores_them() =>
        Assert.DoesNotContain("otelcol", Text(SampleConfigs.Dev with { Traces = null }));

    [Fact]
    public void Keep_every_trace_unless_sampling_is_asked_for()
    {
        Assert.DoesNotContain("tail_sampling", Text(SampleConfigs.Dev));
        Assert.Contains("traces = [otelcol.processor.tail_sampling.default.input]", Text(SampleConfigs.Prod));
    }

    private static AlloyConfig Of(string name) => name switch
    {
        "dev" => SampleConfigs.Dev,
        "prod" => SampleConfigs.Prod,
        _ => SampleConfigs.Remote,
    };

    private static string Text(AlloyConfig config) => AlloyFiles.Render(config)[AlloyFiles.ConfigFile];
}
