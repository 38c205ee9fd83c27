using System.Globalization;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>Creates, reads, changes and removes containers.</summary>
internal sealed class DockerContainers(DockerConnection docker, DockerImages images) : IDockerResource
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RemoveLimit = TimeSpan.FromMinutes(2);

    private static readonly string[] UpdatedInPlace =
        ["restart", "maxRetryCount", "cpuShares", "memory", "memoryReservation", "memorySwap", "cpuSet"];

    public async Task<ResourceResult> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var inputs = request.Inputs;
        var id = await MakeAsync(request, cancellation);
        var isComplete = false;
        try
        {
            await ContainerNetworks.ConnectAsync(docker, id, inputs, cancellation);
            await ContainerUploads.CopyAsync(docker, id, inputs, cancellation);
            isComplete = true;
            ContainerInspectResponse? healthy = null;
            string? logs = null;
            if (inputs.Flag("start", true))
            {
                await StartAsync(id, cancellation);
                if (inputs.Flag("wait"))
                    healthy = await ContainerHealth.WaitAsync(docker, id, inputs, request.Progress, cancellation);
                else if (inputs.Flag("mustRun", true) && !inputs.Flag("attach"))
                    await ContainerHealth.SettleAsync(docker, id, cancellation);
            }
            if (inputs.Flag("attach"))
                logs = await AttachAsync(id, inputs, request.Progress, cancellation);
            return await ResultAsync(id, inputs, healthy, logs, cancellation);
        }
        catch (DockerApiException failure)
        {
            var explained = await DockerErrors.ExplainContainerAsync(docker, inputs, "setting it up", failure, cancellation);
            throw await FailedAsync(id, inputs, isComplete && !failure.IsMissingNetwork(), explained);
        }
        catch (ProviderException failure)
        {
            throw await FailedAsync(id, inputs, isComplete, failure);
        }
        catch (OperationCanceledException failure)
        {
            throw await FailedAsync(id, inputs, isComplete, new ProviderException(
                $"Container {inputs.Text("name")} was created, but setting it up was interrupted"
                + $" or took longer than its time limit{(request.Timeout is { } limit ? $" of {limit.TotalSeconds:0} s" : "")}.", failure));
        }
    }

    public async Task<ReadResult?> ReadAsync(string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } container)
            return null;
        var isImport = !inputs.ContainsKey("image");
        if (!isImport)
            return new ReadResult(
                container.ID, ContainerState.RefreshInputs(inputs, container), ContainerState.Outputs(inputs, container, outputs.Text("containerLogs")));
        var imported = ContainerState.ImportInputs(container, await images.FindAsync(container.Image, cancellation));
        return new ReadResult(container.ID, imported, ContainerState.Outputs(imported, container));
    }

    public async Task<ResourceResult> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var inputs = request.NewInputs;
        try
        {
            if (UpdatedInPlace.Any(name => !ContainerEquivalence.AreSame(name, request.OldInputs.Get(name), inputs.Get(name))))
                await docker.CallAsync(
                    "updating the container",
                    (client, token) => client.Containers.UpdateContainerAsync(request.Id, ContainerRequest.Update(inputs), token),
                    cancellation);
            var container = await InspectAsync(request.Id, cancellation);
            var shouldRun = inputs.Flag("mustRun", true) && inputs.Flag("start", true);
            var wasRunning = container.State!.Running;
            if (shouldRun && !wasRunning)
            {
                await StartAsync(request.Id, cancellation);
                container = null;
            }
            // Also where nothing was started: an update that follows a failed creation ends well only if the container is.
            if (shouldRun && inputs.Flag("wait"))
                container = await ContainerHealth.WaitAsync(docker, request.Id, inputs, request.Progress, cancellation, mayRecover: wasRunning);
            return await ResultAsync(request.Id, inputs, container, request.OldOutputs.Text("containerLogs"), cancellation);
        }
        catch (DockerApiException failure) when (failure.IsNotFound())
        {
            throw new ProviderException(
                $"Container {inputs.Text("name")} is gone: somebody removed it. Run with --refresh, and it is made again.", failure);
        }
        catch (DockerApiException failure)
        {
            throw await DockerErrors.ExplainContainerAsync(docker, inputs, "updating it", failure, cancellation);
        }
    }

    public async Task DeleteAsync(string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation)
    {
        try
        {
            // Without a grace period Docker is to kill at once, which removing does by itself.
            if (!inputs.Flag("attach") && inputs.Amount("destroyGraceSeconds") is { } grace)
                await docker.CallAsync(
                    "stopping the container",
                    (client, token) => client.Containers.StopContainerAsync(
                        id, new ContainerStopParameters { WaitBeforeKillSeconds = (uint)grace }, token),
                    cancellation,
                    RemoveLimit + TimeSpan.FromSeconds(grace));
            await RemoveAsync(id, inputs.Flag("removeVolumes", true), cancellation);
            if (inputs.Flag("rm"))
                await UntilGoneAsync(id, cancellation);
        }
        catch (DockerApiException failure) when (failure.IsNotFound())
        {
            // Gone is what was wanted.
        }
        catch (DockerApiException failure) when (failure.IsConflict() && failure.Words().Contains("already in progress", StringComparison.Ordinal))
        {
            await UntilGoneAsync(id, cancellation);
        }
        catch (DockerApiException failure)
        {
            throw DockerErrors.Explain($"Removing container {inputs.Text("name") ?? id}", failure);
        }
    }

    public async Task<string?> RecoverAsync(PropertyMap inputs, string operationId, CancellationToken cancellation)
    {
        var found = await docker.CallAsync(
            "looking for what was left behind",
            (client, token) => client.Containers.ListContainersAsync(
                new ContainersListParameters { All = true, Filters = OperationLabel.Filter(operationId) }, token),
            cancellation);
        foreach (var container in found)
            await DeleteAsync(container.ID, PropertyMap.Empty, PropertyMap.Empty, cancellation);
        return found.Count == 0
            ? null
            : $"removed container {string.Join(", ", found.Select(container => container.Names.FirstOrDefault()?.TrimStart('/') ?? container.ID[..12]))}, "
                + "which an interrupted update had left half made";
    }

    /// <summary>
    /// An engine that is stopped while it creates a container can keep a dead one under that name, which nobody can ever start.
    /// Only one that this engine made (by its label) is taken away.
    /// </summary>
    private async Task<bool> RemoveDeadAsync(string name, CancellationToken cancellation)
    {
        var labelled = await docker.CallAsync(
            "looking for a dead container of that name",
            (client, token) => client.Containers.ListContainersAsync(new ContainersListParameters { All = true }, token),
            cancellation);
        var dead = labelled.FirstOrDefault(container =>
            container.State == "dead" && container.Names.Contains($"/{name}") && container.Labels.ContainsKey(OperationLabel.Name));
        if (dead is null)
            return false;
        await DeleteAsync(dead.ID, PropertyMap.Empty, PropertyMap.Empty, cancellation);
        return true;
    }

    private async Task<string> MakeAsync(CreateRequest request, CancellationToken cancellation)
    {
        var inputs = request.Inputs;
        var image = inputs.Text("image")!;
        for (var isPulled = false; ; isPulled = true)
            try
            {
                var created = await docker.CallAsync(
                    "creating the container",
                    (client, token) => client.Containers.CreateContainerAsync(
                        ContainerRequest.Create(inputs, request.OperationId, docker.ApiVersion), token),
                    cancellation);
                return created.ID;
            }
            catch (DockerApiException failure) when (failure.StatusCode == HttpStatusCode.Conflict && !isPulled)
            {
                if (!await RemoveDeadAsync(inputs.Text("name")!, cancellation))
                    throw await DockerErrors.ExplainContainerAsync(docker, inputs, "creating it", failure, cancellation);
            }
            catch (DockerApiException failure) when (!isPulled && failure.IsNotFound()
                && failure.Words().Contains("No such image", StringComparison.OrdinalIgnoreCase)
                && !image.StartsWith("sha256:", StringComparison.Ordinal))
            {
                await images.PullAsync(image, inputs.Text("platform"), request.Progress, cancellation);
            }
            catch (DockerApiException failure)
            {
                var explained = await DockerErrors.ExplainContainerAsync(docker, inputs, "creating it", failure, cancellation);
                if (failure.StatusCode >= HttpStatusCode.InternalServerError)
                    await RemoveMadeAllTheSameAsync(request, explained, cancellation);
                throw explained;
            }
    }

    // An engine that is going down may have made the container, and say that it failed. Where it then fails to tell of what it has,
    // that is as good as no answer: the next update has to look.
    private async Task RemoveMadeAllTheSameAsync(CreateRequest request, ProviderException explained, CancellationToken cancellation)
    {
        try
        {
            await RecoverAsync(request.Inputs, request.OperationId, cancellation);
        }
        catch (Exception failure) when (failure is DockerApiException or ProviderException)
        {
            throw new ProviderUnreachableException(explained.Message, failure);
        }
    }

    private Task<bool> StartAsync(string id, CancellationToken cancellation) => docker.CallAsync(
        "starting the container",
        (client, token) => client.Containers.StartContainerAsync(id, new ContainerStartParameters(), token),
        cancellation,
        StartLimit);

    private async Task<string?> AttachAsync(string id, PropertyMap inputs, Action<string> progress, CancellationToken cancellation)
    {
        progress("waiting until it is done");
        // A container that ends by itself may take any time; the operation's own limit applies.
        await docker.CallAsync(
            "waiting for its end", (client, token) => client.Containers.WaitContainerAsync(id, token), cancellation, TimeSpan.FromDays(1));
        return inputs.Flag("logs")
            ? await ContainerLogs.ReadAsync(docker, id, inputs.Flag("tty"), "all", cancellation)
            : null;
    }

    private async Task<ResourceResult> ResultAsync(
        string id, PropertyMap inputs, ContainerInspectResponse? container, string? logs, CancellationToken cancellation)
    {
        try
        {
            container ??= await InspectAsync(id, cancellation);
        }
        catch (DockerApiException failure) when (failure.IsNotFound() && inputs.Flag("rm"))
        {
            // It has done its work and removed itself.
            return new ResourceResult(id, ContainerState.WithoutNotes(inputs));
        }
        var shouldRun = inputs.Flag("start", true) && inputs.Flag("mustRun", true) && !inputs.Flag("attach");
        if (shouldRun && container.State is { Running: false, Restarting: false })
            throw await ContainerHealth.ExitedAsync(docker, container, inputs, cancellation);
        return new ResourceResult(id, ContainerState.Outputs(inputs, container, logs));
    }

    /// <summary>
    /// A container that has all its networks and files can be started by the next update, so its id goes into the state.
    /// One that lacks some would then be started without: it is taken away again.
    /// </summary>
    private async Task<ProviderException> FailedAsync(string id, PropertyMap inputs, bool isComplete, ProviderException failure)
    {
        if (!isComplete && failure is not ProviderUnreachableException)
            try
            {
                await RemoveAsync(id, removeVolumes: true, CancellationToken.None);
                return failure;
            }
            catch (Exception removing) when (removing is DockerApiException or ProviderException)
            {
                // It is still there, and is recorded as such.
            }
        var outputs = ContainerState.WithoutNotes(inputs);
        if (failure is not ProviderUnreachableException)
            try
            {
                if (await FindAsync(id, CancellationToken.None) is { } container)
                    outputs = ContainerState.Outputs(inputs, container);
            }
            catch (Exception reading) when (reading is DockerApiException or ProviderException)
            {
                // The first failure is the one to tell.
            }
        return new PartialResourceException(id, outputs, failure.Message, failure);
    }

    private Task<ContainerInspectResponse> InspectAsync(string id, CancellationToken cancellation) => docker.CallAsync(
        "looking at the container", (client, token) => client.Containers.InspectContainerAsync(id, token), cancellation);

    private async Task<ContainerInspectResponse?> FindAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await InspectAsync(id, cancellation);
        }
        catch (DockerApiException failure) when (failure.IsNotFound())
        {
            return null;
        }
    }

    private Task RemoveAsync(string id, bool removeVolumes, CancellationToken cancellation) => docker.CallAsync(
        "removing the container",
        (client, token) => client.Containers.RemoveContainerAsync(
            id, new ContainerRemoveParameters { Force = true, RemoveVolumes = removeVolumes }, token),
        cancellation,
        RemoveLimit);

    private async Task UntilGoneAsync(string id, CancellationToken cancellation)
    {
        var gone = await Retry.UntilAsync(async () => await FindAsync(id, cancellation) is null, Retry.RemovalLimit, cancellation);
        if (!gone)
            throw new ProviderException(string.Create(
                CultureInfo.InvariantCulture,
                $"Container {id[..Math.Min(12, id.Length)]} is still being removed by Docker after {Retry.RemovalLimit.TotalSeconds:0} s. Run again; if it stays, restart Docker."));
    }
}
