using System.Text.Json;

namespace Infra.Health;

/// <summary>What the stack's Prometheus says: its targets, the alerts that fire, and the versions that it scraped.</summary>
internal sealed record PrometheusView(
    IReadOnlyList<ScrapeTarget> Targets, IReadOnlyList<FiringAlert> Alerts, IReadOnlyList<ScrapedVersion> Versions)
{
    /// <summary>An alert that always fires: it proves the way to the receiver.</summary>
    private const string AlwaysFiring = "Watchdog";

    private const string VersionSeries =
        """{__name__=~"(prometheus|alertmanager|postgres_exporter|node_exporter|loki|tempo|alloy|grafana)_build_info|cadvisor_version_info"}""";

    private const string VersionQuery =
        "/api/v1/query?query=%7B__name__%3D~%22(prometheus%7Calertmanager%7Cpostgres_exporter%7Cnode_exporter%7Cloki%7Ctempo%7Calloy%7Cgrafana)_build_info%7Ccadvisor_version_info%22%7D";

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
        var answers = await Task.WhenAll(read("/api/v1/targets?state=active"), read("/api/v1/alerts"), read(VersionQuery));
        if (answers[0] is not { } targets || answers[1] is not { } alerts || answers[2] is not { } versions)
            return null;
        return new(ReadTargets(targets), ReadAlerts(alerts), ReadVersions(versions));
    }

    /// <summary>Reads by queries alone, where there is no way to the rest of the API. What a target's error was is not known then.</summary>
    /// <param name="query">The answer to a query as a list of samples in JSON; null where there is none.</param>
    public static async Task<PrometheusView?> ReadByQueriesAsync(Func<string, Task<string?>> query)
    {
        var answers = await Task.WhenAll(query("up"), query($$"""ALERTS{alertstate="firing",alertname!="{{AlwaysFiring}}"}"""), query(VersionSeries));
        if (answers[0] is not { } targets || answers[1] is not { } alerts || answers[2] is not { } versions)
            return null;
        return new(ReadSamples(targets, Target), ReadSamples(alerts, Alert), ReadSamples(versions, Version));
    }

    private static List<T> ReadSamples<T>(string json, Func<JsonElement, string, T> read)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(sample => read(sample.GetProperty("metric"), sample.GetProperty("value")[1].GetString() ?? ""))];
    }

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

    public static IReadOnlyList<ScrapedVersion> ReadVersions(string json)
    {
        using var document = JsonDocument.Parse(json);
        return
        [
            .. document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => series.GetProperty("metric"))
                .Select(metric => Version(metric, "")),
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

/// <summary>An alert that fires now.</summary>
internal sealed record FiringAlert(string Name, string Summary);

/// <summary>A version as a service's own metrics tell it.</summary>
internal sealed record ScrapedVersion(string Job, string Instance, string Version);
