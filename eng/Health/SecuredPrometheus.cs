using System.Net.Http.Headers;
using System.Text;

namespace Infra.Health;

/// <summary>
/// Prometheus where it answers nobody without a password: asked with the one that its own health check has, from here if it is
/// published, else by the promtool in its container.
/// </summary>
internal sealed class SecuredPrometheus(ServiceContainer prometheus, HttpClient? http, StackContainers containers)
{
    private const int Port = 9090;
    private const string Folder = "/etc/phlo/web";
    private const string ProbeFile = $"{Folder}/probe.yml";
    private const string PasswordFile = $"{Folder}/password";
    private const string UserKey = "username:";

    public async Task<PrometheusView?> ReadAsync(TimeSpan limit, TimeSpan pause, CancellationToken cancellation)
    {
        if (http is null || !prometheus.Ports.TryGetValue(Port, out var published))
            return await PrometheusView.ReadByQueriesAsync(query => QueryInsideAsync(query, cancellation));

        if (await CredentialAsync(cancellation) is not { } credential)
            return null;
        return await PrometheusView.ReadSettledAsync(path => GetAsync($"https://{published}{path}", credential, cancellation), limit, pause);
    }

    /// <summary>Reads a path of its API from here.</summary>
    /// <returns>The answer; null where there is none, or no way.</returns>
    public async Task<string?> ReadPathAsync(string path, CancellationToken cancellation) =>
        http is not null && prometheus.Ports.TryGetValue(Port, out var published) && await CredentialAsync(cancellation) is { } credential
            ? await GetAsync($"https://{published}{path}", credential, cancellation)
            : null;

    private Task<string?> QueryInsideAsync(string query, CancellationToken cancellation) => containers.RunInsideAsync(
        prometheus.Id, ["promtool", "query", "-o", "json", $"--http.config.file={ProbeFile}", "instant", $"https://localhost:{Port}", query], cancellation);

    private async Task<AuthenticationHeaderValue?> CredentialAsync(CancellationToken cancellation)
    {
        var (probe, password) = (await containers.ReadFileAsync(prometheus.Id, ProbeFile, cancellation), await containers.ReadFileAsync(prometheus.Id, PasswordFile, cancellation));
        if (probe is null || password is null || UserOf(probe) is not { } user)
            return null;
        return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    /// <summary>The user that a client's configuration names.</summary>
    public static string? UserOf(string probe) => probe.Split('\n').Select(line => line.Trim())
        .Where(line => line.StartsWith(UserKey, StringComparison.Ordinal))
        .Select(line => line[UserKey.Length..].Trim()).FirstOrDefault();

    private async Task<string?> GetAsync(string url, AuthenticationHeaderValue credential, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url));
            request.Headers.Authorization = credential;
            using var response = await http!.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancellation) : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
