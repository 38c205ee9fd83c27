using System.Collections.Frozen;
using System.Formats.Tar;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Infra.Health;

/// <summary>Finds a stack's containers by their labels and looks into them.</summary>
internal sealed class StackContainers(DockerClient docker)
{
    public const string StackLabel = "phlo.stack";
    public const string ComponentLabel = "phlo.component";
    private const string RoleLabel = "phlo.role";
    private const string HelperRole = "configuration";
    private const string VersionLabel = "org.opencontainers.image.version";

    public async Task<IReadOnlyList<ServiceContainer>> FindAsync(string stack, CancellationToken cancellation)
    {
        var found = await docker.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                All = true,
                Filters = new Dictionary<string, IDictionary<string, bool>>
                {
                    ["label"] = new Dictionary<string, bool> { [$"{StackLabel}={stack}"] = true },
                },
            },
            cancellation);
        var inspected = await Task.WhenAll(found.Select(container => InspectAsync(container.ID, cancellation)));
        return [.. inspected.OfType<ServiceContainer>().OrderBy(container => container.Component, StringComparer.Ordinal)];
    }

    /// <summary>Reads an address from inside a container, for what is not published.</summary>
    /// <returns>The answer, or null where it does not answer.</returns>
    public Task<string?> ReadInsideAsync(string container, string url, CancellationToken cancellation) =>
        RunInsideAsync(container, ["wget", "-q", "-T", "5", "-O", "-", url], cancellation);

    /// <summary>Runs a command inside a container.</summary>
    /// <returns>What it printed, or null where it failed or there is no such command.</returns>
    public async Task<string?> RunInsideAsync(string container, string[] command, CancellationToken cancellation)
    {
        var exec = await docker.Exec.CreateContainerExecAsync(
            container,
            new ContainerExecCreateParameters { AttachStdout = true, AttachStderr = true, Cmd = command },
            cancellation);
        using var stream = await docker.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters(), cancellation);
        var (output, _) = await stream.ReadOutputToEndAsync(cancellation);
        var result = await docker.Exec.InspectContainerExecAsync(exec.ID, cancellation);
        return result.ExitCode == 0 ? output : null;
    }

    /// <summary>Reads a file of a container, whatever tools its image has.</summary>
    /// <returns>Its text, or null where there is no such file.</returns>
    public async Task<string?> ReadFileAsync(string container, string path, CancellationToken cancellation)
    {
        try
        {
            var archive = await docker.Containers.GetArchiveFromContainerAsync(container, new ContainerPathStatParameters { Path = path }, false, cancellation);
            await using var stream = archive.Stream ?? Stream.Null;
            await using var tar = new TarReader(stream);
            if (await tar.GetNextEntryAsync(copyData: true, cancellation) is not { DataStream: { } data })
                return null;
            using var reader = new StreamReader(data);
            return await reader.ReadToEndAsync(cancellation);
        }
        catch (DockerApiException missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<ServiceContainer?> InspectAsync(string id, CancellationToken cancellation)
    {
        ContainerInspectResponse container;
        try
        {
            container = await docker.Containers.InspectContainerAsync(id, cancellation);
        }
        catch (DockerContainerNotFoundException)
        {
            return null;
        }
        if (container is not { State: { } state, Config.Labels: { } labels })
            return null;
        // Configuration travels in containers that are made and never started, and data is given to its user by one that ends: they are no service.
        var isHelper = state.Status == "created" && string.IsNullOrEmpty(state.Error);
        isHelper |= state is { Status: "exited", ExitCode: 0 } && labels.TryGetValue(RoleLabel, out var role) && role == HelperRole;
        if (isHelper || !labels.TryGetValue(ComponentLabel, out var component))
            return null;

        var lastCheck = state.Health?.Log?.LastOrDefault()?.Output;
        return new ServiceContainer(
            id,
            container.Name.TrimStart('/'),
            component,
            state.Status,
            state.Health?.Status is { Length: > 0 } health and not "none" ? health : null,
            container.RestartCount,
            state.ExitCode,
            FirstLine(string.IsNullOrEmpty(state.Error) ? lastCheck : state.Error),
            Published(container.NetworkSettings?.Ports),
            [component, container.Name.TrimStart('/'), .. Aliases(container.NetworkSettings?.Networks)],
            labels.TryGetValue(VersionLabel, out var version) ? version : null)
        {
            Secured = container.Mounts?.Any(mount => mount.Destination == SecuredHttp.Folder) == true,
        };
    }

    private static IEnumerable<string> Aliases(IDictionary<string, EndpointSettings>? networks) =>
        networks?.Values.SelectMany(network => network.Aliases ?? []) ?? [];

    private static FrozenDictionary<int, string> Published(IDictionary<string, IList<PortBinding>>? ports)
    {
        var published = new Dictionary<int, string>();
        foreach (var (port, bindings) in ports ?? new Dictionary<string, IList<PortBinding>>())
        {
            if (bindings?.FirstOrDefault() is not { } binding || !int.TryParse(port.Split('/')[0], out var number))
                continue;
            var host = binding.HostIP is null or "" or "0.0.0.0" or "::" ? "127.0.0.1" : binding.HostIP;
            published[number] = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{binding.HostPort}" : $"{host}:{binding.HostPort}";
        }
        return published.ToFrozenDictionary();
    }

    private static string FirstLine(string? text) => (text ?? "").Trim().Split('\n')[0].Trim();
}
