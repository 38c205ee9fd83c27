using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Configs;
using Infra.Tests.Support;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Utilities;

namespace Infra.Tests.Stacks;

[Collection(ProcessEnvironment.Name)]
public sealed class ObservabilityStackTests
{
    private const string ProdPassword = ProdSettings.Password;
    private const string WebhookUrl = "https://hooks.example.com/T0K3N";
    private static readonly string[] Secrets =
        [MockedStack.GeneratedPassword, Convert.ToBase64String(Encoding.UTF8.GetBytes($"phlo:{MockedStack.GeneratedPassword}")), MockedStack.GeneratedHash, MockedStack.PrivateKey, ProdPassword, "lakepass", WebhookUrl, "T0K3N"];
    private static readonly string[] Visible = ["envs", "labels", "command", "name", "healthcheck", "mounts"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Stacks => ["sandbox", "dev", "prod"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Makes_the_resources_that_the_golden_file_lists(string stack)
    {
        var deployed = await DeployAsync(stack);

        var list = new JsonObject();
        foreach (var resource in deployed.Resources)
            list[$"{resource.Type} {resource.Name}"] = Describe(resource);

        Golden.Matches(list.ToJsonString(Indented) + "\n", $"{stack}.golden.json");
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Brings_every_service_of_the_environment(string stack)
    {
        var deployed = await DeployAsync(stack);

        // In the sandbox, those that a distribution packages.
        IEnumerable<string> expected = stack == "sandbox"
            ? [ServiceNames.Prometheus, ServiceNames.Alertmanager, ServiceNames.PostgresExporter, ServiceNames.NodeExporter, ServiceNames.BlackboxExporter, ServiceNames.Postgres]
            : ServiceNames.All.Except(ServiceNames.Lakehouse);
        Assert.Equal(
            expected.Order(StringComparer.Ordinal).Select(service => $"phlo-{stack}-{service}"),
            Services(deployed).Select(container => (string?)container["name"]));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Gives_every_service_limits_rotated_logs_a_health_check_and_time_to_stop(string stack)
    {
        var deployed = await DeployAsync(stack);

        Assert.All(Services(deployed), container =>
        {
            Assert.True((double?)container["memory"] >= 64);
            Assert.Equal((double?)container["memory"], (double?)container["memorySwap"]);
            Assert.Matches(@"^\d\.\d+$", (string?)container["cpus"]);
            Assert.Equal("json-file", (string?)container["logDriver"]);
            Assert.Equal("""{"max-file":"3","max-size":"10m"}""", container["logOpts"]!.ToJsonString());
            // The canary is watched by what it writes.
            var isChecked = container.Name != ServiceNames.Canary;
            Assert.Equal(isChecked ? "CMD" : null, (string?)container["healthcheck"]?["tests"]![0]);
            Assert.Equal(isChecked ? true : null, (bool?)container["wait"]);
            Assert.Equal(isChecked ? 120 : null, (double?)container["waitTimeout"]);
            Assert.Equal(30, (double?)container["destroyGraceSeconds"]);
            Assert.Equal(30, (double?)container["stopTimeout"]);
            Assert.Equal("unless-stopped", (string?)container["restart"]);
            Assert.StartsWith("sha256:", (string?)container["image"]);
            var options = Assert.IsType<CustomResourceOptions>(container.Options);
            Assert.True(options.DeleteBeforeReplace);
            Assert.Equal(["healthcheck", "tmpfs", "init", "cpuQuota", "cpuPeriod", "#initerror"], options.ReplaceOnChanges);
        });
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Starts_a_service_after_its_configuration_is_in_place_and_mounts_it_read_only(string stack)
    {
        var deployed = await DeployAsync(stack);

        Assert.All(Carriers(deployed), carrier =>
        {
            var service = Assert.Single(Services(deployed), service => service.DependsOn.Contains(carrier.Name));
            var mount = carrier["mounts"]![0]!;
            var mounted = Assert.Single(service["mounts"]!.AsArray(), candidate => (string?)candidate!["source"] == (string?)mount["source"]);
            // Mounted in another place than the service's, where the image has nothing that Docker would copy into the volume.
            Assert.Equal($"/carrier{mounted!["target"]}", (string?)mount["target"]);
            Assert.Null(mount["volumeOptions"]);
            Assert.True((bool?)mounted["readOnly"]);
            Assert.False((bool?)carrier["start"]);
            Assert.False((bool?)carrier["mustRun"]);
            Assert.All(carrier["uploads"]!.AsArray(), upload => Assert.StartsWith($"{mount["target"]}/", (string?)upload!["file"]));
            var revision = ((string)mount["source"]!).Split('-')[^1];
            if (revision != "live")
                Assert.Contains(service["labels"]!.AsArray(), label => (string?)label!["value"] == revision);
        });
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Shows_no_secret_in_environment_labels_commands_or_names(string stack)
    {
        var deployed = await DeployAsync(stack, ("alertWebhookUrl", WebhookUrl));

        Assert.All(deployed.Containers, container =>
        {
            foreach (var input in Visible)
                Assert.DoesNotContain(Secrets, secret => container[input]?.ToJsonString().Contains(secret) == true);
        });
        Assert.All(deployed.Resources.Where(resource => resource.Type.StartsWith("docker:index/volume")), volume =>
            Assert.DoesNotContain(Secrets, secret => volume.Inputs.ToJsonString().Contains(secret)));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Hands_secrets_to_the_provider_as_secrets_and_all_else_in_the_clear(string stack)
    {
        var deployed = await DeployAsync(stack, ("alertWebhookUrl", WebhookUrl));

        foreach (var carrier in Carriers(deployed))
        {
            var uploads = await OutputUtilities.GetValueAsync(((ContainerArgs)carrier.Args!).Uploads.ToOutput());
            foreach (var upload in uploads)
            {
                var file = await OutputUtilities.GetValueAsync(upload.File.ToOutput());
                var content = upload.Content!.ToOutput();
                var text = await OutputUtilities.GetValueAsync(content);
                var isSecret = Secrets.Any(secret => text!.Contains(secret));
                // What is written under a running service is not shown at all, secret or not; nor is a certificate among secrets.
                if (isSecret || !(carrier["mounts"]![0]!["source"]!.GetValue<string>().EndsWith("-live") || file.EndsWith("/query-log-client.pem", StringComparison.Ordinal)))
                    Assert.True(isSecret == await Output.IsSecretAsync(content), $"{file} is a secret: {isSecret}");
            }
        }

        Assert.True(await Output.IsSecretAsync(deployed.Stack.PostgresPassword));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Gives_Prometheus_and_Alertmanager_a_configuration_that_their_own_tools_accept(string stack)
    {
        var deployed = await DeployAsync(stack);
        using var prometheus = Files(deployed.Container("prometheus-config"));
        using var alertmanager = Files(deployed.Container("alertmanager-config"));

        await Promtool.AcceptsAsync(prometheus);
        // The distribution's amtool is older than the setting url_file, and knows the same thing by another name.
        var config = Path.Combine(alertmanager.Path, "alertmanager.yml");
        File.WriteAllText(config, File.ReadAllText(config).Replace("url_file: /", "url: http://localhost/"));
        await ToolProcess.AcceptsInAsync(alertmanager.Path, "amtool", "check-config", "alertmanager.yml");
    }

    [Fact]
    public async Task Publishes_on_the_chosen_address_and_ports_and_says_where()
    {
        var deployed = await DeployAsync(
            "sandbox", ("publishAddress", "10.0.0.5"), ("prometheusPort", "19090"), ("postgresPort", "15432"), ("alertmanagerPort", "0"));

        Assert.Equal("""[{"external":19090,"internal":9090,"ip":"10.0.0.5","protocol":"tcp"}]""", deployed.Container("prometheus")["ports"]!.ToJsonString());
        Assert.Null(deployed.Container("alertmanager")["ports"]);
        Assert.Equal("http://10.0.0.5:19090", await Value(deployed.Stack.PrometheusUrl));
        Assert.Equal("http://alertmanager:9093", await Value(deployed.Stack.AlertmanagerUrl));
        Assert.Equal("http://postgres-exporter:9187", await Value(deployed.Stack.PostgresExporterUrl));
        Assert.Equal("http://node-exporter:9100", await Value(deployed.Stack.NodeExporterUrl));
        Assert.Equal("postgresql://lake@10.0.0.5:15432/lakehouse", await Value(deployed.Stack.PostgresUrl));
        Assert.Equal(MockedStack.GeneratedPassword, await Value(deployed.Stack.PostgresPassword));
    }

    [Fact]
    public async Task Locks_everything_down_in_prod()
    {
        var deployed = await DeployAsync("prod");

        Assert.All(Services(deployed), container =>
        {
            Assert.Equal(container.Name is "socket-proxy" or "discovery-proxy", (string?)container["user"] == "0:0");
            Assert.True((bool?)container["readOnly"]);
            Assert.Equal("""{"drops":["ALL"]}""", container["capabilities"]!.ToJsonString());
            Assert.Equal("""["no-new-privileges:true"]""", container["securityOpts"]!.ToJsonString());
            Assert.Equal(container.Name == ServiceNames.Grafana, container["ports"] is not null);
        });
        Assert.All(deployed.Resources.Where(resource => resource.Type == "docker:index/remoteImage:RemoteImage"), image =>
            Assert.Matches("^([a-z.]+/)?[a-z]+/[a-z-]+:v?[0-9.]+@sha256:[0-9a-f]{64}$", (string?)image["name"]));
        Assert.Equal(
            ["phlo-prod-egress", "phlo-prod-front"],
            deployed.Resources.Where(resource => resource.Type == "docker:index/network:Network" && !(bool)resource["internal"]!).Select(network => (string)network["name"]!));
    }

    [Fact]
    public async Task Gives_each_service_in_prod_a_user_of_its_own_and_none_root_where_the_sockets_group_is_known()
    {
        var deployed = await DeployAsync("prod", ("dockerSocketGroup", "998"));

        var users = Services(deployed).Select(service => ((string)service["user"]!).Split(':')[0]).ToList();

        Assert.Equal(users.Count, users.Distinct().Count());
        Assert.DoesNotContain("0", users);
    }

    [Fact]
    public async Task Gives_data_to_the_user_of_its_service_by_a_container_that_ends()
    {
        var deployed = await DeployAsync("prod");

        Assert.Equal(["alertmanager", "prometheus", "tempo"], deployed.Containers.Where(IsOwner).Select(owner => owner.Name[..^"-owner".Length]).Order());
        Assert.All(deployed.Containers.Where(IsOwner), owner =>
        {
            var service = deployed.Container(owner.Name[..^"-owner".Length]);
            Assert.EndsWith($"chown -R {(string)service["user"]!} /data", (string)owner["command"]![0]!);
            Assert.Equal((string?)service["mounts"]!.AsArray().Single(mount => (bool?)mount!["readOnly"] != true)!["source"], (string?)owner["mounts"]![0]!["source"]);
            Assert.Contains(owner.Name, service.DependsOn);
            Assert.Equal(("none", true, false), ((string?)owner["networkMode"], (bool)owner["attach"]!, (bool)owner["mustRun"]!));
        });
    }

    [Fact]
    public async Task Lets_out_of_an_isolated_network_only_who_has_somebody_to_call()
    {
        var deployed = await DeployAsync("prod", ("alertWebhookUrl", WebhookUrl), ("lakehouseNetworks", "phlo_default"));

        Assert.Equal(["phlo-prod-collection", "phlo-prod-storage", "phlo-prod-socket", "phlo_default"], Networks(deployed, "prometheus"));
        Assert.Equal(["phlo-prod-egress", "phlo-prod-storage"], Networks(deployed, "alertmanager").Order());
        Assert.Equal(["phlo-prod-collection", "phlo_default"], Networks(deployed, "postgres-exporter"));
        Assert.Equal(["phlo-prod-collection"], Networks(deployed, "node-exporter"));
        Assert.Equal(["phlo-prod-collection", "phlo-prod-storage", "phlo_default"], Networks(deployed, "blackbox-exporter"));
        Assert.Equal(["phlo-prod-collection"], Networks(deployed, "canary"));
        Assert.Equal(["phlo-prod-collection", "phlo-prod-storage", "phlo-prod-socket", "phlo_default"], Networks(deployed, "alloy"));
        Assert.Equal(["phlo-prod-socket"], Networks(deployed, "cadvisor"));
        Assert.Equal(["phlo-prod-socket"], Networks(deployed, "socket-proxy"));
        Assert.Equal(["phlo-prod-socket"], Networks(deployed, "discovery-proxy"));
    }

    [Theory]
    [InlineData("sandbox", "false")]
    [InlineData("sandbox", "true")]
    public async Task Leaves_data_behind_only_when_asked_to(string stack, string keepData)
    {
        var deployed = await DeployAsync(stack, ("keepData", keepData));

        var volumes = deployed.Resources.Where(resource => resource.Name.EndsWith("-data")).ToList();
        Assert.Equal(["alertmanager-data", "postgres-data", "prometheus-data"], volumes.Select(volume => volume.Name));
        Assert.All(volumes, volume =>
        {
            Assert.Equal(keepData == "true", volume.Options.RetainOnDelete);
            Assert.Equal($"phlo-sandbox-{volume.Name}", (string?)volume["name"]);
        });
    }

    [Fact]
    public async Task Replaces_what_is_secured_when_its_authority_is_another_one()
    {
        var (first, again, other) = (await WithAuthorityAsync(Authority.First), await WithAuthorityAsync(Authority.First), await WithAuthorityAsync(Authority.Other));

        Assert.Equal(first, again);
        Assert.Equal(first.Keys, other.Keys);
        Assert.Contains("loki", first.Keys);
        Assert.All(first, service => Assert.NotEqual(service.Value, other[service.Key]));
    }

    // As «openssl ecparam -genkey» writes a key: the official provider takes the first block for it, and refuses.
    [Fact]
    public async Task Hands_on_the_key_of_a_given_authority_alone()
    {
        const string parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        var (certificate, key) = Authority.First;

        var deployed = await MockedStack.DeployAsync(
            "prod", [("tlsAuthorityCertificate", certificate), ("tlsAuthorityKey", parameters + key)], ["tlsAuthorityKey"]);

        var issued = deployed.Resource("tls:index/locallySignedCert:LocallySignedCert", "loki-certificate");
        Assert.Equal(key, (string?)issued["caPrivateKeyPem"]);
    }

    [Fact]
    public async Task Tells_when_a_given_authority_ends()
    {
        var (certificate, key) = Authority.First;
        var deployed = await MockedStack.DeployAsync("prod", [("tlsAuthorityCertificate", certificate), ("tlsAuthorityKey", key)], ["tlsAuthorityKey"]);

        using var files = Files(deployed.Container("node-exporter-metrics"));
        using var parsed = X509Certificate2.CreateFromPem(certificate);
        Assert.Contains(
            $"phlo_certificate_expiry_timestamp_seconds{{certificate=\"authority\"}} {new DateTimeOffset(parsed.NotAfter).ToUnixTimeSeconds()}\n",
            await File.ReadAllTextAsync(files.File("stack.prom"), TestContext.Current.CancellationToken));
    }

    // With Loki and Tempo, a certificate that is good for a client is all there is between a service that was broken into and what they keep.
    [Fact]
    public async Task Gives_a_certificate_to_call_others_with_only_to_who_has_them_to_call()
    {
        var deployed = await MockedStack.DeployAsync("prod");

        var clients = deployed.Resources.Where(resource => resource.Type == "tls:index/locallySignedCert:LocallySignedCert"
            && resource["allowedUses"]!.AsArray().Any(use => (string?)use == "client_auth"));
        Assert.Equal(
            ["alloy", "blackbox-exporter", "grafana", "prometheus"],
            clients.Select(resource => resource.Name.Replace("-certificate", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Replaces_one_password_and_one_key_and_no_other_when_told_to()
    {
        var before = await DeployAsync("prod");
        var after = await DeployAsync("prod", ("rotations", """{"node-exporter": 2}"""));

        Assert.Equal(
            ["node-exporter-certificate-2", "node-exporter-password"],
            Changed(before, after).Where(name => name.EndsWith("-password", StringComparison.Ordinal) || name.Contains("-certificate-", StringComparison.Ordinal)));
        Assert.Equal("2", (string?)after.Resource("random:index/randomPassword:RandomPassword", "node-exporter-password")["keepers"]!["rotation"]);
        Assert.DoesNotContain(after.Resources, resource => resource.Type == "tls:index/privateKey:PrivateKey" && resource.Name == "node-exporter-certificate");
    }

    [Fact]
    public async Task Has_another_authority_when_told_to()
    {
        var deployed = await DeployAsync("prod", ("rotations", """{"authority": 1, "otlp": 3}"""));

        Assert.Equal("authority-1", Assert.Single(deployed.Resources, resource => resource.Type == "tls:index/selfSignedCert:SelfSignedCert" && resource.Name.StartsWith("authority", StringComparison.Ordinal)).Name);
        Assert.Equal("3", (string?)deployed.Resource("random:index/randomPassword:RandomPassword", "otlp-password")["keepers"]!["rotation"]);
    }

    [Fact]
    public async Task Has_no_address_of_the_machine_in_networks_without_a_way_out_where_the_engine_can_do_that()
    {
        var deployed = await DeployAsync("prod", ("networkGatewayMode", "isolated"));

        Assert.All(deployed.Resources.Where(resource => resource.Type == "docker:index/network:Network"), network => Assert.Equal(
            (bool)network["internal"]! ? """{"com.docker.network.bridge.gateway_mode_ipv4":"isolated","com.docker.network.bridge.gateway_mode_ipv6":"isolated"}""" : null,
            network["options"]?.ToJsonString()));
        Assert.All((await DeployAsync("prod")).Resources.Where(resource => resource.Type == "docker:index/network:Network"), network => Assert.Null(network["options"]));
    }

    // The label that stands for the authority, by service.
    private static async Task<IReadOnlyDictionary<string, string>> WithAuthorityAsync((string Certificate, string Key) authority)
    {
        var deployed = await MockedStack.DeployAsync(
            "prod", [("tlsAuthorityCertificate", authority.Certificate), ("tlsAuthorityKey", authority.Key)], ["tlsAuthorityKey"]);
        return new SortedDictionary<string, string>(Services(deployed)
            .Select(container => (container.Name, Label: container["labels"]!.AsArray().SingleOrDefault(label => (string?)label!["label"] == "phlo.authority-hash")))
            .Where(service => service.Label is not null)
            .ToDictionary(service => service.Name, service => (string)service.Label!["value"]!));
    }

    [Fact]
    public async Task Changes_Prometheus_alone_when_its_retention_changes()
    {
        var before = await DeployAsync("sandbox");
        var after = await DeployAsync("sandbox", ("prometheusRetention", "12h"));

        Assert.Equal(["prometheus"], Changed(before, after));
    }

    // Docker gives the options back with those that its daemon has for everybody.
    [Theory]
    [InlineData("logMaxSize", "20m")]
    [InlineData("logMaxSize", "none")]
    [InlineData("logMaxFiles", "5")]
    public async Task Tells_of_rotation_by_a_label_and_not_by_what_Docker_gives_back(string setting, string value)
    {
        var (before, after) = (await DeployAsync("sandbox"), await DeployAsync("sandbox", (setting, value)));

        Assert.All(Services(before), service => Assert.Equal(["logOpts"], service.Options.IgnoreChanges));
        Assert.All(Services(before), service => Assert.NotEqual(Label(service), Label(after.Container(service.Name))));

        static string? Label(MockedResource service) => service["labels"]!.AsArray()
            .Where(label => (string?)label!["label"] == "phlo.log-hash").Select(label => (string?)label!["value"]).SingleOrDefault();
    }

    [Fact]
    public async Task Replaces_a_configuration_by_name_when_its_content_changes()
    {
        var before = await DeployAsync("sandbox");
        var after = await DeployAsync("sandbox", ("evaluationInterval", "7s"));

        Assert.Equal(["prometheus", "prometheus-config", "prometheus-config"], Changed(before, after));
        Assert.NotEqual(
            (string?)before.Resource("docker:index/volume:Volume", "prometheus-config")["name"],
            (string?)after.Resource("docker:index/volume:Volume", "prometheus-config")["name"]);
    }

    [Fact]
    public async Task Takes_other_images_and_mirrors_where_it_is_told_to()
    {
        var deployed = await DeployAsync(
            "dev", ("imageMirror", "registry.example.com/hub"), ("images", """{"prometheus": "prom/prometheus:v3.15.0"}"""));

        Assert.Equal("prom/prometheus:v3.15.0", (string?)Image(deployed, "prometheus")["name"]);
        Assert.Equal("registry.example.com/hub/prom/alertmanager:v0.34.0", (string?)Image(deployed, "alertmanager")["name"]);
    }

    [Fact]
    public async Task Refuses_a_mistaken_configuration_before_it_registers_anything()
    {
        var refusal = await Record.ExceptionAsync(() => DeployAsync("sandbox", ("prometheusRetention", "forever")));

        Assert.Contains("Pulumi.sandbox.yaml: 1 setting is wrong, nothing was changed.", refusal?.ToString());
        Assert.Contains("phlo-observability:prometheusRetention = forever: expected a duration", refusal?.ToString());
    }

    private static Task<MockedStack> DeployAsync(string stack, params (string Key, string Value)[] settings) => stack switch
    {
        "dev" => MockedStack.DeployAsync(stack, [("postgresPassword", "lakepass"), .. settings]),
        _ => MockedStack.DeployAsync(stack, settings),
    };

    private static IEnumerable<MockedResource> Services(MockedStack stack) => stack.Containers.Where(container => container["start"] is null && !IsOwner(container));

    private static bool IsOwner(MockedResource container) => (bool?)container["attach"] == true;

    private static IEnumerable<MockedResource> Carriers(MockedStack stack) => stack.Containers.Where(container => container["start"] is not null);

    private static MockedResource Image(MockedStack stack, string service) => stack.Resource("docker:index/remoteImage:RemoteImage", $"{service}-image");

    private static IEnumerable<string?> Networks(MockedStack stack, string service) =>
        stack.Container(service)["networksAdvanced"]!.AsArray().Select(network => (string?)network!["name"]);

    private static List<string> Changed(MockedStack before, MockedStack after) =>
        [.. after.Resources.Where(resource => !before.Resources.Any(other =>
                other.Type == resource.Type && other.Name == resource.Name && JsonNode.DeepEquals(other.Inputs, resource.Inputs)))
            .Select(resource => resource.Name).Order(StringComparer.Ordinal)];

    private static TemporaryDirectory Files(MockedResource carrier)
    {
        var folder = (string)carrier["mounts"]![0]!["target"]!;
        return new TemporaryDirectory().Write(carrier["uploads"]!.AsArray().Select(upload => new KeyValuePair<string, string>(
            ((string)upload!["file"]!)[(folder.Length + 1)..], (string)upload["content"]!)));
    }

    private static JsonObject Describe(MockedResource resource)
    {
        var description = new JsonObject { ["inputs"] = resource.Inputs.DeepClone() };
        var options = new JsonObject { ["parent"] = resource.Options.Parent?.GetResourceName() };
        if (resource.DependsOn.Count > 0)
            options["dependsOn"] = new JsonArray([.. resource.DependsOn.Select(name => JsonValue.Create(name))]);
        if (resource.Options.RetainOnDelete is { } retain)
            options["retainOnDelete"] = retain;
        if (resource.Options is CustomResourceOptions { DeleteBeforeReplace: { } deleteFirst })
            options["deleteBeforeReplace"] = deleteFirst;
        description["options"] = options;
        return description;
    }

    private static Task<T> Value<T>(Output<T> output) => OutputUtilities.GetValueAsync(output);
}
