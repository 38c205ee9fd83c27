namespace Infra.Tests.Support;

/// <summary>A command of the system that checks what we render: promtool, amtool.</summary>
internal static class Checker
{
    /// <summary>Runs a command that has to succeed, and answers what it said.</summary>
    public static async Task<string> AcceptsAsync(string folder, string command, params string[] arguments)
    {
        Assert.SkipUnless(ToolProcess.Exists(command), $"{command} is not installed.");

        var result = await ToolProcess.RunAsync(command, arguments, folder);
        Assert.True(result.ExitCode == 0, $"{command} {string.Join(' ', arguments)} does not accept this: {result.All}");
        return result.Output;
    }
}
