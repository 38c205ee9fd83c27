using Infra.Configs.Alloy;
using Infra.Configs.Alloy.Logs;
using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alloy.Logs;

public sealed class LogLimitsTests
{
    private const decimal Kilobyte = 1024m;

    [Fact]
    public void All_that_a_container_may_write_in_a_second_is_four_megabytes_at_a_thousand_lines()
    {
        // Of each length as many lines as its own limit lets through, each as long as can be.
        var bytes = Limits(Process()).Sum(limit => limit.Rate * limit.LongestLine);

        Assert.InRange(bytes, 3.9m * 1000 * Kilobyte, LogLimits.Classes * 1000 * Kilobyte);
    }

    [Fact]
    public void What_a_container_may_write_at_once_in_long_lines_is_no_more_than_Loki_takes_of_a_stream_at_once()
    {
        var limits = Limits(Process()).Where(limit => limit.LongestLine > Kilobyte).ToList();

        Assert.Equal([4 * Kilobyte, 16 * Kilobyte, 64 * Kilobyte], limits.Select(limit => limit.LongestLine));
        Assert.All(limits, limit => Assert.InRange(limit.Burst * limit.LongestLine, 1, 20_000_000));
    }

    [Fact]
    public void Every_limit_is_each_containers_own() =>
        Assert.All(All(Process(), "stage.limit"), limit => Assert.Equal("container", limit.Text("by_label_name")));

    [Theory]
    [InlineData(1000, null)]
    [InlineData(1024, null)]
    [InlineData(1025, "4096")]
    [InlineData(4096, "4096")]
    [InlineData(4097, "16384")]
    [InlineData(16385, "65536")]
    [InlineData(65536, "65536")]
    [InlineData(1_000_000, "65536")]
    public void A_line_counts_by_its_bytes(int bytes, string? size)
    {
        var entry = LogPipelineRun.One("app", new string('x', bytes));

        Assert.Equal(size, entry.Extracted.GetValueOrDefault("size"));
        Assert.DoesNotContain("size", entry.Labels.Keys);
    }

    [Fact]
    public void A_line_of_few_characters_counts_by_its_bytes_as_well() =>
        Assert.Equal("4096", LogPipelineRun.One("app", new string('語', 400)).Extracted.GetValueOrDefault("size"));

    [Fact]
    public void A_long_line_is_cut_before_anything_looks_at_it()
    {
        var entry = LogPipelineRun.One("app", new string('x', 70_000));

        Assert.Equal(65_536, entry.Line.Length);
        Assert.EndsWith("x...", entry.Line);
    }

    [Fact]
    public void An_entry_of_many_lines_is_cut_where_Loki_would_cut_it()
    {
        var entry = LogPipelineRun.One("app", ["first", .. Enumerable.Repeat("  " + new string('x', 60_000), 10)]);

        Assert.Equal(262_144, entry.Line.Length);
    }

    [Fact]
    public void What_was_dropped_of_what_waits_is_counted_in_bytes()
    {
        var run = LogPipelineRun.Of("alloy", "level=error msg=\"oldest logs for Loki dropped\" bytes=134217728 limit=5368709120");

        Assert.Equal((LogLimits.DroppedBytes, 134_217_728), run.Observations.Select(observed => (observed.Metric, observed.Value)).Single());
        Assert.Empty(LogPipelineRun.Of("app", "msg=\"oldest logs for Loki dropped\" bytes=1").Observations);
    }

    [Fact]
    public void A_limit_of_one_line_a_second_is_one_of_a_sixtyfourth_of_a_long_one()
    {
        var process = Process(SampleConfigs.Dev with { Logs = SampleConfigs.Dev.Logs with { LinesPerSecond = 1 } });

        Assert.Equal([1m, 0.25m, 0.062m, 0.016m], Limits(process).Select(limit => limit.Rate));
    }

    private static IEnumerable<(decimal Rate, decimal Burst, decimal LongestLine)> Limits(ReadBlock process)
    {
        yield return Of(process.Blocks.First(block => block.Name == "stage.limit"), Kilobyte);
        foreach (var match in All(process, "stage.match").Where(match => match.Text("selector").StartsWith("{size", StringComparison.Ordinal)))
            yield return Of(match.Blocks.Single(), decimal.Parse(match.Text("selector").Split('"')[1], System.Globalization.CultureInfo.InvariantCulture));

        static (decimal, decimal, decimal) Of(ReadBlock limit, decimal longest) => ((decimal)limit.Attributes["rate"], (decimal)limit.Attributes["burst"], longest);
    }

    private static IEnumerable<ReadBlock> All(ReadBlock block, string name) =>
        block.Blocks.Where(inner => inner.Name == name).Concat(block.Blocks.SelectMany(inner => All(inner, name)));

    private static ReadBlock Process(AlloyConfig? config = null) =>
        AlloyReader.Read(AlloyFiles.Render(config ?? SampleConfigs.Dev)[AlloyFiles.ConfigFile]).Single(block => block is { Name: "loki.process", Label: "containers" });
}
