using System.Diagnostics;
using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>
/// Waits until a container is healthy. Unlike the official provider it does not wait for the limit when the container
/// has turned unhealthy, has exited or keeps restarting.
/// </summary>
internal static class ContainerHealth
{
    private const long DefaultLimit = 60;

    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(1);

    /// <summary>One restart is forgiven: what it needs may have come up a moment later.</summary>
    private const long ForgivenRestarts = 1;

    /// <param name="mayRecover">It has been running for a while, so that being unhealthy now says nothing of what has just been changed.</param>
    public static async Task<ContainerInspectResponse> WaitAsync(
        DockerConnection docker,
        string id,
        PropertyMap inputs,
        Action<string> progress,
        CancellationToken cancellation,
        bool mayRecover = false)
    {
        var limit = TimeSpan.FromSeconds(inputs.Amount("waitTimeout") ?? DefaultLimit);
        var waited = Stopwatch.StartNew();
        progress("waiting until healthy");
        while (true)
        {
            var container = await docker.CallAsync(
                "looking at the container's health", (client, token) => client.Containers.InspectContainerAsync(id, token), cancellation);
            if (await VerdictAsync(docker, container, inputs, mayRecover, cancellation))
                return container;
            if (waited.Elapsed > limit)
                throw new ProviderException(
                    $"Container {inputs.Text("name")} did not become healthy within {limit.TotalSeconds:0} s (waitTimeout). "
                    + LastProbe(container, inputs) + await ContainerLogs.LastLinesAsync(docker, id, inputs, cancellation));
            await Task.Delay(Pause(waited.Elapsed), cancellation);
        }
    }

    /// <summary>
    /// Gives a container without a health check the moment in which one that cannot work exits: until then Docker calls it
    /// running. The official provider looks once, calls it created and shows at the next update that it has to run.
    /// </summary>
    public static async Task SettleAsync(DockerConnection docker, string id, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < SettlingTime)
        {
            await Task.Delay(SettlingTime / 10, cancellation);
            try
            {
                var container = await docker.CallAsync(
                    "looking whether the container stays up", (client, token) => client.Containers.InspectContainerAsync(id, token), cancellation);
                if (!container.State!.Running)
                    return;
            }
            catch (DockerApiException failure) when (failure.IsNotFound())
            {
                return;
            }
        }
    }

    /// <summary>Why a container does not run, for a message.</summary>
    public static async Task<ProviderException> ExitedAsync(
        DockerConnection docker, ContainerInspectResponse container, PropertyMap inputs, CancellationToken cancellation)
    {
        var state = container.State!;
        var killed = state.OOMKilled ? ", killed because it took more memory than its limit" : "";
        var error = string.IsNullOrEmpty(state.Error) ? "" : $" ({state.Error.TrimEnd('.')})";
        return new ProviderException(string.Create(
            CultureInfo.InvariantCulture,
            $"Container {inputs.Text("name")} should run and has exited with code {state.ExitCode}{killed}{error}. ")
            + await ContainerLogs.LastLinesAsync(docker, container.ID, inputs, cancellation));
    }

    /// <summary>Whether it is healthy; throws where it will not become so.</summary>
    private static async Task<bool> VerdictAsync(
        DockerConnection docker, ContainerInspectResponse container, PropertyMap inputs, bool mayRecover, CancellationToken cancellation)
    {
        var (name, state) = (inputs.Text("name"), container.State!);
        if (!state.Running && !state.Restarting)
            throw await ExitedAsync(docker, container, inputs, cancellation);
        if (!mayRecover && container.RestartCount > ForgivenRestarts)
            throw new ProviderException(string.Create(
                CultureInfo.InvariantCulture,
                $"Container {name} keeps exiting (restarted {container.RestartCount} times, last exit code {state.ExitCode}). ")
                + await ContainerLogs.LastLinesAsync(docker, container.ID, inputs, cancellation));
        // Between two runs Docker calls it unhealthy, which says no more than that it does not run.
        if (state.Restarting)
            return false;
        switch (state.Health?.Status)
        {
            case "healthy":
                return true;
            case "unhealthy" when !mayRecover:
                throw new ProviderException(
                    $"Container {name} is unhealthy. {LastProbe(container, inputs)}"
                    + await ContainerLogs.LastLinesAsync(docker, container.ID, inputs, cancellation));
            case null or "" or "none":
                throw new ProviderException(
                    $"Container {name} has wait set, and no health check to wait for: give it a healthcheck, or leave wait off.");
            default:
                return false;
        }
    }

    private static string LastProbe(ContainerInspectResponse container, PropertyMap inputs)
    {
        if (container.State?.Health?.Log is not { Count: > 0 } log)
            return "Its health check has not run yet. ";
        var last = log[^1];
        var output = string.IsNullOrWhiteSpace(last.Output) ? "and wrote nothing" : "and wrote: " + ContainerLogs.Redact(last.Output.Trim(), inputs);
        return string.Create(CultureInfo.InvariantCulture, $"Its health check ended with code {last.ExitCode} {output}\n");
    }

    // At first no check has run yet, and what starts needs the processors that asking would take.
    private static TimeSpan Pause(TimeSpan waited) => TimeSpan.FromMilliseconds(waited.TotalSeconds switch
    {
        < 1 => 250,
        < 5 => 100,
        < 20 => 250,
        _ => 1000,
    });
}
