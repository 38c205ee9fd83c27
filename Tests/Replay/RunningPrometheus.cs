using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Infra.Tests.Support;

namespace Infra.Tests.Replay;

/// <summary>The distribution's Prometheus, with a configuration of ours.</summary>
internal sealed class RunningPrometheus : IAsyncDisposable
{
    public const string Program = "prometheus";

    private readonly TemporaryDirectory _folder;
    private readonly Process _process;
    private readonly HttpClient _client;

    private RunningPrometheus(TemporaryDirectory folder, Process process, HttpClient client) => (_folder, _process, _client) = (folder, process, client);

    /// <param name="folder">Has the configuration and the files that it names; it is removed in the end.</param>
    /// <param name="config">The configuration's name in it.</param>
    public static async Task<RunningPrometheus> StartAsync(TemporaryDirectory folder, string config)
    {
        ToolProcess.SkipUnlessInstalled(Program);
        var address = $"127.0.0.1:{FreePort.Find(IPAddress.Loopback)}";
        var process = Process.Start(new ProcessStartInfo(
            Program,
            [
                $"--config.file={folder.File(config)}", $"--storage.tsdb.path={folder.File("data")}", $"--web.listen-address={address}",
                "--web.enable-remote-write-receiver", "--enable-feature=exemplar-storage,extra-scrape-metrics",
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var log = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        var prometheus = new RunningPrometheus(folder, process, new HttpClient { BaseAddress = new Uri($"http://{address}") });
        try
        {
            while (!await prometheus.IsReadyAsync())
            {
                Assert.False(process.HasExited, process.HasExited ? await log : "");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
            }
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }

        return prometheus;
    }

    /// <summary>The <c>data</c> of an answer of its API.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(response.IsSuccessStatusCode, $"{path}: {body.RootElement}");
        return body.RootElement.GetProperty("data").Clone();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _client.GetAsync("/-/ready", TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
