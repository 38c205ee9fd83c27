using System.Formats.Tar;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Infra.Bench;

/// <summary>The few calls to the Docker engine that looking at containers takes.</summary>
internal sealed class DockerApi : IDisposable
{
    private readonly HttpClient _client;

    private DockerApi(string socket) => _client = new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
                return new NetworkStream(connection, ownsSocket: true);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        },
    })
    { BaseAddress = new Uri("http://docker") };

    /// <summary>The engine's version.</summary>
    public string Version { get; private set; } = "";

    /// <exception cref="BenchException">No engine answers, or not on a socket of this machine.</exception>
    public static async Task<DockerApi> ConnectAsync(CancellationToken cancellation)
    {
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } given ? given : "unix:///var/run/docker.sock";
        if (!host.StartsWith("unix://", StringComparison.Ordinal))
            throw new BenchException($"DOCKER_HOST is {host}; a socket of this machine (unix://…) is needed");
        var api = new DockerApi(host["unix://".Length..]);
        try
        {
            api.Version = (string)(await api.GetAsync("/version", cancellation))[nameof(Version)]!;
            return api;
        }
        catch (HttpRequestException exception)
        {
            api.Dispose();
            throw new BenchException($"no Docker engine answers at {host}: {exception.InnerException?.Message ?? exception.Message}");
        }
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellation) =>
        JsonNode.Parse(await _client.GetStringAsync(path, cancellation))!;

    /// <summary>All containers whose names begin so, running or not.</summary>
    public async Task<JsonArray> ContainersAsync(string prefix, CancellationToken cancellation)
    {
        var filter = Uri.EscapeDataString($$"""{"name":["^/?{{prefix}}"]}""");
        return (await GetAsync($"/containers/json?all=true&filters={filter}", cancellation)).AsArray();
    }

    public Task<JsonNode> InspectAsync(string container, CancellationToken cancellation) =>
        GetAsync($"/containers/{container}/json", cancellation);

    /// <summary>Copies a folder of a container into a new folder.</summary>
    public async Task CopyAsync(string container, string path, string destination, CancellationToken cancellation)
    {
        Directory.CreateDirectory(destination);
        await using var archive = await _client.GetStreamAsync($"/containers/{container}/archive?path={Uri.EscapeDataString(path + "/.")}", cancellation);
        await TarFile.ExtractToDirectoryAsync(archive, destination, overwriteFiles: true, cancellation);
    }

    public void Dispose() => _client.Dispose();
}
