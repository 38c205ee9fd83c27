using System.Collections.Frozen;

namespace Infra.Health;

/// <summary>Asks each service itself whether it is ready.</summary>
/// <param name="secured">For services that answer over TLS; null where none does.</param>
internal sealed class ReadinessProbe(HttpClient http, HttpClient? secured, StackContainers containers)
{
    /// <summary>Those that tell everybody how they are, even where they answer over TLS alone.</summary>
    private static readonly FrozenSet<string> TellEverybody = new[] { "grafana" }.ToFrozenSet();

    /// <summary>The services' own endpoints; a service that is not named here is judged by its container's health check.</summary>
    private static readonly FrozenDictionary<string, (int Port, string Path)> Endpoints = new Dictionary<string, (int, string)>
    {
        ["prometheus"] = (9090, "/-/ready"),
        ["alertmanager"] = (9093, "/-/ready"),
        ["postgres-exporter"] = (9187, "/"),
        ["node-exporter"] = (9100, "/"),
        ["blackbox-exporter"] = (9115, "/-/healthy"),
        ["grafana"] = (3000, "/api/health"),
        ["loki"] = (3100, "/ready"),
        ["tempo"] = (3200, "/ready"),
        ["alloy"] = (12345, "/-/ready"),
        ["cadvisor"] = (8080, "/healthz"),
    }.ToFrozenDictionary();

    /// <returns>Whether it is ready, and what was asked.</returns>
    public async Task<Readiness> AskAsync(ServiceContainer container, CancellationToken cancellation)
    {
        if (!container.IsRunning)
            return new(false, "");
        if (!Endpoints.TryGetValue(container.Component, out var endpoint))
            return ByHealthCheck(container);
        if (container.Secured)
        {
            return secured is not null && TellEverybody.Contains(container.Component) && container.Ports.TryGetValue(endpoint.Port, out var open)
                ? await AskAsync(secured, $"https://{open}{endpoint.Path}", cancellation)
                : ByHealthCheck(container);
        }
        if (container.Ports.TryGetValue(endpoint.Port, out var published))
            return await AskAsync(http, $"http://{published}{endpoint.Path}", cancellation);
        return ByHealthCheck(container) is { IsReady: true } healthy && container.Health is not null
            ? healthy
            : new(
                await containers.ReadInsideAsync(container.Id, $"http://127.0.0.1:{endpoint.Port}{endpoint.Path}", cancellation) is not null,
                endpoint.Path);
    }

    private static Readiness ByHealthCheck(ServiceContainer container) => new(container.Health is null or "healthy", "health check");

    private static async Task<Readiness> AskAsync(HttpClient http, string url, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, cancellation);
            return new(response.IsSuccessStatusCode, $"{url} → {(int)response.StatusCode}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new(false, $"{url}: {failure.GetBaseException().Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(false, $"{url}: no answer within {http.Timeout.TotalSeconds:0} s");
        }
    }
}

/// <param name="Evidence">What was asked, and the answer.</param>
internal sealed record Readiness(bool IsReady, string Evidence);
