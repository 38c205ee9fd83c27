using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Serialization;
using Infra.Components.Cadvisor;

namespace Infra.Stacks.Gate;

/// <summary>
/// Asks Docker, where it is on this machine, what machine that is. It is asked before anything is registered and for nothing but bounds:
/// whatever goes wrong leaves a fact unknown, and never keeps a preview from going on.
/// </summary>
internal static class MachineReading
{
    private const string LocalSocket = "unix://";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <param name="dockerHost">The stack's <c>docker:host</c>; null leaves it to <c>DOCKER_HOST</c>, and that to Docker's usual socket.</param>
    public static MachineFacts Read(string? dockerHost)
    {
        var host = dockerHost ?? (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } given ? given : $"{LocalSocket}/var/run/docker.sock");
        if (!host.StartsWith(LocalSocket, StringComparison.Ordinal) || !File.Exists(host[LocalSocket.Length..]))
            return MachineFacts.Unknown;

        // Not on the program's own thread, which waits for it.
        return Task.Run(() => AskAsync(host[LocalSocket.Length..])).GetAwaiter().GetResult();
    }

    private static async Task<MachineFacts> AskAsync(string socket)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
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
        };
        using var client = new HttpClient(handler) { BaseAddress = new Uri("http://docker/"), Timeout = Patience };
        var (machine, networks) = (AskAsync<Machine>(client, "info"), AskAsync<Network[]>(client, "networks"));
        return Facts(await machine, await networks);
    }

    private static async Task<T?> AskAsync<T>(HttpClient client, string path)
        where T : class
    {
        try
        {
            return await client.GetFromJsonAsync<T>(path);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or SocketException or OperationCanceledException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static MachineFacts Facts(Machine? machine, Network[]? networks) => new()
    {
        MemoryBytes = machine?.MemTotal is > 0 ? machine.MemTotal : null,
        Processors = machine?.Processors is > 0 ? machine.Processors : null,
        DiskBytes = machine?.DockerRootDir is { Length: > 0 } root ? SizeOfDisk(root) : null,
        DockerRoot = machine?.DockerRootDir is { Length: > 0 } folder ? folder : null,
        // The name of Docker's own for overlay mounts is another.
        StorageDriver = machine?.Driver is "overlayfs" ? CadvisorServerArgs.ContainerdStore : machine?.Driver is { Length: > 0 } driver ? driver : null,
        // Of other kinds, such as macvlan and overlay, a network has addresses of other machines.
        Networks = networks is null ? null :
        [
            .. from network in networks
               where network is { Driver: "bridge", Scope: "local" }
               from subnet in network.Ipam?.Config ?? []
               where IPNetwork.TryParse(subnet.Subnet, out _)
               select IPNetwork.Parse(subnet.Subnet!),
        ],
    };

    private static long? SizeOfDisk(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? new DriveInfo(folder).TotalSize : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private sealed record Machine(
        [property: JsonPropertyName("MemTotal")] long? MemTotal, [property: JsonPropertyName("NCPU")] int? Processors, [property: JsonPropertyName("DockerRootDir")] string? DockerRootDir,
        [property: JsonPropertyName("Driver")] string? Driver);

    private sealed record Network(
        [property: JsonPropertyName("Driver")] string? Driver, [property: JsonPropertyName("Scope")] string? Scope, [property: JsonPropertyName("IPAM")] AddressPlan? Ipam);

    private sealed record AddressPlan([property: JsonPropertyName("Config")] AddressRange[]? Config);

    private sealed record AddressRange([property: JsonPropertyName("Subnet")] string? Subnet);
}
