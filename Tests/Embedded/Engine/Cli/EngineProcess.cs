using System.Diagnostics;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Cli;

/// <summary>The engine's command as a process of its own, with state and home in a test's folder.</summary>
internal sealed class EngineProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private EngineProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public StreamWriter Input => _process.StandardInput;

    /// <param name="passphrase">Null for none.</param>
    public static EngineProcess Start(string directory, string? passphrase, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "infra-engine.dll"), .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PULUMI_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["PULUMI_BACKEND_URL"] = "file://" + directory;
        start.Environment["PULUMI_HOME"] = Path.Combine(directory, "home");
        start.Environment["PULUMI_CONFIG_PASSPHRASE"] = passphrase;
        if (passphrase is null)
            start.Environment.Remove("PULUMI_CONFIG_PASSPHRASE");
        return new EngineProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end, with nothing on its standard input.</summary>
    public static async Task<ToolResult> RunAsync(
        string directory, string? passphrase, params string[] arguments)
    {
        using var process = Start(directory, passphrase, arguments);
        process.Input.Close();
        return await process.WaitAsync();
    }

    public async Task<ToolResult> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ToolResult(_process.ExitCode, await _output, await _error);
    }

    public bool HasExited => _process.HasExited;

    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
