using System.Text.RegularExpressions;
using Infra.Tests.Configs.Alloy.Support;
using Infra.Tests.Support;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Utilities;

namespace Infra.Tests.Stacks;

/// <summary>Alloy, the socket proxy and cAdvisor as the stacks have them.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class LogCollectionTests
{
    private const string Password = "xK4-pw9Lq2vT";
    private const string Token = "glc_T0K3N-of-a-machine";
    private static readonly string Id = new('a', 64);

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task The_proxies_alone_see_Dockers_socket(string stack)
    {
        var deployed = await DeployAsync(stack);

        var mounting = deployed.Containers.Where(container =>
            // As a nobody without a group of the socket's, the node exporter cannot open what it sees.
            container.Name != "node-exporter" &&
            container["mounts"]!.AsArray().Any(mount => ((string?)mount!["source"])!.Contains("docker.sock") || (string?)mount["source"] is "/" or "/run" or "/var" or "/var/run"));
        Assert.Equal(["discovery-proxy", "socket-proxy"], mounting.Select(container => container.Name).Order(StringComparer.Ordinal));
        Assert.All(mounting, proxy =>
        {
            Assert.True((bool?)Assert.Single(proxy["mounts"]!.AsArray())!["readOnly"]);
            Assert.Contains(proxy.Name == "socket-proxy" ? "-allowfrom=alloy,cadvisor" : "-allowfrom=prometheus", Command(proxy));
            Assert.Null(proxy["ports"]);
        });
    }

    [Fact]
    public async Task The_socket_proxy_is_a_user_of_its_own_in_the_sockets_group_where_that_is_known()
    {
        Assert.Equal("64993:998", (string?)(await DeployAsync("dev", ("dockerSocketGroup", "998"))).Container("socket-proxy")["user"]);
        Assert.Equal("0:0", (string?)(await DeployAsync("dev")).Container("socket-proxy")["user"]);
    }

    // A container's description has its environment.
    [Theory]
    [InlineData("/_ping", true)]
    [InlineData("/v1.47/containers/json", true)]
    [InlineData("/networks", true)]
    [InlineData("/v1.47/containers/{id}/json", false)]
    [InlineData("/v1.47/containers/{id}/logs", false)]
    [InlineData("/v1.47/containers/json/../{id}/json", false)]
    [InlineData("/v1.47/networks/{id}", false)]
    [InlineData("/v1.47/images/json", false)]
    [InlineData("/info", false)]
    public async Task Prometheus_is_let_through_to_the_list_of_containers_and_to_none_of_them(string path, bool allowed)
    {
        var deployed = await DeployAsync("prod");

        Assert.Equal(allowed, Allows(Command(deployed.Container("discovery-proxy")), path));
        var uploads = await UploadsAsync(deployed, "prometheus-config");
        var contents = await Task.WhenAll(uploads.Select(upload => OutputUtilities.GetValueAsync(upload.Content!.ToOutput())));
        Assert.Contains(contents, content => content!.Contains("host: tcp://discovery-proxy:2375", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/_ping", true)]
    [InlineData("/v1.47/containers/json", true)]
    [InlineData("/containers/json", true)]
    [InlineData("/v1.41/networks", true)]
    [InlineData("/v1.47/containers/{id}/json", true)]
    [InlineData("/v1.47/containers/{id}/logs", true)]
    [InlineData("/v1.47/images/sha256:abc/json", true)]
    [InlineData("/v1.47/containers/{id}/archive", false)]
    [InlineData("/v1.47/containers/{id}/export", false)]
    [InlineData("/v1.47/containers/{id}/attach/ws", false)]
    [InlineData("/v1.47/containers/{id}/top", false)]
    [InlineData("/v1.47/containers/{id}/json/../archive", false)]
    [InlineData("/v1.47/containers/create", false)]
    [InlineData("/v1.47/exec/{id}/json", false)]
    [InlineData("/v1.47/images/get", false)]
    [InlineData("/v1.47/secrets", false)]
    [InlineData("/v1.47/configs", false)]
    [InlineData("/v1.47/volumes", false)]
    [InlineData("/v1.47/events", false)]
    public async Task The_socket_proxy_lets_through_what_finding_and_reading_takes_and_no_more(string path, bool allowed)
    {
        var command = Command((await DeployAsync("prod")).Container("socket-proxy"));

        Assert.Equal(allowed, Allows(command, path));
        Assert.Equal(["-allowHEAD=/_ping"], command.Where(flag => flag.StartsWith("-allow", StringComparison.Ordinal) && !flag.StartsWith("-allowGET", StringComparison.Ordinal) && flag.Contains('/')));
    }

    [Fact]
    public async Task Cadvisor_asks_Docker_through_the_proxy_and_changes_nothing()
    {
        var cadvisor = (await DeployAsync("prod")).Container("cadvisor");

        Assert.Contains("--docker=tcp://socket-proxy:2375", Command(cadvisor));
        Assert.Contains("--store_container_labels=false", Command(cadvisor));
        Assert.All(cadvisor["mounts"]!.AsArray(), mount => Assert.True((bool?)mount!["readOnly"]));
        Assert.Null(cadvisor["privileged"]);
    }

    [Fact]
    public async Task Cadvisor_sees_containerds_socket_only_where_it_is_told_to()
    {
        static IEnumerable<string?> Mounts(MockedResource cadvisor) =>
            cadvisor["mounts"]!.AsArray().Select(mount => $"{mount!["source"]} {mount["target"]}").Order(StringComparer.Ordinal);

        string[] always = ["/proc /rootfs/proc", "/sys /sys", "/var/lib/docker /rootfs/var/lib/docker", "/var/lib/docker /var/lib/docker"];
        Assert.Equal(always, Mounts((await DeployAsync("dev")).Container("cadvisor")));
        Assert.Equal(
            ["/mnt/containerd.sock /run/containerd/containerd.sock", .. always],
            Mounts((await DeployAsync("dev", ("containerdSocket", "/mnt/containerd.sock"))).Container("cadvisor")));
    }

    [Fact]
    public async Task Cadvisor_sees_of_Docker_s_folder_which_layer_is_whose_and_is_not_root()
    {
        var cadvisor = (await DeployAsync("prod", ("dockerRoot", "/srv/docker"), ("dockerStorageDriver", "btrfs"))).Container("cadvisor");

        Assert.Equal(
            ["/proc /rootfs/proc", "/srv/docker/image/btrfs/layerdb/mounts /rootfs/srv/docker/image/btrfs/layerdb/mounts", "/sys/fs/cgroup /sys/fs/cgroup"],
            cadvisor["mounts"]!.AsArray().Select(mount => $"{mount!["source"]} {mount["target"]}").Order(StringComparer.Ordinal));
        Assert.Equal("64996:64996", (string?)cadvisor["user"]);
        Assert.StartsWith("ro,", (string?)cadvisor["tmpfs"]!["/rootfs/proc/sys"]);
    }

    [Theory]
    [InlineData("/var/lib/docker/volumes")]
    [InlineData("/,/run/user")]
    [InlineData("/var/run")]
    [InlineData("/srv/../etc")]
    [InlineData("data")]
    public async Task The_node_exporter_is_given_no_folder_of_secrets_or_sockets(string folders)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => DeployAsync("prod", ("machineFileSystems", folders)));

        Assert.Contains($"machineFileSystems = {folders}: expected mount points of file systems", refusal.ToString());
    }

    [Fact]
    public async Task Cadvisor_waits_for_the_proxy_because_it_asks_Docker_only_once()
    {
        var entryPoint = (await DeployAsync("prod")).Container("cadvisor")["entrypoints"]!.AsArray().Select(part => (string?)part).ToList();

        Assert.Equal(["/bin/sh", "-c"], entryPoint.Take(2));
        Assert.Contains("until wget -q -T 5 -O /dev/null http://socket-proxy:2375/_ping; do", entryPoint[2]);
        Assert.EndsWith("\nexec /usr/bin/cadvisor -logtostderr \"$@\"", entryPoint[2]);
        // What follows the script is $0; the arguments are $@.
        Assert.Equal("cadvisor", Assert.Single(entryPoint.Skip(3)));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Alloys_rendered_configuration_is_the_golden_file(string stack) => Golden.Matches(await ConfigAsync(await DeployAsync(stack)), $"alloy.{stack}.golden.alloy");

    [Fact]
    public async Task Alloy_reports_nothing_and_uses_nothing_that_is_not_generally_available()
    {
        var command = Command((await DeployAsync("prod")).Container("alloy"));

        Assert.Contains("--disable-reporting", command);
        Assert.Contains("--stability.level=generally-available", command);
        Assert.Contains("--storage.path=/var/lib/alloy/data", command);
        // Those that the command `run` of Alloy 1.18.1 defines (internal/alloycli/cmd_run.go). Its documentation has one of them by
        // another name, with which it would not start.
        Assert.Equal(
            ["--disable-reporting", "--server.http.disable-support-bundle", "--server.http.enable-pprof", "--server.http.listen-addr", "--stability.level", "--storage.path"],
            command.Where(part => part.StartsWith('-')).Select(flag => flag.Split('=')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("dev", "/dev/tcp/127.0.0.1/12345 && printf")]
    [InlineData("prod", "openssl s_client -quiet -verify_return_error -verify_hostname localhost")]
    public async Task Alloys_health_check_uses_what_its_image_has(string stack, string part)
    {
        var tests = (await DeployAsync(stack)).Container("alloy")["healthcheck"]!["tests"]!.AsArray().Select(test => (string?)test).ToList();

        Assert.Equal(["CMD", "/bin/bash", "-c"], tests.Take(3));
        Assert.Contains(part, tests[3]);
        Assert.Contains("GET /-/ready HTTP/1.0", tests[3]);
    }

    [Fact]
    public async Task Alloy_writes_to_stores_elsewhere_where_it_is_told_to()
    {
        var deployed = await DeployAsync(
            "dev", ("isolatedNetwork", "true"), ("remoteLokiUrl", "https://logs.example.com/loki/api/v1/push"), ("remoteLokiTenant", "lake"), ("remoteLokiUser", "12"),
            ("remoteLokiPassword", Token), ("remoteTempoAddress", "traces.example.com:443"), ("remoteTempoUser", "34"), ("remoteTempoPassword", Token));
        var config = await ConfigAsync(deployed);

        Assert.Contains("\t\turl                 = \"https://logs.example.com/loki/api/v1/push\"\n\t\ttenant_id           = \"lake\"\n", config);
        Assert.Contains("\t\tendpoint = \"traces.example.com:443\"\n\t\tauth     = otelcol.auth.basic.tempo.handler\n", config);
        Assert.DoesNotContain(Token, config);
        Assert.Contains("phlo-dev-egress", deployed.Container("alloy")["networksAdvanced"]!.AsArray().Select(network => (string?)network!["name"]));
        Assert.Equal(["/carrier/run/secrets/loki-password", "/carrier/run/secrets/tempo-password"], await SecretFilesAsync(deployed));
    }

    [Fact]
    public async Task Senders_of_traces_have_to_know_a_password_in_a_stack_with_TLS()
    {
        Assert.Equal(MockedStack.GeneratedPassword, await OutputUtilities.GetValueAsync((await DeployAsync("prod")).Stack.OtlpSecret));
        Assert.True(await Output.IsSecretAsync((await DeployAsync("prod")).Stack.OtlpSecret));
        Assert.Equal("", await OutputUtilities.GetValueAsync((await DeployAsync("dev")).Stack.OtlpSecret));
    }

    [Fact]
    public async Task Samples_traces_where_it_is_told_to()
    {
        var config = await ConfigAsync(await DeployAsync("dev", ("traceSamplePercentage", "12.5"), ("traceSlowThreshold", "500ms")));

        Assert.Contains("sampling_percentage = 12.5\n", config);
        Assert.Contains("threshold_ms = 500\n", config);
    }

    [Fact]
    public async Task Mistakes_are_told_by_the_names_of_the_settings()
    {
        var refusal = await Record.ExceptionAsync(() => DeployAsync(
            "dev", ("dockerSocket", "docker.sock"), ("dockerSocketGroup", "docker"), ("logRateLimit", "0"), ("logOutage", "forever"), ("remoteLokiUrl", "https://a:b@c/push"),
            ("remoteLokiPassword", Token), ("remoteTempoAddress", "tempo"), ("traceSamplePercentage", "101")));

        Assert.All(
            new[] { "dockerSocket", "dockerSocketGroup", "logRateLimit", "logOutage", "remoteLokiUrl", "remoteLokiPassword", "remoteTempoAddress", "traceSamplePercentage" },
            key => Assert.Contains($"phlo-observability:{key} = ", refusal?.ToString()));
        Assert.DoesNotContain(Token, refusal?.ToString());
    }

    private static Task<MockedStack> DeployAsync(string stack, params (string Key, string Value)[] settings) =>
        MockedStack.DeployAsync(stack, [("postgresPassword", Password), .. settings], ["postgresPassword"]);

    // The proxy adds the anchors by itself.
    private static bool Allows(List<string> command, string path) => command
        .Where(flag => flag.StartsWith("-allowGET=", StringComparison.Ordinal))
        .Any(flag => Regex.IsMatch(path.Replace("{id}", Id), $"^{flag["-allowGET=".Length..]}$"));

    private static List<string> Command(MockedResource container) => [.. container["command"]!.AsArray().Select(argument => (string)argument!)];

    private static async Task<string> ConfigAsync(MockedStack deployed)
    {
        var files = await UploadsAsync(deployed, "alloy-config");
        var upload = await ConfigOfAsync(files);
        var text = (await OutputUtilities.GetValueAsync(upload.Content!.ToOutput()))!;
        // What is rendered can be read back, and every key in it is known.
        Assert.NotEmpty(AlloyReader.Read(text));
        return text;
    }

    private static async Task<Pulumi.Docker.Inputs.ContainerUploadArgs> ConfigOfAsync(IEnumerable<Pulumi.Docker.Inputs.ContainerUploadArgs> files)
    {
        foreach (var file in files)
        {
            if ((await OutputUtilities.GetValueAsync(file.File.ToOutput())).EndsWith("/config.alloy", StringComparison.Ordinal))
                return file;
        }

        throw new InvalidOperationException("Alloy has no configuration.");
    }

    private static async Task<IEnumerable<string>> SecretFilesAsync(MockedStack deployed)
    {
        var files = new List<string>();
        foreach (var upload in await UploadsAsync(deployed, "alloy-secrets"))
        {
            Assert.True(await Output.IsSecretAsync(upload.Content!.ToOutput()));
            files.Add(await OutputUtilities.GetValueAsync(upload.File.ToOutput()));
        }

        return files;
    }

    private static async Task<IEnumerable<Pulumi.Docker.Inputs.ContainerUploadArgs>> UploadsAsync(MockedStack deployed, string carrier) =>
        await OutputUtilities.GetValueAsync(((ContainerArgs)deployed.Container(carrier).Args!).Uploads.ToOutput());
}
