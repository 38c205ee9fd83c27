using System.Diagnostics;
using System.Net;

namespace Infra.Tests.Support;

/// <summary>A server of the operating system's own packages, with a folder of its own, on a port of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _log;

    private ServerProcess(Process process, Task<string> log, string address) => (_process, _log, Address) = (process, log, address);

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <param name="program">The program, from the path.</param>
    /// <param name="arguments">Its arguments, given its address.</param>
    /// <param name="readyPath">What answers with success once it is ready.</param>
    public static async Task<ServerProcess> StartAsync(string program, Func<string, IEnumerable<string>> arguments, string readyPath)
    {
        using var http = new HttpClient();
        return await StartAsync(
            program, arguments,
            async address => (await http.GetAsync(new Uri($"http://{address}{readyPath}"), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode());
    }

    /// <inheritdoc cref="StartAsync(string, Func{string, IEnumerable{string}}, string)"/>
    /// <param name="isReady">Throws until it is ready, given its address.</param>
    public static async Task<ServerProcess> StartAsync(string program, Func<string, IEnumerable<string>> arguments, Func<string, Task> isReady)
    {
        ToolProcess.SkipUnlessInstalled(program);
        var address = $"127.0.0.1:{FreePort.Find(IPAddress.Loopback)}";
        var process = Process.Start(new ProcessStartInfo(program, arguments(address)) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var log = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        await Eventually.SucceedsAsync(async () =>
        {
            if (process.HasExited)
                Assert.Fail($"{program} has ended: {await log}");
            await isReady(address);
        });
        return new ServerProcess(process, log, address);
    }

    /// <summary>Ends it, and gives what it has said.</summary>
    public async Task<string> StopAsync()
    {
        _process.Kill(entireProcessTree: true);
        return await _log;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
