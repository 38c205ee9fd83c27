using System.Diagnostics;

namespace Infra.Tests.Support;

/// <summary>Exit code and both streams of a finished command.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Everything, for the message of a failed assertion.</summary>
    public string All => $"exit code {ExitCode}\n{Output}\n{Error}";

    public ToolResult ShouldSucceed(string command = "the command")
    {
        Assert.True(ExitCode == 0, $"{command} failed: {All}");
        return this;
    }

    public ToolResult ShouldFail(int exitCode, params string[] saying)
    {
        Assert.True(ExitCode == exitCode, $"expected exit code {exitCode}: {All}");
        foreach (var text in saying)
            Assert.True(All.Contains(text, StringComparison.Ordinal), $"'{text}' is not said: {All}");
        Assert.DoesNotContain("   at ", All);
        return this;
    }
}

/// <summary>Runs other programs to their end.</summary>
internal static class ToolProcess
{
    /// <param name="environment">Set in addition to the test's own environment; null removes a variable.</param>
    /// <param name="input">What it can read from its standard input.</param>
    public static async Task<ToolResult> RunAsync(
        string tool,
        IEnumerable<string> arguments,
        string? directory = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? limit = null,
        string? input = null)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        cancellation.CancelAfter(limit ?? TimeSpan.FromMinutes(5));
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        if (input is not null)
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation.Token);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{tool} {string.Join(' ', arguments)}' did not end. It said:\n{await output}\n{await error}");
        }
        return new ToolResult(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a program that has to succeed, and returns what it writes.</summary>
    public static Task<string> AcceptsAsync(string tool, params string[] arguments) => AcceptsInAsync(null, tool, arguments);

    /// <inheritdoc cref="AcceptsAsync"/>
    /// <param name="directory">The folder that it runs in; null for the test's own.</param>
    public static async Task<string> AcceptsInAsync(string? directory, string tool, params string[] arguments)
    {
        SkipUnlessInstalled(tool);
        var result = await RunAsync(tool, arguments, directory);
        return result.ShouldSucceed($"{tool} {string.Join(' ', arguments)}").Output;
    }

    public static void SkipUnlessInstalled(string tool) => Assert.SkipUnless(Exists(tool), $"'{tool}' is not installed on this machine.");

    /// <summary>Whether such a program is on the path.</summary>
    public static bool Exists(string tool) => FindOnPath(tool) is not null;

    public static string? FindOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
}
