using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Infra.Bench;

/// <summary>
/// A project folder with a stack and a state of its own, so that nothing that is deployed on this machine is touched.
/// </summary>
internal sealed class BenchProject : IDisposable
{
    private BenchProject(string root, string folder, string stack, string prefix)
    {
        Root = root;
        Stack = stack;
        Folder = folder;
        Prefix = prefix;
    }

    /// <summary>The source tree.</summary>
    public string Root { get; }

    public string Folder { get; }

    public string Stack { get; }

    /// <summary>What all names in Docker begin with.</summary>
    public string Prefix { get; }

    public Dictionary<string, string> Environment => new()
    {
        ["PULUMI_BACKEND_URL"] = $"file://{Folder}/state",
        ["PULUMI_CONFIG_PASSPHRASE"] = "a passphrase for benchmarks",
        ["PULUMI_CONFIG_PASSPHRASE_FILE"] = "",
    };

    /// <summary>The real program, as a sandbox under other names and on other ports.</summary>
    public static BenchProject Sandbox(string root)
    {
        var project = Create(root, "sandbox", "bench");
        project.Write(
            Definition(root),
            "phlo-observability",
            ("environment", "sandbox"),
            ("namePrefix", project.Prefix),
            ("prometheusPort", FreePort()),
            ("alertmanagerPort", FreePort()));
        return project;
    }

    /// <summary>The real program, as the stack that is in the source tree under this name, with these secrets besides.</summary>
    public static async Task<BenchProject> StackAsync(
        string root, string stack, IEnumerable<KeyValuePair<string, string>> secrets, CancellationToken cancellation)
    {
        var project = Create(root, stack, stack);
        File.WriteAllText(Path.Combine(project.Folder, "Pulumi.yaml"), Definition(root));
        File.Copy(Path.Combine(root, $"Pulumi.{stack}.yaml"), Path.Combine(project.Folder, $"Pulumi.{stack}.yaml"));
        await TimedProcess.TimeAsync(project.Engine("config", "set", "namePrefix", project.Prefix), cancellation);
        foreach (var (key, value) in secrets)
            await TimedProcess.TimeAsync(project.Engine("config", "set", "--secret", key, value), cancellation);
        return project;
    }

    /// <summary>The synthetic program with so many containers.</summary>
    public static BenchProject Synthetic(string root, int containers)
    {
        var project = Create(root, "synthetic", "bench");
        project.Write(
            $"name: synthetic\n{Runtime(root, "Synthetic", "Synthetic.dll")}",
            "synthetic",
            ("prefix", project.Prefix),
            ("image", "bench:local"),
            ("containers", containers.ToString(CultureInfo.InvariantCulture)));
        return project;
    }

    /// <summary>The engine's own command, without the script before it.</summary>
    public Command Engine(params string[] arguments) => new(
        "dotnet", [Path.Combine(Root, "artifacts/bin/Engine/release/infra-engine.dll"), .. arguments, "--stack", Stack], Folder, Environment);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static BenchProject Create(string root, string purpose, string stack)
    {
        var folder = Directory.CreateTempSubdirectory($"infra-bench-{purpose}-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "state"));
        return new BenchProject(root, folder, stack, $"phlo-bench-{Guid.NewGuid().ToString("N")[..6]}");
    }

    // The tree's, but with the program as it is built.
    private static string Definition(string root) => File.ReadAllText(Path.Combine(root, "Pulumi.yaml"))
        .Replace("runtime: dotnet\n", Runtime(root, "Infra", "Infra.dll"), StringComparison.Ordinal);

    private static string Runtime(string root, string project, string assembly) =>
        $"runtime:\n  name: dotnet\n  options:\n    binary: {Path.Combine(root, "artifacts/bin", project, "release", assembly)}\n";

    private static string FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
    }

    private void Write(string definition, string name, params (string Key, string Value)[] settings)
    {
        File.WriteAllText(Path.Combine(Folder, "Pulumi.yaml"), definition);
        File.WriteAllText(
            Path.Combine(Folder, $"Pulumi.{Stack}.yaml"),
            $"config:\n{string.Concat(settings.Select(setting => $"  {name}:{setting.Key}: \"{setting.Value}\"\n"))}");
    }
}
