using System.Diagnostics;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Infra.Tests.EndToEnd;

/// <summary>
/// A second Docker engine with folders and a socket of its own, for tests that stop it. It makes no firewall rules (they
/// would disturb the machine's own engine); published ports go through Docker's user-land proxy.
/// </summary>
internal sealed class PrivateDockerEngine : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("phlo-dockerd-").FullName;
    private Process? _process;

    public string Host => $"unix://{_directory}/docker.sock";

    public static bool CanStart => Environment.UserName == "root" && Dockerd is not null;

    private static string? Dockerd => new[] { "/usr/sbin/dockerd", "/usr/bin/dockerd", "/usr/local/bin/dockerd" }.FirstOrDefault(File.Exists);

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Dockerd!) { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            "--host", Host, "--data-root", $"{_directory}/data", "--exec-root", $"{_directory}/exec", "--pidfile", $"{_directory}/pid",
            "--bridge", "none", "--iptables=false", "--ip6tables=false", "--log-level", "error",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilItAnswersAsync();
    }

    /// <summary>SIGTERM, as the service manager stops it: containers are stopped with it.</summary>
    public async Task StopAsync()
    {
        if (_process is null || _process.HasExited)
        {
            return;
        }

        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
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
        using var remove = Process.Start("sh", ["-c", $"grep -o ' {_directory}[^ ]*' /proc/mounts | xargs -r umount -l; rm -rf {_directory}"]);
        await remove.WaitForExitAsync();
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
