using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>
/// The built program and engine on a stack of their own: a project folder, a state folder, a name prefix and free ports
/// that nothing else uses, so that tests run beside a developer's sandbox. Everything is removed at the end.
/// </summary>
public sealed class SandboxProject : IAsyncDisposable
{
    public const string Passphrase = "end to end";

    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    public SandboxProject()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("phlo-e2e-").FullName;
        Stack = "e2e-" + Convert.ToHexStringLower(Guid.NewGuid().ToByteArray())[..6];
        PrometheusPort = FreePort.Find(IPAddress.Loopback);
        AlertmanagerPort = FreePort.Find(IPAddress.Loopback);
        File.WriteAllText(Path.Combine(Directory, "Pulumi.yaml"), ProjectFile());
        Set("environment", "sandbox");
        Set("prometheusPort", PrometheusPort);
        Set("alertmanagerPort", AlertmanagerPort);
    }

    public string Directory { get; }
    public string Stack { get; }
    public int PrometheusPort { get; }
    public int AlertmanagerPort { get; }
    public string StackFile => Path.Combine(Directory, $"Pulumi.{Stack}.yaml");
    public string StateFile => Path.Combine(Directory, "state", ".pulumi", "stacks", "phlo-observability", $"{Stack}.json");

    /// <summary>The Docker engine to use instead of the machine's.</summary>
    public string? DockerHost { get; init; }

    /// <summary>Container name of one of the stack's services.</summary>
    public string Container(string service) => $"phlo-{Stack}-{service}";

    public void Set(string key, string value) => SetYaml(key, $"\"{value}\"");

    public void Set(string key, int value) => SetYaml(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Another image than the sandbox's own for one service.</summary>
    public void SetImage(string service, string reference) => SetYaml("images", $"{{ {service}: \"{reference}\" }}");

    public void SetImages(IReadOnlyDictionary<string, string> references) =>
        SetYaml("images", $"{{ {string.Join(", ", references.Select(reference => $"{reference.Key}: \"{reference.Value}\""))} }}");

    /// <summary>Lets prod's gate pass what these rules are against.</summary>
    public void SetWaivers(params string[] rules) =>
        SetYaml("gateWaivers", $"{{ {string.Join(", ", rules.Select(rule => $"{rule}: \"a stack that lives for a test\""))} }}");

    public void SetRotation(string name, int count) => SetYaml("rotations", $"{{ {name}: {count} }}");

    public void ResetImages() => SetYaml("images", "{}");

    /// <summary>The same settings, keys in the opposite order.</summary>
    public void ReverseStackFile() => WriteStackFile(_settings.Reverse());

    public Task<ToolResult> UpAsync(params string[] flags) => RunAsync(["up", "--yes", "--skip-preview", .. flags]);

    public async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await process.ResultAsync();
    }

    public RunningCommand Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    public RunningCommand Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        string[] all = [SourceTree.Engine, .. arguments, "--cwd", Directory, "--stack", Stack, "--non-interactive"];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PULUMI_BACKEND_URL"] = "file://" + Path.Combine(Directory, "state");
        start.Environment["PULUMI_CONFIG_PASSPHRASE"] = Passphrase;
        start.Environment.Remove("PULUMI_CONFIG_PASSPHRASE_FILE");
        if (DockerHost is not null)
        {
            start.Environment["DOCKER_HOST"] = DockerHost;
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "state"));
        return new RunningCommand(Process.Start(start)!);
    }

    public DockerClient Docker() => DockerHost is null
        ? new DockerClientBuilder().Build()
        : new DockerClientBuilder().WithEndpoint(new Uri(DockerHost)).Build();

    /// <summary>Everything in Docker that carries this stack's name prefix: containers, networks and volumes.</summary>
    public async Task<Leftovers> FindAsync()
    {
        using var docker = Docker();
        var prefix = $"phlo-{Stack}";
        var containers = await docker.Containers.ListContainersAsync(new ContainersListParameters { All = true });
        var networks = await docker.Networks.ListNetworksAsync();
        var volumes = await docker.Volumes.ListAsync(new VolumesListParameters());
        return new Leftovers(
            [.. containers.Where(c => c.Names.Any(n => n.TrimStart('/').StartsWith(prefix, StringComparison.Ordinal))).Select(c => c.Names[0].TrimStart('/')).Order()],
            [.. networks.Where(n => n.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n.Name).Order()],
            [.. (volumes.Volumes ?? []).Where(v => v.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(v => v.Name).Order()]);
    }

    public async Task<JsonElement> PrometheusAsync(string path)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri($"http://127.0.0.1:{PrometheusPort}{path}"));
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveFromDockerAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>Not by the engine under test: what it left must not stay because it failed.</summary>
    private async Task RemoveFromDockerAsync()
    {
        try
        {
            using var docker = Docker();
            var left = await FindAsync();
            foreach (var container in left.Containers)
            {
                await docker.Containers.RemoveContainerAsync(container, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
            }

            foreach (var network in left.Networks)
            {
                await docker.Networks.DeleteNetworkAsync(network);
            }

            foreach (var volume in left.Volumes)
            {
                await docker.Volumes.RemoveAsync(volume, force: true);
            }
        }
        catch (Exception exception) when (exception is DockerApiException or HttpRequestException or IOException or TimeoutException)
        {
            TestContext.Current.AddWarning($"Could not clean up after stack {Stack}: {exception.Message}");
        }
    }

    private static string ProjectFile()
    {
        var lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "Pulumi.yaml")).ToList();
        var runtime = lines.FindIndex(line => line.StartsWith("runtime:", StringComparison.Ordinal));
        var end = runtime + 1;
        while (end < lines.Count && lines[end].StartsWith(' '))
        {
            end++;
        }

        lines.RemoveRange(runtime, end - runtime);
        lines.InsertRange(runtime, ["runtime:", "  name: dotnet", "  options:", $"    binary: {SourceTree.Program}"]);
        return string.Join('\n', lines) + '\n';
    }

    private void SetYaml(string key, string value)
    {
        _settings[key] = value;
        WriteStackFile(_settings);
    }

    private void WriteStackFile(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var text = new StringBuilder("config:\n");
        foreach (var (key, value) in settings)
        {
            text.Append("  phlo-observability:").Append(key).Append(": ").Append(value).Append('\n');
        }

        File.WriteAllText(StackFile, text.ToString());
    }
}

/// <summary>What of a stack is in Docker, by name.</summary>
public sealed record Leftovers(IReadOnlyList<string> Containers, IReadOnlyList<string> Networks, IReadOnlyList<string> Volumes)
{
    public int Count => Containers.Count + Networks.Count + Volumes.Count;

    public override string ToString() => string.Join(", ", [.. Containers, .. Networks, .. Volumes]);
}
