using System.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>
/// A second Docker engine with folders, a socket and a network namespace of its own, for tests that stop it. Without the
/// namespace the two engines would fight for the bridge and the firewall rules.
/// </summary>
internal sealed class PrivateDockerEngine : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("phlo-dockerd-").FullName;
    private Process? _process;

    public string Host => $"unix://{_directory}/docker.sock";

    public static bool CanStart => Environment.UserName == "root" && new[] { "dockerd", "unshare", "ip" }.All(ToolProcess.Exists);

    public async Task StartAsync()
    {
        var arguments = $"--host {Host} --data-root {_directory}/data --exec-root {_directory}/exec --pidfile {_directory}/pid --log-level error";
        var start = new ProcessStartInfo("unshare", ["--net", "sh", "-c", $"ip link set lo up && exec dockerd {arguments}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilItAnswersAsync();
    }

    /// <summary>
    /// SIGTERM, as the service manager stops it: containers are stopped with it. A container that it was just starting is left
    /// mounted (20.10 mounts after its clean-up), which no next engine could remove; a machine that restarts forgets its mounts too.
    /// </summary>
    public async Task StopAsync()
    {
        if (_process is null || _process.HasExited)
        {
            return;
        }

        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        await UnmountAsync();
    }

    /// <summary>Brings images of the machine's own engine over.</summary>
    public async Task CopyImagesAsync(params string[] names)
    {
        using var from = new DockerClientBuilder().Build();
        using var to = new DockerClientBuilder().WithEndpoint(new Uri(Host)).Build();
        await using var images = await from.Images.SaveImagesAsync(names);
        await to.Images.LoadImageAsync(new ImageLoadParameters { Quiet = true }, images, new Progress<JSONMessage>());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        // Once more, for an engine that ended by itself: nothing of the machine's may hang below what is deleted.
        await UnmountAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task UnmountAsync()
    {
        using var unmount = Process.Start("sh", ["-c", $"grep -o ' {_directory}[^ ]*' /proc/mounts | xargs -r umount --lazy"]);
        await unmount.WaitForExitAsync();
    }

    private async Task WaitUntilItAnswersAsync()
    {
        using var docker = new DockerClientBuilder().WithEndpoint(new Uri(Host)).Build();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await docker.System.PingAsync();
                return;
            }
            catch (Exception exception) when (attempt < 300 && exception is HttpRequestException or IOException or DockerApiException or TimeoutException)
            {
                Assert.False(_process!.HasExited, "the private Docker engine did not start");
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
