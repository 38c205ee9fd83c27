extern alias health;

using health::Infra.Configs;
using health::Infra.Configs.Canary;
using health::Infra.Configs.Dashboards;
using health::Infra.Configs.Monitoring;
using health::Infra.Health.Live;

namespace Infra.Tests.Eng.Health.Live;

public sealed class DeepHealthTests
{
    private static readonly MonitoringScope Scope = new()
    {
        PendingPeriod = Duration.Minutes(1),
        ScrapeInterval = Duration.Seconds(15),
        Services = new HashSet<string> { "trino", "prometheus", "loki", "node" },
    };

    [Fact]
    public void A_metric_that_nobody_serves_is_named_and_a_lazy_one_is_not()
    {
        var all = MonitoredProducts.Contracts.SelectMany(contract => contract.Metrics.SelectMany(metric => metric.Series.Select(name => (contract.Service, name)))).ToHashSet();
        all.Remove(("trino", "trino_execution_name_QueryManager_QueuedQueries"));
        all.Remove(("loki", "loki_discarded_samples_total"));

        Assert.Equal(
            ["Metric trino_execution_name_QueryManager_QueuedQueries of trino is missing; alerts or panels rely on it"],
            DeepHealth.MissingMetrics(Scope, all));
    }

    [Fact]
    public void Of_a_service_that_serves_nothing_its_target_says_enough() =>
        Assert.Empty(DeepHealth.MissingMetrics(Scope, new HashSet<(string, string)>()));

    [Fact]
    public void A_rule_in_error_is_named_with_the_error() => Assert.Equal(
        ["Rule TrinoDown cannot be evaluated: many-to-many matching not allowed"],
        DeepHealth.FailingRules(
            """
            {"data":{"groups":[{"rules":[
              {"name":"TrinoDown","health":"err","lastError":"many-to-many matching not allowed"},
              {"name":"NessieDown","health":"ok"}]}]}}
            """));

    [Fact]
    public void A_service_whose_logs_do_not_arrive_is_named() => Assert.Equal(
        [
            "Logs of canary have not arrived for 24h; its container may not be collected (docs/logs.md)",
            "Logs of loki have not arrived for 24h; its container may not be collected (docs/logs.md)",
            "Logs of dagster-daemon have stopped: there are none of the last 24h, and there were within 7d (docs/logs.md)",
        ],
        DeepHealth.SilentLogs(
            Scope with { Canary = new CanaryScope(Duration.Minutes(1), Log: true) },
            today: new HashSet<string> { "prometheus", "nessie" },
            before: new HashSet<string> { "prometheus", "nessie", "dagster-daemon", "somebodys-app" }));

    [Fact]
    public void A_panel_without_data_is_named_unless_it_may_be_empty()
    {
        var full = new LiveAnswer { Series = [new LiveSeries(new Dictionary<string, string>(), [new LivePoint(1, 1)])] };
        PanelAnswer Panel(string title, string? mayBeEmpty, params LiveAnswer?[] answers) =>
            new(Board, Panels.Stat(title, "A number.", Query.PromqlNow("up")) with { MayBeEmpty = mayBeEmpty }, answers);

        Assert.Equal(
            ["Panel 'Empty' of the board 'A board' has no data", "Panel 'Refused' of the board 'A board' has no data: parse error"],
            DeepHealth.EmptyPanels(
            [
                Panel("Full", null, new LiveAnswer(), full), Panel("Empty", null, new LiveAnswer()), Panel("Quiet", "until the first error", new LiveAnswer()),
                Panel("Refused", null, LiveAnswer.Failed("parse error")), Panel("Only in Grafana", null, [null]),
            ]));
    }

    [Fact]
    public void The_scope_of_a_stack_survives_its_file()
    {
        var read = MonitoringScopeJson.Read(MonitoringScopeJson.Render(Scope with { LokiDiskLimit = 0.9m, CertificatesRenewedBefore = Duration.Days(30) }));

        Assert.Equal(Scope.Services.Order(), read.Services.Order());
        Assert.Equal(0.9m, read.LokiDiskLimit);
        Assert.Equal(Duration.Days(30), read.CertificatesRenewedBefore);
        Assert.Equal(MonitoredProducts.Dashboards(Scope).Count, MonitoredProducts.Dashboards(read).Count);
        Assert.Throws<FormatException>(() => MonitoringScopeJson.Read("""{"Services":["trino"]}"""));
    }

    private static Dashboard Board { get; } = new("a", "A board") { Description = "A board.", Rows = [] };
}
