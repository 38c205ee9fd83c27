using Infra.Tests.Support;

namespace Infra.Tests.Eng;

/// <summary>
/// A copy of the project's scripts in a folder of its own, run as real processes that see a home folder and a PATH with
/// nothing but what the test has put there: the basic tools of the system and programs that the test makes up.
/// </summary>
internal sealed class ScriptSandbox : IDisposable
{
    private static readonly string[] BasicTools =
    [
        "awk", "base64", "basename", "bash", "cat", "chmod", "comm", "cp", "cut", "date", "dirname", "env", "find", "flock", "grep", "head",
        "id", "join", "ln", "ls", "mkdir", "mktemp", "mv", "nohup", "nproc", "readlink", "rm", "sed", "setsid", "sh", "sha1sum", "sha256sum",
        "sleep", "sort", "tail", "tar", "timeout", "touch", "tr", "uname", "xargs",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("phlo-test-scripts-").FullName;

    public ScriptSandbox()
    {
        foreach (var folder in new[] { Root, Home, Bin })
            Directory.CreateDirectory(folder);
        Copy("infra");
        foreach (var script in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "eng"), "*.sh", SearchOption.AllDirectories))
            Copy(Path.GetRelativePath(SourceTree.Root, script));
        foreach (var tool in BasicTools)
        {
            if (ToolProcess.FindOnPath(tool) is { } real)
                File.CreateSymbolicLink(Path.Combine(Bin, tool), real);
        }
        // Some tests run a script as another user.
        foreach (var folder in new[] { _folder, Root, Home, Bin })
            ForEveryone(folder);
    }

    /// <summary>The copy of the project.</summary>
    public string Root => Path.Combine(_folder, "project");

    public string Home => Path.Combine(_folder, "home");

    private string Bin => Path.Combine(_folder, "bin");

    public static UnixFileMode ModeOf(string file) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);

    /// <summary>Makes up a program on the PATH.</summary>
    public void Program(string name, string script) => Executable(Path.Combine(Bin, name), script);

    public void Remove(string name) => File.Delete(Path.Combine(Bin, name));

    public static void Executable(string file, string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"#!/bin/bash\n{script}\n");
        ForEveryone(file);
    }

    /// <summary>Writes a file of the project.</summary>
    public string Source(string path, string content = "")
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    public Task<ToolResult> RunAsync(string script, params string[] arguments) => RunWithAsync(script, [], arguments);

    public Task<ToolResult> RunWithAsync(string script, Dictionary<string, string> environment, params string[] arguments) =>
        StartAsync(Path.Combine(Root, script), arguments, environment, Root);

    /// <summary>Runs bash with the scripts' own functions.</summary>
    public Task<ToolResult> BashAsync(string commands) => StartAsync(Path.Combine(Bin, "bash"), ["-c", commands], [], Root);

    /// <summary>Runs a script as a user who is not root.</summary>
    public Task<ToolResult> RunWithoutRootAsync(string script, params string[] arguments)
    {
        var file = Path.Combine(Root, script);
        return Environment.IsPrivilegedProcess
            ? StartAsync(ToolProcess.FindOnPath("setpriv")!, ["--reuid=65534", "--regid=65534", "--clear-groups", file, .. arguments], [], Root)
            : StartAsync(file, arguments, [], Root);
    }

    /// <summary>Runs any program with nothing but the sandbox around it.</summary>
    public Task<ToolResult> StartAsync(
        string file, IEnumerable<string> arguments, Dictionary<string, string> environment, string directory)
    {
        var own = Environment.GetEnvironmentVariables().Keys.Cast<string>().ToDictionary(name => name, string? (_) => null);
        own["PATH"] = Bin;
        own["HOME"] = Home;
        foreach (var (name, value) in environment)
            own[name] = value;
        return ToolProcess.RunAsync(file, arguments, directory, own);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void ForEveryone(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
    }

    private void Copy(string path)
    {
        var copy = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(Path.Combine(SourceTree.Root, path), copy);
    }
}
