namespace Infra.Health;

/// <summary>Reads Prometheus' API where it is published, else from inside its container.</summary>
internal static class PrometheusApi
{
    public const int Port = 9090;

    /// <returns>The answer, or null where there is none.</returns>
    public static async Task<string?> ReadAsync(
        ServiceContainer prometheus, string path, HttpClient http, StackContainers containers, CancellationToken cancellation)
    {
        if (!prometheus.Ports.TryGetValue(Port, out var published))
            return await containers.ReadInsideAsync(prometheus.Id, $"http://127.0.0.1:{Port}{path}", cancellation);
        try
        {
            return await http.GetStringAsync(new Uri($"http://{published}{path}"), cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
