using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Bench;

/// <summary>
/// Running containers written down for docker-compose: the same images, commands, files, limits and health checks, new
/// volumes and networks. Nothing is said to depend on anything, so docker-compose may start all of them at once.
/// </summary>
internal sealed class ComposeFile(DockerApi docker, string folder)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly JsonObject _volumes = [];
    private readonly JsonObject _networks = [];

    /// <returns>The path of the file: JSON, which is YAML too.</returns>
    public async Task<string> WriteAsync(IEnumerable<JsonNode> containers, CancellationToken cancellation)
    {
        var services = new JsonObject();
        foreach (var container in containers)
            services[((string)container["Name"]!).TrimStart('/')] = await ServiceAsync(container, cancellation);
        var file = Path.Combine(folder, "docker-compose.json");
        var document = new JsonObject { ["version"] = "2.4", ["services"] = services, ["volumes"] = _volumes, ["networks"] = _networks };
        // To docker-compose a dollar begins a variable.
        await File.WriteAllTextAsync(file, document.ToJsonString(Indented).Replace("$", "$$", StringComparison.Ordinal), cancellation);
        return file;
    }

    private async Task<JsonObject> ServiceAsync(JsonNode container, CancellationToken cancellation)
    {
        var (config, host) = (container["Config"]!, container["HostConfig"]!);
        var service = new JsonObject
        {
            ["image"] = (string)container["Image"]!,
            ["hostname"] = (string?)config["Hostname"],
            ["volumes"] = await MountsAsync(container, cancellation),
            ["networks"] = Networks(container),
            ["ports"] = Ports(host),
            ["restart"] = (string?)host["RestartPolicy"]?["Name"] is { Length: > 0 } restart ? restart : "no",
        };
        Copy(service, "entrypoint", config["Entrypoint"]);
        Copy(service, "command", config["Cmd"]);
        Copy(service, "environment", config["Env"]);
        Copy(service, "cap_drop", host["CapDrop"]);
        Copy(service, "cap_add", host["CapAdd"]);
        Copy(service, "security_opt", host["SecurityOpt"]);
        Copy(service, "extra_hosts", host["ExtraHosts"]);
        if ((string?)config["User"] is { Length: > 0 } user)
            service["user"] = user;
        if ((string?)host["PidMode"] is { Length: > 0 } pid)
            service["pid"] = pid;
        if ((bool?)host["ReadonlyRootfs"] == true)
            service["read_only"] = true;
        if ((bool?)host["Init"] == true)
            service["init"] = true;
        if ((long?)host["Memory"] is > 0 and var memory)
            service["mem_limit"] = memory;
        if ((long?)host["NanoCpus"] is > 0 and var cpus)
            service["cpus"] = cpus / 1e9;
        if (host["Tmpfs"] is JsonObject tmpfs)
            service["tmpfs"] = new JsonArray([.. tmpfs.Select(entry => (JsonNode)$"{entry.Key}:{entry.Value}".TrimEnd(':'))]);
        if (host["LogConfig"] is { } log && (string?)log["Type"] is { Length: > 0 } driver)
            service["logging"] = new JsonObject { ["driver"] = driver, ["options"] = log["Config"]?.DeepClone() };
        if (config["Healthcheck"] is JsonObject health)
            service["healthcheck"] = Health(health);
        return service;
    }

    private async Task<JsonArray> MountsAsync(JsonNode container, CancellationToken cancellation)
    {
        var mounts = new JsonArray();
        foreach (var mount in container["Mounts"]!.AsArray())
        {
            var (target, writable) = ((string)mount!["Destination"]!, (bool)mount["RW"]!);
            var source = (string)mount["Source"]!;
            if ((string?)mount["Type"] == "volume")
            {
                source = string.Create(CultureInfo.InvariantCulture, $"volume{_volumes.Count}");
                if (writable)
                {
                    _volumes[source] = new JsonObject();
                }
                else
                {
                    // What a carrier has put into a volume, docker-compose finds in a folder.
                    source = Path.Combine(folder, "files", Guid.NewGuid().ToString("N"));
                    await docker.CopyAsync((string)container["Id"]!, target, source, cancellation);
                }
            }
            mounts.Add($"{source}:{target}:{(writable ? "rw" : "ro")}");
        }
        return mounts;
    }

    private JsonObject Networks(JsonNode container)
    {
        var joined = new JsonObject();
        foreach (var (name, network) in container["NetworkSettings"]!["Networks"]!.AsObject())
        {
            _networks[name] ??= new JsonObject();
            var id = ((string)container["Id"]!)[..12];
            var aliases = network!["Aliases"] as JsonArray ?? [];
            joined[name] = new JsonObject { ["aliases"] = new JsonArray([.. aliases.Where(alias => (string?)alias != id).Select(alias => alias?.DeepClone())]) };
        }
        return joined;
    }

    private static JsonArray Ports(JsonNode host)
    {
        var ports = new JsonArray();
        foreach (var (inside, bindings) in host["PortBindings"] as JsonObject ?? [])
        {
            foreach (var binding in bindings!.AsArray())
                ports.Add($"{binding!["HostIp"]}:{binding["HostPort"]}:{inside}");
        }
        return ports;
    }

    private static JsonObject Health(JsonObject check)
    {
        var health = new JsonObject { ["test"] = check["Test"]!.DeepClone() };
        foreach (var (from, to) in new[] { ("Interval", "interval"), ("Timeout", "timeout"), ("StartPeriod", "start_period") })
        {
            if ((long?)check[from] is > 0 and var nanoseconds)
                health[to] = string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000}ms");
        }
        if ((int?)check["Retries"] is > 0 and var retries)
            health["retries"] = retries;
        return health;
    }

    private static void Copy(JsonObject service, string name, JsonNode? value)
    {
        if (value is JsonArray { Count: > 0 } list)
            service[name] = list.DeepClone();
    }
}
