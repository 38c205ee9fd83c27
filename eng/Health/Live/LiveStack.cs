using Infra.Configs.Monitoring;

namespace Infra.Health.Live;

/// <summary>What a running stack has, and the way to its stores.</summary>
internal sealed record LiveStack(MonitoringScope Scope, LiveStores Stores)
{
    private const string ScopeFile = $"/etc/prometheus/{MonitoringScopeJson.File}";

    /// <param name="secured">For services that answer over TLS; null where none does.</param>
    /// <returns>The stack, or why there is no way to it.</returns>
    public static async Task<(LiveStack? Stack, string? Problem)> OpenAsync(
        IReadOnlyList<ServiceContainer> found, StackContainers containers, HttpClient http, HttpClient? secured, CancellationToken cancellation)
    {
        if (found.FirstOrDefault(container => container.Component == "prometheus") is not { IsRunning: true } prometheus)
            return (null, "Prometheus does not run; start it with ./infra up.");
        if (await containers.ReadFileAsync(prometheus.Id, ScopeFile, cancellation) is not { } json)
            return (null, $"{prometheus.Name} has no {ScopeFile}: an earlier version deployed it. Run ./infra up.");
        try
        {
            return (new LiveStack(MonitoringScopeJson.Read(json), new LiveStores(found, containers, http, Api(prometheus, containers, http, secured, cancellation))), null);
        }
        catch (FormatException wrong)
        {
            return (null, wrong.Message);
        }
    }

    // Null where it is not published: then there is promtool in its container.
    private static Func<string, Task<string?>>? Api(
        ServiceContainer prometheus, StackContainers containers, HttpClient http, HttpClient? secured, CancellationToken cancellation)
    {
        if (!prometheus.Ports.ContainsKey(PrometheusApi.Port))
            return null;
        if (!prometheus.Secured)
            return path => PrometheusApi.ReadAsync(prometheus, path, http, containers, cancellation);
        var access = new SecuredPrometheus(prometheus, secured, containers);
        return path => access.ReadPathAsync(path, cancellation);
    }
}
