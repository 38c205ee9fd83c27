using Docker.DotNet;
using Docker.DotNet.Models;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>
/// Creates, reads and removes volumes. As with Docker itself, creating one that exists takes it as it is.
/// </summary>
internal sealed class DockerVolumes(DockerConnection docker) : IDockerResource
{
    public async Task<ResourceResult> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var inputs = request.Inputs;
        try
        {
            var volume = await docker.CallAsync(
                "creating a volume",
                (client, token) => client.Volumes.CreateAsync(VolumeRequest.Create(inputs), token),
                cancellation);
            return new ResourceResult(volume.Name, Outputs(volume));
        }
        catch (DockerApiException failure)
        {
            throw DockerErrors.Explain($"Creating volume {inputs.Text("name")}", failure);
        }
    }

    public async Task<ReadResult?> ReadAsync(string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation)
    {
        try
        {
            var volume = await docker.CallAsync(
                "looking at a volume", (client, token) => client.Volumes.InspectAsync(id, token), cancellation);
            // Nothing of a volume changes, and an adopted one may differ from what is declared: that must not replace it.
            var found = Outputs(volume);
            var isImport = !inputs.ContainsKey("name");
            return new ReadResult(
                volume.Name,
                isImport ? PropertyMap.Of(found.Remove("mountpoint").Where(pair => !ContainerEquivalence.AreSame(pair.Key, pair.Value, null))) : inputs,
                found);
        }
        catch (DockerApiException failure) when (failure.IsNotFound())
        {
            return null;
        }
    }

    public async Task<ResourceResult> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var found = await ReadAsync(request.Id, request.NewInputs, request.OldOutputs, cancellation)
            ?? throw new ProviderException($"Volume {request.Id} is gone: somebody removed it. Run with --refresh, and it is made again, empty.");
        return new ResourceResult(found.Id, found.Outputs);
    }

    public async Task DeleteAsync(string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation)
    {
        DockerApiException? last = null;
        var gone = await Retry.UntilAsync(
            async () =>
            {
                try
                {
                    await docker.CallAsync(
                        "removing a volume", (client, token) => client.Volumes.RemoveAsync(id, force: true, token), cancellation);
                    return true;
                }
                catch (DockerApiException failure) when (failure.IsNotFound())
                {
                    return true;
                }
                catch (DockerApiException failure) when (failure.IsConflict() && failure.Words().Contains("in use", StringComparison.Ordinal))
                {
                    last = failure;
                    return false;
                }
                catch (DockerApiException failure)
                {
                    throw DockerErrors.Explain($"Removing volume {id}", failure);
                }
            },
            Retry.RemovalLimit,
            cancellation);
        if (!gone)
            throw new ProviderException(
                $"Volume {id} cannot be removed: {await UsersAsync(id, cancellation)} still uses it after {Retry.RemovalLimit.TotalSeconds:0} s. "
                + "Remove that container if this stack does not own it, or keep the volume (retainOnDelete), then run again.", last);
    }

    /// <summary>
    /// A volume with a name of its own is simply taken by the next attempt. One with a generated name would be left over,
    /// and nobody else can have made that: it is removed, unless a container has come to use it.
    /// </summary>
    public async Task<string?> RecoverAsync(PropertyMap inputs, string operationId, CancellationToken cancellation)
    {
        if (inputs.Text("name") is not { } name || !Autoname.LooksGenerated(name) || await ReadAsync(name, inputs, PropertyMap.Empty, cancellation) is null)
            return null;
        try
        {
            await docker.CallAsync(
                "removing a volume", (client, token) => client.Volumes.RemoveAsync(name, force: false, token), cancellation);
            return $"removed volume {name}, which an interrupted update had left behind";
        }
        catch (DockerApiException)
        {
            return null;
        }
    }

    private static PropertyMap Outputs(VolumeResponse volume)
    {
        var outputs = PropertyMap.Of(
            ("name", PropertyValue.Of(volume.Name)),
            ("driver", PropertyValue.Of(volume.Driver)),
            ("mountpoint", PropertyValue.Of(volume.Mountpoint ?? "")),
            ("labels", OperationLabel.ToInputs(volume.Labels)));
        return volume.Options is { Count: > 0 } options ? outputs.Set("driverOpts", DockerNetworks.Pairs(options)) : outputs;
    }

    private async Task<string> UsersAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var filters = new Dictionary<string, IDictionary<string, bool>> { ["volume"] = new Dictionary<string, bool> { [name] = true } };
            var found = await docker.CallAsync(
                "listing containers",
                (client, token) => client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, token),
                cancellation);
            return found.Count == 0
                ? "a container"
                : "container " + string.Join(", ", found.Select(container => container.Names.FirstOrDefault()?.TrimStart('/') ?? container.ID[..12]));
        }
        catch (Exception failure) when (failure is DockerApiException or ProviderException)
        {
            return "a container";
        }
    }
}
