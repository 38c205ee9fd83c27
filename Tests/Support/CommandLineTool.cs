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
        var result = await ToolProcess.RunAsync(name, arguments);
        Assert.True(result.ExitCode == 0, $"{name} failed: {result.All}");
        return result.Output;
    }
}
