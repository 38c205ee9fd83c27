using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Infra.Bench;

/// <summary>Brings up the sandbox with the engine and the same containers with docker-compose, in turn.</summary>
internal sealed class DeploymentRace(BenchProject project, DockerApi docker)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    public List<double> Engine { get; } = [];
    public List<double> Compose { get; } = [];

    /// <summary>Why docker-compose has no times; null where it has.</summary>
    public string? Missing { get; private set; }

    /// <remarks>Leaves the sandbox up: what is measured next needs it.</remarks>
    public async Task RunAsync(int rounds, CancellationToken cancellation)
    {
        // The first time shows what the containers are, and warms up the machine for both.
        await TimedProcess.TimeAsync(Up(), cancellation);
        var compose = await ComposeAsync(cancellation);
        await DestroyAsync(cancellation);
        for (var round = 0; round < rounds; round++)
        {
            if (compose is not null && round % 2 == 0)
                await MeasureAsync(compose, cancellation);
            Engine.Add(await TimedProcess.TimeAsync(Up(), cancellation));
            await DestroyAsync(cancellation);
            if (compose is not null && round % 2 == 1)
                await MeasureAsync(compose, cancellation);
        }
        await TimedProcess.TimeAsync(Up(), cancellation);
    }

    public Task DestroyAsync(CancellationToken cancellation) =>
        TimedProcess.TimeAsync(project.Engine("destroy", "--yes", "--skip-preview", "--non-interactive"), cancellation);

    private Command Up() => project.Engine("up", "--yes", "--non-interactive");

    private async Task<ComposeProject?> ComposeAsync(CancellationToken cancellation)
    {
        try
        {
            await TimedProcess.TimeAsync(new Command("docker-compose", ["version"], project.Folder, new Dictionary<string, string>()), cancellation);
        }
        catch (Exception exception) when (exception is Win32Exception or BenchException)
        {
            Missing = "docker-compose is not installed";
            return null;
        }
        var running = new List<JsonNode>();
        foreach (var container in await docker.ContainersAsync(project.Prefix, cancellation))
        {
            if ((string?)container!["State"] == "running")
                running.Add(await docker.InspectAsync((string)container["Id"]!, cancellation));
        }
        var file = await new ComposeFile(docker, project.Folder).WriteAsync(running, cancellation);
        return new ComposeProject(file, $"{project.Prefix}-compose", running.Count, running.Count(container => container["Config"]!["Healthcheck"] is not null));
    }

    private async Task MeasureAsync(ComposeProject compose, CancellationToken cancellation)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            await TimedProcess.TimeAsync(compose.Command(project, "up", "-d"), cancellation);
            while (!await IsHealthyAsync(compose, cancellation))
            {
                if (Stopwatch.GetElapsedTime(started) > LongestWait)
                    throw new BenchException($"what docker-compose started was not healthy after {LongestWait.TotalSeconds:0} s");
                await Task.Delay(TimeSpan.FromMilliseconds(25), cancellation);
            }
            Compose.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        finally
        {
            await TimedProcess.TimeAsync(compose.Command(project, "down", "--volumes", "--timeout", "5"), CancellationToken.None);
        }
    }

    private async Task<bool> IsHealthyAsync(ComposeProject compose, CancellationToken cancellation)
    {
        var containers = await docker.ContainersAsync(compose.Name, cancellation);
        return containers.Count(container => (string?)container!["State"] == "running") == compose.Containers &&
            containers.Count(container => ((string?)container!["Status"])?.Contains("(healthy)", StringComparison.Ordinal) == true) == compose.Checked;
    }

    /// <param name="Checked">How many of the containers have a health check.</param>
    private sealed record ComposeProject(string File, string Name, int Containers, int Checked)
    {
        public Command Command(BenchProject project, params string[] arguments) =>
            new("docker-compose", ["--project-name", Name, "--file", File, .. arguments], project.Folder, new Dictionary<string, string>());
    }
}
