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

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("phlo-test-").FullName;

    public TemporaryFolder Write(IEnumerable<KeyValuePair<string, string>> files)
    {
        foreach (var (name, content) in files)
        {
            var file = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }

        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
