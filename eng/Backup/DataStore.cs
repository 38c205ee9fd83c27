using Docker.DotNet;
using Docker.DotNet.Models;

namespace Infra.Backup;

/// <summary>A service's container with the volume that its data is in.</summary>
/// <param name="Service">Its label <c>phlo.component</c>.</param>
/// <param name="Image">The reference it was made from.</param>
/// <param name="Path">Where the volume is mounted.</param>
/// <param name="User">Whom the service runs as; empty for the image's user.</param>
internal sealed record DataStore(string Service, string Id, string Name, string Image, string ImageId, string Volume, string Path, bool WasRunning, string User)
{
    /// <summary>
    /// The services whose data cannot be had again: dashboards and users made by hand, samples, silences. Logs and traces are
    /// not among them: what is worth keeping of those is in an object store.
    /// </summary>
    public static readonly IReadOnlyList<string> Services = ["alertmanager", "grafana", "prometheus"];

    public static async Task<IReadOnlyList<DataStore>> FindAsync(DockerClient docker, string stack, CancellationToken cancellation)
    {
        var containers = await docker.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                All = true,
                Filters = new Dictionary<string, IDictionary<string, bool>>
                {
                    ["label"] = new Dictionary<string, bool> { [$"phlo.stack={stack}"] = true },
                },
            },
            cancellation);
        var found = new List<DataStore>();
        foreach (var summary in containers.Where(container =>
            Services.Contains(container.Labels.TryGetValue("phlo.component", out var name) ? name : "") && !IsHelper(container.Labels)))
        {
            var service = summary.Labels["phlo.component"];
            var container = await docker.Containers.InspectContainerAsync(summary.ID, cancellation);
            if (container.Mounts?.FirstOrDefault(mount => mount.Type == "volume" && mount.Name?.EndsWith($"{service}-data", StringComparison.Ordinal) == true)
                is not { } volume)
                continue;
            found.Add(new DataStore(
                service, container.ID, container.Name.TrimStart('/'), container.Config!.Image, container.Image,
                volume.Name!, volume.Destination!, container.State!.Running, container.Config.User ?? ""));
        }
        return [.. found.OrderBy(store => store.Service, StringComparer.Ordinal)];
    }

    // What brings configuration, or gives the data to the service's user.
    private static bool IsHelper(IDictionary<string, string> labels) => labels.TryGetValue("phlo.role", out var role) && role == "configuration";
}
