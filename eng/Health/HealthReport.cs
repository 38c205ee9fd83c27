namespace Infra.Health;

/// <summary>The verdict: a row for each service, and a reason for everything that is not well.</summary>
internal sealed record HealthReport(string Stack, IReadOnlyList<ServiceHealth> Services, IReadOnlyList<string> Reasons)
{
    public bool IsHealthy => Reasons.Count == 0;

    /// <param name="prometheus">Null where Prometheus does not answer.</param>
    public static HealthReport Judge(
        string stack, IReadOnlyList<(ServiceContainer Container, Readiness Readiness)> services, PrometheusView? prometheus)
    {
        var rows = new List<ServiceHealth>();
        var reasons = new List<string>();
        var matched = new HashSet<ScrapeTarget>();
        foreach (var (container, readiness) in services)
        {
            var targets = prometheus?.Targets.Where(target => container.Names.Contains(target.Host) || IsItself(container, target)).ToList();
            matched.UnionWith(targets ?? []);
            var works = prometheus is null || !prometheus.FailedProbes.Any(probe => container.Names.Contains(probe.Host));
            rows.Add(new(
                container.Component, State(container), readiness, works ? Scraped(targets) : "down", VersionOf(container, targets, prometheus)));
            reasons.AddRange(WrongWith(container, readiness));
            reasons.AddRange(DownTargets(targets));
        }
        if (prometheus is null)
        {
            reasons.Add("Prometheus does not answer; whether the services are scraped is not known.");
        }
        else
        {
            if (prometheus.Targets.Count == 0)
                reasons.Add("Prometheus has no targets; nothing is scraped.");
            reasons.AddRange(DownTargets(prometheus.Targets.Where(target => !matched.Contains(target))));
            reasons.AddRange(NotReady(prometheus));
            reasons.AddRange(prometheus.Alerts.Select(alert => $"Alert {alert.Name} fires: {alert.Summary}").Distinct());
        }
        return new(stack, rows, reasons);
    }

    /// <summary>Prometheus scrapes itself as localhost.</summary>
    private static bool IsItself(ServiceContainer container, ScrapeTarget target) =>
        container.Component == target.Job && target.Host is "localhost" or "127.0.0.1";

    private static string State(ServiceContainer container)
    {
        var state = container.State + (container.Health is { } health && container.IsRunning ? $", {health}" : "");
        if (!container.IsRunning)
            state += $" (exit code {container.ExitCode})";
        return container.Restarts == 0 ? state : $"{state}, {container.Restarts} restarts";
    }

    private static string? Scraped(List<ScrapeTarget>? targets) => targets switch
    {
        null or { Count: 0 } => null,
        _ when targets.All(target => target.IsUp) => "up",
        _ => targets.First(target => !target.IsUp).Health,
    };

    private static string? VersionOf(ServiceContainer container, List<ScrapeTarget>? targets, PrometheusView? prometheus) =>
        container.Version
        ?? prometheus?.Versions.FirstOrDefault(version => targets!.Any(target => target.Job == version.Job && target.Instance == version.Instance))?.Version;

    private static IEnumerable<string> WrongWith(ServiceContainer container, Readiness readiness)
    {
        var because = container.Explanation.Length > 0 ? $": {container.Explanation}" : "";
        if (!container.IsRunning)
            yield return $"{container.Component}: its container {container.Name} is {container.State} (exit code {container.ExitCode}){because}";
        else if (container.Health is "unhealthy" or "starting")
            yield return $"{container.Component}: its container {container.Name} is {container.Health}{because}";
        else if (!readiness.IsReady)
            yield return $"{container.Component}: not ready ({readiness.Evidence})";
    }

    // Of one that does not even answer Prometheus, that is the reason.
    private static IEnumerable<string> NotReady(PrometheusView prometheus) => prometheus.FailedProbes
        .Where(probe => !prometheus.Targets.Any(target => !target.IsUp && target.Job == probe.Job && target.Instance == probe.Instance))
        .Select(probe => $"{probe.Job} ({probe.Instance}) is down: it is not ready ({probe.Path} → {probe.Answer})");

    private static IEnumerable<string> DownTargets(IEnumerable<ScrapeTarget>? targets) =>
        (targets ?? []).Where(target => !target.IsUp).Select(target => target.Health == "unknown"
            ? $"Target {target.Job} ({target.Instance}) has not been scraped yet"
            : $"Target {target.Job} ({target.Instance}) is {target.Health}: {target.LastError}");
}

/// <param name="Target">Prometheus' word for the service's targets; null where it has none.</param>
/// <param name="Version">Null where nothing tells it.</param>
internal sealed record ServiceHealth(string Service, string Container, Readiness Readiness, string? Target, string? Version);
