using Infra.Configs;

namespace Infra.Tests.Configs;

public sealed class DurationTests
{
    [Theory]
    [InlineData("15s", "15s")]
    [InlineData("90s", "1m30s")]
    [InlineData("168h", "7d")]
    [InlineData("1w", "7d")]
    [InlineData("1h30m", "1h30m")]
    [InlineData("500ms", "500ms")]
    [InlineData("0s", "0s")]
    public void Is_printed_in_one_form_however_it_was_written(string written, string printed) =>
        Assert.Equal(printed, Duration.TryParse(written)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("7 days")]
    [InlineData("30m1h")]
    [InlineData("-5s")]
    [InlineData("1.5h")]
    [InlineData("99999999999999999999d")]
    public void Is_not_read_from_what_Prometheus_would_refuse(string written) => Assert.Null(Duration.TryParse(written));

    [Theory]
    [InlineData("2s", "2s")]
    [InlineData("1m", "1m0s")]
    [InlineData("90m", "1h30m0s")]
    [InlineData("1d", "24h0m0s")]
    [InlineData("1s500ms", "1.5s")]
    [InlineData("20ms", "20ms")]
    public void Has_the_form_in_which_Docker_reads_it_back(string written, string printed) =>
        Assert.Equal(printed, Duration.TryParse(written)?.ToGoString());
}
