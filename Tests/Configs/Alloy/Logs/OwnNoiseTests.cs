using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Configs;
using Infra.Configs.Alloy.Logs;
using Infra.Tests.Configs.Alloy.Support;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alloy.Logs;

/// <summary>What the stack's own services write, by what they really wrote.</summary>
public sealed partial class OwnNoiseTests
{
    /// <summary>Faults that were made on purpose while it was recorded, and what belongs to them or to the stand-in for Grafana: no part of a healthy stack.</summary>
    private static readonly string[] Faults =
    [
        "dial tcp: lookup postgres", "driver: bad connection", "No such container", "queue is stopped", "error processing jobs",
        "Failed to detect generated javascript files",
    ];

    public static TheoryData<string> Services =>
        [ServiceNames.Alertmanager, ServiceNames.Alloy, ServiceNames.Cadvisor, ServiceNames.Grafana, ServiceNames.Loki, ServiceNames.NodeExporter, ServiceNames.PostgresExporter, ServiceNames.Prometheus, ServiceNames.SocketProxy, ServiceNames.Tempo];

    [Theory]
    [MemberData(nameof(Services))]
    public void A_healthy_service_writes_nothing_at_error(string service)
    {
        var kept = LogPipelineRun.Of(service, Recorded(service)).Entries.Where(entry => entry.Level is "ERROR" or "FATAL");

        Assert.All(kept, entry => Assert.Contains(Faults, fault => entry.Line.Contains(fault, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(ServiceNames.Loki)]
    [InlineData(ServiceNames.Tempo)]
    public void A_service_that_writes_at_warn_alone_keeps_less_than_five_lines_a_minute(string service)
    {
        // What the rendered configuration has it write.
        var lines = Recorded(service).Where(line => line.Contains("level=warn", StringComparison.Ordinal) || line.Contains("level=error", StringComparison.Ordinal));

        var perMinute = LogPipelineRun.Of(service, [.. lines]).Entries
            .Where(entry => !Faults.Any(fault => entry.Line.Contains(fault, StringComparison.Ordinal)))
            .GroupBy(entry => Minute().Match(entry.Line).Value);

        Assert.All(perMinute, minute => Assert.InRange(minute.Count(), 0, 4));
    }

    [Fact]
    public void Every_rule_is_held_against_a_line_that_was_recorded_and_drops_nothing_of_another_kind()
    {
        foreach (var noise in OwnNoise.All)
        {
            var dropped = Recorded(noise.Service).Where(line => Regex.IsMatch(line, noise.Expression)).ToList();
            Assert.True(dropped.Count > 0, $"{noise.Service} wrote nothing that is dropped as {noise.Reason}.");
            Assert.Equal(Enumerable.Repeat(noise.Reason, dropped.Count), LogPipelineRun.Of(noise.Service, [.. dropped]).Dropped);
            // Of somebody else it is kept.
            Assert.Equal(dropped.Count, LogPipelineRun.Of("app", [.. dropped]).Entries.Count);
        }
    }

    [Theory]
    [InlineData("loki", "level=error caller=x err=\"deletion is not available for this tenant\"")]
    [InlineData("tempo", "level=error msg=\"error calling scheduler\" err=\"connection refused\"")]
    [InlineData("node-exporter", "level=ERROR msg=\"collector failed\"")]
    public void Other_errors_of_the_same_services_are_kept(string service, string line) => Assert.Single(LogPipelineRun.Of(service, line).Entries);

    [Fact]
    public void Is_listed_in_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "logs.md"));
        var listed = Row().Matches(page).Select(row => (row.Groups["service"].Value, row.Groups["reason"].Value, row.Groups["why"].Value));

        Assert.Equal(OwnNoise.All.Select(noise => (noise.Service, noise.Reason, noise.Why)), listed);
    }

    [Fact]
    public void Has_a_reason_of_its_own_each() => Assert.Equal(OwnNoise.All.Count, OwnNoise.All.Select(noise => noise.Reason).Distinct().Count());

    private static string[] Recorded(string service) => File.ReadAllLines(Path.Combine(SourceTree.Root, "Tests/Recordings/logs", string.Create(CultureInfo.InvariantCulture, $"{service}.txt")));

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d")]
    private static partial Regex Minute();

    [GeneratedRegex(@"^\| `(?<service>[a-z-]+)` \| `(?<reason>[a-z_]+)` \| (?<why>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
