using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd.Attack;

/// <summary>
/// A container with the user, the capabilities and the mounts of the machine that a stack in prod gives to a service, and a shell in
/// place of the service: whoever has broken into it. Removed at the end.
/// </summary>
/// <remarks>The products of prod cannot be had without a registry; to the kernel, what runs in a container makes no difference.</remarks>
internal sealed class PlannedContainer : IAsyncDisposable
{
    private const string Image = "phlo-sandbox/prometheus:local";

    private PlannedContainer(string service, string id, int processId) => (Service, Id, ProcessId) = (service, id, processId);

    public string Service { get; }

    public string Id { get; }

    /// <summary>Its first process, as the machine counts.</summary>
    public int ProcessId { get; }

    public static Task<PlannedContainer> StartAsync(MockedResource service) => StartAsync(service.Name, Flags(service));

    public static async Task<PlannedContainer> StartAsync(string service, IEnumerable<string> flags)
    {
        var id = (await ToolProcess.AcceptsAsync(
            "docker", ["run", "--detach", "--name", DockerEngine.UniqueName("attack-" + service), "--network", "none", .. flags, "--entrypoint", "/bin/sleep", Image, "3600"])).Trim();
        var process = await ToolProcess.AcceptsAsync("docker", "inspect", "--format", "{{.State.Pid}}", id);
        return new PlannedContainer(service, id, int.Parse(process, CultureInfo.InvariantCulture));
    }

    /// <summary>What a command of the shell says in it, errors included; that it fails is no error.</summary>
    public async Task<string> SayAsync(string script)
    {
        var result = await ToolProcess.RunAsync("docker", ["exec", Id, "/bin/sh", "-c", script + " 2>&1"]);
        return result.Output + result.Error;
    }

    public async ValueTask DisposeAsync() => await ToolProcess.RunAsync("docker", ["rm", "--force", "--volumes", Id]);

    private static IEnumerable<string> Flags(MockedResource service)
    {
        yield return $"--user={(string?)service["user"]}";
        if ((bool?)service["readOnly"] == true)
            yield return "--read-only";
        foreach (var drop in Items(service["capabilities"]?["drops"]))
            yield return $"--cap-drop={drop}";
        foreach (var add in Items(service["capabilities"]?["adds"]))
            yield return $"--cap-add={add}";
        foreach (var option in Items(service["securityOpts"]))
            yield return $"--security-opt={option}";
        foreach (var mount in service["mounts"]!.AsArray().Where(mount => (string?)mount!["type"] == "bind"))
            yield return $"--mount=type=bind,source={mount!["source"]},target={mount["target"]}{((bool?)mount["readOnly"] == true ? ",readonly" : "")}";
        foreach (var (path, options) in service["tmpfs"]?.AsObject() ?? [])
            yield return $"--tmpfs={path}:{options}";
    }

    private static IEnumerable<string> Items(JsonNode? list) => list?.AsArray().Select(item => (string)item!) ?? [];
}
