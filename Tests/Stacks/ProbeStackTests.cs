using Infra.Tests.Support;
using Pulumi;
using Pulumi.Utilities;

namespace Infra.Tests.Stacks;

/// <summary>Who is asked whether it can work, and what is written to be read back.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class ProbeStackTests
{
    private const string Watchdog = "time() - max_over_time(phlo_canary_timestamp_seconds[5m]) < 180";
    private const string Log = """ and on () max_over_time(probe_success{service="canary",signal="log"}[5m]) == 1""";
    private const string Span = """ and on () max_over_time(probe_success{service="canary",signal="span"}[5m]) == 1""";

    [Theory]
    [InlineData("sandbox", "alertmanager-ready")]
    [InlineData("dev", "alertmanager-ready, grafana-ready, trino-ready, nessie-ready, minio-cluster-ready, canary-log, canary-span")]
    [InlineData("prod", "alertmanager-ready, grafana-ready, trino-ready, nessie-ready, minio-cluster-ready, canary-log, canary-span")]
    public async Task Everybody_is_asked_who_can_tell_more_than_that_he_answers(string stack, string jobs)
    {
        var deployed = await MockedStack.DeployAsync(stack, [.. stack == "dev" ? new[] { ("postgresPassword", "lakepass") } : []]);

        Assert.Equal(jobs.Split(", "), Jobs(deployed));
        Assert.Equal(jobs.Split(", ").Order(StringComparer.Ordinal), Modules(deployed));
    }

    [Fact]
    public async Task The_demos_web_server_of_Dagster_is_asked_as_well()
    {
        var demo = await MockedStack.DeployAsync("dev", ("lakehouse", "demo"));
        var external = await DeployAsync(("dagsterAddresses", "dagster:3000"));

        Assert.Contains("http://$1/server_info", File(demo, "prometheus-config", "prometheus.yml"));
        Assert.Contains("dagster-ready", Jobs(demo));
        Assert.Contains("dagster-ready", Jobs(external));
    }

    [Fact]
    public async Task A_service_is_asked_where_and_how_its_settings_say_and_without_its_password()
    {
        var authority = Authority.First.Certificate;
        var deployed = await DeployAsync(
            ("trinoScheme", "https"), ("trinoAddresses", "trino.example.com:8443"), ("trinoUser", "watcher"), ("trinoPassword", "geheim-1"), ("lakehouseAuthority", authority),
            ("nessieReadyPath", "none"), ("minioReadyPath", "/minio/health/ready"),
            ("targets", """{"superset": {"addresses": "superset:8088", "readyPath": "/health", "user": "a", "password": "geheim-2"}}"""));

        var (prometheus, blackbox) = (File(deployed, "prometheus-config", "prometheus.yml"), File(deployed, "blackbox-exporter-config", "blackbox.yml"));
        Assert.Contains("replacement: https://$1/v1/info", prometheus);
        Assert.Contains("replacement: http://$1/minio/health/ready", prometheus);
        Assert.Contains("replacement: http://$1/health", prometheus);
        Assert.DoesNotContain("nessie-ready", prometheus + blackbox);
        Assert.Contains("ca_file: /etc/blackbox_exporter/lakehouse-ca.pem", blackbox);
        Assert.Equal(authority.ReplaceLineEndings("\n").TrimEnd() + "\n", File(deployed, "blackbox-exporter-config", "lakehouse-ca.pem"));
        Assert.DoesNotContain("watcher", blackbox);
        Assert.All(deployed.Containers.Where(container => container.Name.StartsWith("blackbox", StringComparison.Ordinal)), container =>
            Assert.DoesNotContain("geheim", container.Inputs.ToJsonString()));
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("phlo_default", false)]
    public async Task The_exporter_gets_out_where_the_lakehouse_is_outside(string networks, bool out_)
    {
        var deployed = await MockedStack.DeployAsync("prod", ("lakehouseNetworks", networks));

        Assert.Equal(out_, Networks(deployed, "blackbox-exporter").Contains("phlo-prod-egress"));
        Assert.Null(deployed.Container("blackbox-exporter")["ports"]);
    }

    [Fact]
    public async Task Without_probes_and_canary_there_is_nobody_to_ask()
    {
        var deployed = await DeployAsync(("readinessProbes", "false"), ("canary", "false"));

        Assert.DoesNotContain(deployed.Resources, resource => resource.Name.StartsWith("blackbox", StringComparison.Ordinal) || resource.Name.StartsWith("canary", StringComparison.Ordinal));
        Assert.DoesNotContain("blackbox", File(deployed, "prometheus-config", "prometheus.yml"));
        Assert.Equal(Watchdog, WatchdogOf(deployed));
    }

    [Fact]
    public async Task Without_probes_the_canary_is_read_back_all_the_same()
    {
        var deployed = await DeployAsync(("readinessProbes", "false"));

        Assert.Equal(["canary-log", "canary-span"], Jobs(deployed));
        Assert.Equal(Watchdog + Log + Span, WatchdogOf(deployed));
    }

    [Fact]
    public async Task The_Watchdog_stands_for_what_the_stack_has()
    {
        Assert.Equal(Watchdog.Replace("180", "15"), WatchdogOf(await MockedStack.DeployAsync("sandbox")));
        Assert.Equal(Watchdog, WatchdogOf(await DeployAsync(("canary", "false"))));
        Assert.Equal(Watchdog + Log, WatchdogOf(await DeployAsync(("remoteTempoAddress", "tempo.example.com:4317"))));
        Assert.Equal(Watchdog + Span, WatchdogOf(await DeployAsync(("remoteLokiUrl", "https://loki.example.com/loki/api/v1/push"))));
    }

    [Fact]
    public async Task The_canary_is_locked_down_everywhere_and_calls_as_a_file_says()
    {
        var dev = (await DeployAsync()).Container("canary");
        var deployed = await MockedStack.DeployAsync("prod");
        var prod = deployed.Container("canary");

        Assert.All([dev, prod], canary =>
        {
            Assert.Equal("64997:64997", (string?)canary["user"]);
            Assert.True((bool?)canary["readOnly"]);
            Assert.Equal("""{"drops":["ALL"]}""", canary["capabilities"]!.ToJsonString());
            Assert.Null(canary["ports"]);
            Assert.Null(canary["healthcheck"]);
        });
        Assert.Equal("""["CANARY_CURL=/dev/null","CANARY_TRACES=http://alloy:4318/v1/traces"]""", dev["envs"]!.ToJsonString());
        Assert.Equal("""["CANARY_CURL=/run/secrets/curl.conf","CANARY_TRACES=https://alloy:4318/v1/traces"]""", prod["envs"]!.ToJsonString());
        Assert.Equal($"cacert = \"/etc/phlo/authority/ca.pem\"\nuser = \"otlp:{MockedStack.GeneratedPassword}\"\n", File(deployed, "canary-secrets", "curl.conf"));
        Assert.Equal(await AuthorityAsync(deployed), File(deployed, "canary-authority", "ca.pem"));
    }

    private static Task<MockedStack> DeployAsync(params (string Key, string Value)[] settings) =>
        MockedStack.DeployAsync("dev", [("postgresPassword", "lakepass"), .. settings]);

    private static Task<string> AuthorityAsync(MockedStack deployed) => OutputUtilities.GetValueAsync(deployed.Stack.AuthorityCertificate);

    private static string WatchdogOf(MockedStack deployed)
    {
        var lines = File(deployed, "prometheus-config", "rules/alerts.yml").Split('\n');
        return lines[Array.IndexOf(lines, "      - alert: Watchdog") + 1].Trim()["expr: ".Length..];
    }

    // Those that have somebody asked, in order.
    private static IEnumerable<string> Jobs(MockedStack deployed) => File(deployed, "prometheus-config", "prometheus.yml")
        .Split("\n  - ").Where(job => job.Contains("\n    metrics_path: /probe\n")).Select(job => job.Split('\n')[0]["job_name: ".Length..]);

    private static IEnumerable<string> Modules(MockedStack deployed) => File(deployed, "blackbox-exporter-config", "blackbox.yml")
        .Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ').Select(line => line.Trim().TrimEnd(':'));

    private static IEnumerable<string?> Networks(MockedStack deployed, string service) =>
        deployed.Container(service)["networksAdvanced"]!.AsArray().Select(network => (string?)network!["name"]);

    private static string File(MockedStack deployed, string carrier, string name) => (string)deployed.Container(carrier)["uploads"]!.AsArray()
        .Single(upload => ((string)upload!["file"]!).EndsWith($"/{name}", StringComparison.Ordinal))!["content"]!;
}
