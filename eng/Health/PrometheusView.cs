using System.Text.Json;

namespace Infra.Health;

/// <summary>What the stack's Prometheus says: its targets, the alerts that fire, and the versions that it scraped.</summary>
internal sealed record PrometheusView(
    IReadOnlyList<ScrapeTarget> Targets, IReadOnlyList<FiringAlert> Alerts, IReadOnlyList<ScrapedVersion> Versions)
{
    /// <summary>The services that said that they cannot work.</summary>
    public IReadOnlyList<FailedProbe> FailedProbes { get; init; } = [];

    /// <summary>An alert that always fires: it proves the way to the receiver.</summary>
    private const string AlwaysFiring = "Watchdog";

    private const string VersionSeries =
        """{__name__=~"(prometheus|alertmanager|postgres_exporter|node_exporter|blackbox_exporter|loki|tempo|alloy|grafana)_build_info|cadvisor_version_info"}""";

    /// <summary>The answers' status for those that did not pass; 0 where there was none.</summary>
    private const string FailedProbeSeries = """probe_http_status_code{service!="canary"} and probe_success == 0""";

    /// <summary>Whether it has found its targets and tried each: just after a start it knows nothing of how they are.</summary>
    public bool IsSettled => Targets.Count > 0 && Targets.All(target => target.Health != "unknown");

    /// <summary>Reads until Prometheus has settled, at most until the limit; then what it says is what there is.</summary>
    /// <param name="read">Reads a path of Prometheus' API; null where it does not answer.</param>
    public static async Task<PrometheusView?> ReadSettledAsync(Func<string, Task<string?>> read, TimeSpan limit, TimeSpan pause)
    {
        var started = TimeProvider.System.GetTimestamp();
        var view = await ReadAsync(read);
        while (view is { IsSettled: false } && TimeProvider.System.GetElapsedTime(started) < limit)
        {
            await Task.Delay(pause);
            view = await ReadAsync(read);
        }
        return view;
    }

    /// <param name="read">Reads a path of Prometheus' API; null where it does not answer.</param>
    public static async Task<PrometheusView?> ReadAsync(Func<string, Task<string?>> read)
    {
        var answers = await Task.WhenAll(
            read("/api/v1/targets?state=active"), read("/api/v1/alerts"), read(QueryPath(VersionSeries)), read(QueryPath(FailedProbeSeries)));
        if (answers[0] is not { } targets || answers[1] is not { } alerts || answers[2] is not { } versions || answers[3] is not { } probes)
            return null;
        return new(ReadTargets(targets), ReadAlerts(alerts), ReadResult(versions, Version)) { FailedProbes = ReadResult(probes, Probe) };
    }

    /// <summary>Reads by queries alone, where there is no way to the rest of the API. What a target's error was is not known then.</summary>
    /// <param name="query">The answer to a query as a list of samples in JSON; null where there is none.</param>
    public static async Task<PrometheusView?> ReadByQueriesAsync(Func<string, Task<string?>> query)
    {
        var answers = await Task.WhenAll(query("up"), query($$"""ALERTS{alertstate="firing",alertname!="{{AlwaysFiring}}"}"""), query(VersionSeries), query(FailedProbeSeries));
        if (answers[0] is not { } targets || answers[1] is not { } alerts || answers[2] is not { } versions || answers[3] is not { } probes)
            return null;
        return new(ReadSamples(targets, Target), ReadSamples(alerts, Alert), ReadSamples(versions, Version)) { FailedProbes = ReadSamples(probes, Probe) };
    }

    private static string QueryPath(string query) => $"/api/v1/query?query={Uri.EscapeDataString(query)}";

    private static List<T> ReadSamples<T>(string json, Func<JsonElement, string, T> read)
    {
        using var document = JsonDocument.Parse(json);
        return Samples(document.RootElement, read);
    }

    private static List<T> ReadResult<T>(string json, Func<JsonElement, string, T> read)
    {
        using var document = JsonDocument.Parse(json);
        return Samples(document.RootElement.GetProperty("data").GetProperty("result"), read);
    }

    private static List<T> Samples<T>(JsonElement samples, Func<JsonElement, string, T> read) =>
        [.. samples.EnumerateArray().Select(sample => read(sample.GetProperty("metric"), sample.GetProperty("value")[1].GetString() ?? ""))];

    private static FailedProbe Probe(JsonElement metric, string value) =>
        new(Text(metric, "job"), Text(metric, "instance"), HostOf(Text(metric, "instance")), Text(metric, "metrics_path"), value);

    private static ScrapeTarget Target(JsonElement metric, string value)
    {
        var instance = Text(metric, "instance");
        return new(Text(metric, "job"), instance, HostOf(instance), value == "1" ? "up" : "down", "its last scrape failed");
    }

    private static string HostOf(string instance) => instance.LastIndexOf(':') is > 0 and var colon ? instance[..colon] : instance;

    private static FiringAlert Alert(JsonElement metric, string value) =>
        new(Text(metric, "alertname"), string.Join(", ", new[] { Text(metric, "service"), Text(metric, "instance") }.Where(text => text.Length > 0)));

    private static ScrapedVersion Version(JsonElement metric, string value) =>
        new(Text(metric, "job"), Text(metric, "instance"), Text(metric, "version") is { Length: > 0 } version ? version : Text(metric, "cadvisorVersion"));

    public static IReadOnlyList<ScrapeTarget> ReadTargets(string json)
    {
        using var document = JsonDocument.Parse(json);
        return
        [
            .. document.RootElement.GetProperty("data").GetProperty("activeTargets").EnumerateArray().Select(target => new ScrapeTarget(
                Text(target.GetProperty("labels"), "job"),
                Text(target.GetProperty("labels"), "instance"),
                new Uri(Text(target, "scrapeUrl")).Host,
                Text(target, "health"),
                Text(target, "lastError"))),
        ];
    }

    public static IReadOnlyList<FiringAlert> ReadAlerts(string json)
    {
        using var document = JsonDocument.Parse(json);
        return
        [
            .. document.RootElement.GetProperty("data").GetProperty("alerts").EnumerateArray()
                .Where(alert => Text(alert, "state") == "firing" && Text(alert.GetProperty("labels"), "alertname") != AlwaysFiring)
                .Select(alert => new FiringAlert(
                    Text(alert.GetProperty("labels"), "alertname"),
                    alert.TryGetProperty("annotations", out var annotations) ? Text(annotations, "summary") : "")),
        ];
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}

/// <param name="Host">The host of the address that is scraped: a container's name.</param>
/// <param name="Health"><c>up</c>, <c>down</c> or, before the first scrape, <c>unknown</c>.</param>
internal sealed record ScrapeTarget(string Job, string Instance, string Host, string Health, string LastError)
{
    public bool IsUp => Health == "up";
}

/// <summary>A service that was asked whether it can work and did not say so.</summary>
/// <param name="Path">What it was asked.</param>
/// <param name="Status">The status of its answer; 0 for none.</param>
internal sealed record FailedProbe(string Job, string Instance, string Host, string Path, string Status)
{
    /// <summary>What it said.</summary>
    public string Answer => Status switch
    {
        "0" => "no answer",
        // Trino answers so while it starts.
        ['2', ..] => $"{Status}, and the answer says that it is not ready",
        _ => Status,
    };
}

/// <summary>An alert that fires now.</summary>
internal sealed record FiringAlert(string Name, string Summary);

/// <summary>A version as a service's own metrics tell it.</summary>
internal sealed record ScrapedVersion(string Job, string Instance, string Version);
