using System.Diagnostics;

namespace Infra.Tests.Support;

/// <summary>Programs of the machine that a test asks for a second opinion.</summary>
internal static class CommandLineTool
{
    public static void SkipUnlessInstalled(string name) =>
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name))),
            $"'{name}' is not installed on this machine.");

    /// <summary>Runs the program, which has to succeed, and returns what it writes.</summary>
    public static async Task<string> RunAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{name} ended with {process.ExitCode}: {await error}{await output}");
        return await output;
    }
}
