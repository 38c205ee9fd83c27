using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Docker.DotNet;
using Docker.DotNet.Models;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>Turns Docker's answers into sentences that say what was wanted, what was found and what to do.</summary>
internal static partial class DockerErrors
{
    public static bool IsNotFound(this DockerApiException failure) => failure.StatusCode == HttpStatusCode.NotFound;

    public static bool IsConflict(this DockerApiException failure) => failure.StatusCode == HttpStatusCode.Conflict;

    /// <summary>Whether a network is missing that a container was to be on. An older engine notices when it starts the container.</summary>
    public static bool IsMissingNetwork(this DockerApiException failure) => MissingNetwork().IsMatch(failure.Words());

    /// <summary>The engine's own words.</summary>
    public static string Words(this DockerApiException failure)
    {
        try
        {
            using var document = JsonDocument.Parse(failure.ResponseBody ?? "");
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("message", out var message))
                return message.GetString()!.Trim().TrimEnd('.');
        }
        catch (JsonException)
        {
            // Not every error has a JSON body.
        }
        return string.IsNullOrWhiteSpace(failure.ResponseBody)
            ? $"HTTP {(int)failure.StatusCode}"
            : failure.ResponseBody.Trim().TrimEnd('.');
    }

    /// <summary>A failed creation or start of a container.</summary>
    public static async Task<ProviderException> ExplainContainerAsync(
        DockerConnection docker, PropertyMap inputs, string what, DockerApiException failure, CancellationToken cancellation)
    {
        var words = failure.Words();
        var name = inputs.Text("name");
        if (NoSpace(words) is { } noSpace)
            return new ProviderException($"Container {name}: {noSpace}", failure);
        if (TakenPort().Match(words) is { Success: true } port)
            return new ProviderException(await TakenPortAsync(docker, name, port, words, cancellation), failure);
        if (failure.IsConflict() && words.Contains("is already in use by container", StringComparison.Ordinal))
            return new ProviderException(await TakenNameAsync(docker, name!, cancellation), failure);
        if (failure.IsNotFound() && words.Contains("No such image", StringComparison.OrdinalIgnoreCase))
            return new ProviderException(
                $"Container {name}: there is no image {inputs.Text("image")} on the Docker engine at {docker.Host}. "
                + "Pull or build it first, or correct the setting that names the image.", failure);
        if (MissingNetwork().Match(words) is { Success: true } network)
            return new ProviderException(
                $"Container {name}: there is no network {network.Groups["name"].Value} (networksAdvanced or networkMode). "
                + "Create it first, or give the id or name of one that `docker network ls` shows.", failure);
        if (words.Contains("rootfs is marked read-only", StringComparison.Ordinal))
            return new ProviderException(
                $"Container {name}: uploads do not go onto a read-only root file system. "
                + "Upload into a mounted volume, or leave readOnly off.", failure);
        if (words.Contains("executable file not found", StringComparison.Ordinal) || words.Contains("no such file or directory: unknown", StringComparison.Ordinal))
            return new ProviderException(
                $"Container {name} cannot be started: its image {inputs.Text("image")} lacks the program that entrypoints or command name. Docker says: {words}.", failure);
        return new ProviderException($"Container {name}: {what} failed. Docker says: {words}.", failure);
    }

    /// <summary>Any other failed call.</summary>
    public static ProviderException Explain(string what, DockerApiException failure)
    {
        var words = failure.Words();
        return new ProviderException(
            (NoSpace(words) ?? StillMounted(words)) is { } known ? $"{what}: {known}" : $"{what} failed. Docker says: {words}.", failure);
    }

    // An engine that went down while it started a container may have mounted its files under what the next one mounts over them.
    private static string? StillMounted(string words) => BusyFiles().Match(words) is { Success: true } busy
        ? $"an earlier Docker process has left its files mounted. Stop Docker, take the mount away (`umount --lazy {busy.Groups["path"].Value}`), "
            + $"start Docker, then run again; a restart of the machine does the same. Docker says: {words}."
        : null;

    private static string? NoSpace(string words) => words.Contains("no space left on device", StringComparison.OrdinalIgnoreCase)
        ? $"the disk of the Docker engine is full ({words}). Make room (`docker system df` shows what takes it), then run again."
        : null;

    private static async Task<string> TakenPortAsync(
        DockerConnection docker, string? name, Match match, string words, CancellationToken cancellation)
    {
        var address = match.Groups["address"].Value;
        var port = ushort.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
        var holders = await ListAsync(docker, null, cancellation);
        var holder = holders.FirstOrDefault(container => !container.Names.Contains("/" + name)
            && (container.Ports ?? []).Any(taken => taken.PublicPort == port));
        var by = holder is not null
            ? $"by container {Name(holder)} (image {holder.Image})"
            : $"by a program outside Docker (on the engine's host, `ss -ltnp 'sport = :{port}'` shows which)";
        var advice = holder is not null ? $"Stop that container (`docker stop {Name(holder)}`)" : "Stop that program";
        return $"Container {name}: port {port} on {address} is taken {by}. {advice}, or publish this container on another "
            + $"port (ports[].external, usually a port setting of the stack). Docker says: {words}.";
    }

    private static async Task<string> TakenNameAsync(DockerConnection docker, string name, CancellationToken cancellation)
    {
        var named = new Dictionary<string, IDictionary<string, bool>>
        {
            ["name"] = new Dictionary<string, bool> { [$"^/?{Regex.Escape(name)}$"] = true },
        };
        var holder = (await ListAsync(docker, named, cancellation)).FirstOrDefault(container => container.Names.Contains("/" + name));
        var found = holder is null
            ? "another container"
            : $"container {holder.ID[..12]} (image {holder.Image}, {holder.Status}, created {holder.Created:yyyy-MM-dd HH:mm} UTC)";
        return $"The container name {name} is taken by {found}. If nobody needs it, remove it (`docker rm -f {name}`); else choose another name.";
    }

    private static async Task<IList<ContainerListResponse>> ListAsync(
        DockerConnection docker, IDictionary<string, IDictionary<string, bool>>? filters, CancellationToken cancellation)
    {
        try
        {
            return await docker.CallAsync(
                "listing containers",
                (client, token) => client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, token),
                cancellation);
        }
        catch (Exception failure) when (failure is DockerApiException or ProviderException)
        {
            // This only makes a message better.
            return [];
        }
    }

    private static string Name(ContainerListResponse container) => container.Names.FirstOrDefault()?.TrimStart('/') ?? container.ID[..12];

    [GeneratedRegex(@"(?:Bind for |listen (?:tcp|udp)[46]? |bind for )\[?(?<address>[0-9a-fA-F.:]*?)\]?:(?<port>\d+)(?: failed: port is already allocated|: bind: address already in use| failed)")]
    private static partial Regex TakenPort();

    [GeneratedRegex("unlinkat (?<path>/[^ :]+): device or resource busy")]
    private static partial Regex BusyFiles();

    [GeneratedRegex("(?:network (?<name>\\S+) not found|could not find (?:a )?network (?<name>\\S+))")]
    private static partial Regex MissingNetwork();
}
