using Infra.Tests.Configs.Alloy.Support;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alloy.Logs.Cases;

/// <summary>What is right of each case: component, level, joined lines and metadata, with the reason above.</summary>
public sealed class LogCaseTests
{
    private static readonly IReadOnlyList<LogCase> Cases = [.. LogCase.All.Values.Where(one => one.File is not ("secrets" or "not-secrets")), .. MadeCases.All];

    [Fact]
    public void Every_case_becomes_what_the_table_says() => Golden.Matches(
        string.Join('\n', Cases.Select(one => $"# {one.Id}: {CaseReasons.Of(one)}\n" + string.Concat(Entries(one).Select(LogTable.Row)))),
        "cases.golden.txt");

    [Fact]
    public void No_level_is_another_than_the_one_that_Loki_finds_by_itself()
    {
        // Where the pipeline that was run set a label, Loki took that.
        var found = RealEntry.All.Values.SelectMany(entries => entries).Where(entry => entry is { Level: null, DetectedLevel: not "unknown" }).ToLookup(entry => entry.Text, entry => entry.DetectedLevel);
        Assert.True(found.Count > 10);

        Assert.All(
            Cases.SelectMany(Entries).Where(entry => found.Contains(RealEntry.Of(entry).Text)),
            entry => Assert.Equal(Assert.Single(found[RealEntry.Of(entry).Text].Distinct()), entry.Level?.ToLowerInvariant()));
    }

    [Fact]
    public void No_container_has_more_than_five_streams_and_no_label_of_a_run() => Assert.All(Cases, one =>
    {
        var streams = Entries(one).Select(entry => string.Join(',', entry.Labels)).Distinct().ToList();

        Assert.InRange(streams.Count, 1, 5);
        Assert.All(Entries(one), entry => Assert.Empty(entry.Labels.Keys.Except(LogLabelNames)));
    });

    [Fact]
    public void A_step_of_Dagsters_has_its_containers_run_beside_each_line()
    {
        const string run = "5f7c2c1e-8c4b-4a39-9f0e-0a8f1f6a2b11";
        var entries = LogPipelineRun.Labelled("brave_curie", [("label_com_docker_compose_service", null), ("label_dagster_run_id", run)], "started", "ERROR: no").Entries;

        Assert.Equal([null, "ERROR"], entries.Select(entry => entry.Level));
        Assert.All(entries, entry =>
        {
            Assert.Equal(run, entry.Metadata["run_id"]);
            Assert.Equal("dagster", entry.Labels["component"]);
            Assert.DoesNotContain("run_id", entry.Labels.Keys);
        });
    }

    private static IEnumerable<string> LogLabelNames => ["cascade_component", "component", "container", "job", "level", "service"];

    private static IReadOnlyList<LogEntry> Entries(LogCase one) => LogPipelineRun.Of(one.Component, one.Lines).Entries;
}
