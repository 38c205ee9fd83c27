using System.Text.Json;
using Infra.Configs;
using Infra.Configs.Lakehouse;
using Infra.Configs.Monitoring;

namespace Infra.Health.Live;

/// <summary>
/// Holds a running stack against the contract: whether each metric that is relied on is there, each panel has data, each rule
/// can be evaluated, and each service's logs arrive.
/// </summary>
internal sealed class DeepHealth(LiveStores stores, MonitoringScope scope, LiveRange range)
{
    private const string ServiceLabel = "service";

    // What has nothing to do writes nothing for hours, and something at its start.
    private const string Day = "24h";
    private const string Week = "7d";

    // Exporters and Alertmanager write next to nothing while all is well.
    private static readonly string[] Writing = [ServiceNames.Prometheus, ServiceNames.Loki, ServiceNames.Alloy, ServiceNames.Tempo, ServiceNames.Grafana];

    /// <returns>What is not as it should be, one finding a line; empty where all is well.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancellation)
    {
        var findings = await Task.WhenAll(MissingMetricsAsync(cancellation), FailingRulesAsync(cancellation), SilentLogsAsync(cancellation), EmptyPanelsAsync(cancellation));
        return [.. findings.SelectMany(found => found)];
    }

    private async Task<IReadOnlyList<string>> MissingMetricsAsync(CancellationToken cancellation)
    {
        var answer = await stores.MetricsNowAsync("""group by (job, __name__) ({__name__!="",job!=""})""", cancellation);
        return answer.Error is { } error ? [$"Metrics: {error}"] : MissingMetrics(scope, answer.Series.Select(series =>
            (series.Labels.GetValueOrDefault("job", ""), series.Labels.GetValueOrDefault("__name__", ""))).ToHashSet());
    }

    /// <summary>Metrics of the contract that nobody serves, but for those that appear with their first event.</summary>
    /// <param name="present">Each job with each name that it serves.</param>
    public static IReadOnlyList<string> MissingMetrics(MonitoringScope scope, IReadOnlySet<(string Job, string Name)> present) =>
    [
        .. from contract in MonitoredProducts.In(scope).SelectMany(product => product.Contracts)
           where present.Any(entry => entry.Job == contract.Service)
           from metric in contract.Metrics
           where metric.AppearsLater is null && !(scope.Packaged && metric.NewerThanPackages) && !metric.Series.Any(name => present.Contains((contract.Service, name)))
           select $"Metric {metric.Name} of {contract.Service} is missing; alerts or panels rely on it",
    ];

    private async Task<IReadOnlyList<string>> FailingRulesAsync(CancellationToken cancellation)
    {
        if (await stores.RulesAsync() is { } rules)
            return FailingRules(rules);
        // Where only values can be asked for, the errors are counted.
        var answer = await stores.MetricsNowAsync("""sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total{job="prometheus"}[5m])) > 0""", cancellation);
        return answer.Error is { } error ? [$"Rules: {error}"] : [.. answer.Series.Select(series => $"Rules of the group {series.Labels.GetValueOrDefault("rule_group")} cannot be evaluated")];
    }

    /// <summary>Rules whose last evaluation failed.</summary>
    /// <param name="json">Prometheus' answer about its rules.</param>
    public static IReadOnlyList<string> FailingRules(string json)
    {
        using var document = JsonDocument.Parse(json);
        return
        [
            .. from rules in document.RootElement.GetProperty("data").GetProperty("groups").EnumerateArray().ToList()
               from rule in rules.GetProperty("rules").EnumerateArray().ToList()
               where rule.GetProperty("health").GetString() == "err"
               select $"Rule {rule.GetProperty("name").GetString()} cannot be evaluated: {(rule.TryGetProperty("lastError", out var error) ? error.GetString() : "")}",
        ];
    }

    private async Task<IReadOnlyList<string>> SilentLogsAsync(CancellationToken cancellation)
    {
        if (!scope.HasLogs)
            return [];
        var answers = await Task.WhenAll(new[] { Day, Week }.Select(window =>
            stores.LogsNowAsync($$"""sum by ({{ServiceLabel}}) (count_over_time({{{ServiceLabel}}=~".+"}[{{window}}]))""", range.End, cancellation)));
        return answers[0].Error is { } error ? [$"Logs: {error}"] : SilentLogs(scope, ServicesOf(answers[0]), ServicesOf(answers[1]));
    }

    private static HashSet<string> ServicesOf(LiveAnswer answer) => [.. answer.Series.Select(series => series.Labels.GetValueOrDefault(ServiceLabel, ""))];

    /// <summary>
    /// Services of the stack whose logs do not arrive, and services of the lakehouse whose logs do not arrive any more: those of a
    /// lakehouse on another machine never do.
    /// </summary>
    /// <param name="today">The services that have log lines of the last day.</param>
    /// <param name="before">Those of the last week.</param>
    public static IReadOnlyList<string> SilentLogs(MonitoringScope scope, IReadOnlySet<string> today, IReadOnlySet<string> before) =>
    [
        .. from service in Writing.Where(scope.Has).Concat(scope.Canary.Log ? [ServiceNames.Canary] : []).Order(StringComparer.Ordinal)
           where !today.Contains(service)
           select $"Logs of {service} have not arrived for {Day}; its container may not be collected (docs/logs.md)",
        .. from service in before.Except(today).Where(name => LakehouseServices.All.Any(known => name == known || name.StartsWith(known + "-", StringComparison.Ordinal))).Order(StringComparer.Ordinal)
           select $"Logs of {service} have stopped: there are none of the last {Day}, and there were within {Week} (docs/logs.md)",
    ];

    private async Task<IReadOnlyList<string>> EmptyPanelsAsync(CancellationToken cancellation)
    {
        using var reader = new BoardReader(stores, range, scope.ScrapeInterval);
        return EmptyPanels(await reader.ReadAsync(ExpectedBoards.In(scope), cancellation));
    }

    /// <summary>Panels that show nothing, but for those that may.</summary>
    public static IReadOnlyList<string> EmptyPanels(IEnumerable<PanelAnswer> panels) =>
    [
        .. from panel in panels
           where panel is { WasAsked: true, HasData: false, Panel.MayBeEmpty: null }
           let because = string.Join("; ", panel.Errors)
           // One that says what it means that there is no value has nothing to show then.
           where because.Length > 0 || panel.Panel.NoValue is null
           select $"Panel {panel.Name} has no data{(because.Length > 0 ? $": {because}" : "")}",
    ];
}
