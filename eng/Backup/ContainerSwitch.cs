using System.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Infra.Backup;

/// <summary>Stops a service for a while and starts it again, whatever happens in between.</summary>
internal sealed class ContainerSwitch(DockerClient docker, TimeSpan longestStart)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Does something while the container is stopped. One that did not run before stays as it was.</summary>
    public async Task<T> WhileStoppedAsync<T>(DataStore store, Func<Task<T>> act, CancellationToken cancellation)
    {
        if (!store.WasRunning)
            return await act();
        T result;
        try
        {
            // Without a time the container's own grace period counts.
            await docker.Containers.StopContainerAsync(store.Id, new ContainerStopParameters(), cancellation);
            result = await act();
        }
        finally
        {
            // Not for the interrupt to prevent: it interrupts the backup and no service.
            await docker.Containers.StartContainerAsync(store.Id, new ContainerStartParameters(), CancellationToken.None);
        }
        await UntilHealthyAsync(store, cancellation);
        return result;
    }

    private async Task UntilHealthyAsync(DataStore store, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var state = (await docker.Containers.InspectContainerAsync(store.Id, cancellation)).State!;
            if (state.Running && state.Health?.Status is null or "" or "none" or "healthy")
                return;
            if (waited.Elapsed > longestStart)
                throw new BackupException(ExitCode.Failed,
                    $"{store.Service} was started again and is not healthy after {longestStart.TotalSeconds:0} s. Its log says why: docker logs {store.Name}");
            await Task.Delay(Pause, cancellation);
        }
    }
}
