using System.Net;
using Infra.Stacks.Gate;
using Infra.Tests.Support;

namespace Infra.Tests.Stacks.Gate;

/// <summary>Settings that have all that the rules ask for, and make no sense: each was let through once.</summary>
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class SlySettingsTests
{
    private static readonly string Digest = "sha256:" + new string('0', 64);

    // What a server of prod may be.
    private static readonly MachineFacts Server = new()
    {
        MemoryBytes = 32L << 30,
        Processors = 8,
        DiskBytes = 500L << 30,
        DockerRoot = "/var/lib/docker",
        Networks = [IPNetwork.Parse("172.17.0.0/16"), IPNetwork.Parse("172.20.0.0/16"), IPNetwork.Parse("10.88.0.0/24")],
    };

    /// <summary>What is refused wherever the stack is.</summary>
    public static TheoryData<string, string, string[]> Settings => new()
    {
        { GateRule.SenselessLimit, "prometheusRetentionSize", ["prometheusRetentionSize", "900TB"] },
        { GateRule.SenselessLimit, "lokiDiskLimit", ["lokiDiskLimit", "100"] },
        { GateRule.SenselessLimit, "memoryLimits.prometheus", ["memoryLimits", """{"prometheus": 1048576}"""] },
        { GateRule.SenselessLimit, "cpuLimits.loki", ["cpuLimits", """{"loki": 256}"""] },
        { GateRule.SenselessLimit, "processLimit", ["processLimit", "1048576"] },
        { GateRule.SenselessLimit, "logMaxSize", ["logMaxSize", "900g"] },
        { GateRule.SenselessLimit, "logMaxSize", ["logMaxSize", "999999999999999999999g"] },
        { GateRule.SenselessLimit, "logMaxSize", ["logMaxSize", "900m", "logMaxFiles", "100"] },
        { GateRule.SenselessLimit, "scrapeSampleLimit", ["scrapeSampleLimit", "5000000"] },
        { GateRule.SenselessLimit, "logRateLimit", ["logRateLimit", "1000000"] },
        { GateRule.SenselessLimit, "tempoIngestionRate", ["tempoIngestionRate", "1000"] },
        { GateRule.SenselessLimit, "tempoRetention", ["tempoRetention", "10y"] },
        { GateRule.SenselessLimit, "lokiRetention", ["lokiRetention", "10y"] },
        { GateRule.SenselessTime, "scrapeInterval", ["scrapeInterval", "1s"] },
        { GateRule.SenselessTime, "tlsRenewBefore", ["tlsRenewBefore", "1h"] },
        { GateRule.SenselessTime, "alertPendingPeriod", ["alertPendingPeriod", "1h"] },
        { GateRule.SenselessTime, "alertGroupWait", ["alertGroupWait", "1h"] },
        { GateRule.SenselessTime, "alertRepeatInterval", ["alertRepeatInterval", "120h"] },
        { GateRule.SenselessTime, "maintenanceWindows.always", ["maintenanceWindows", """{"always": {"times": "00:00-24:00"}}"""] },
        { GateRule.SenselessTime, "maintenanceWindows.most", ["maintenanceWindows", """{"most": {"times": "00:00-12:00,11:00-24:00", "severities": "critical"}}"""] },
        { GateRule.SenselessTime, "maintenanceWindows", ["maintenanceWindows", """{"day": {"times": "06:00-18:00"}, "night": {"times": "18:00-06:00"}}"""] },
        { GateRule.SenselessTime, "alertHours.critical", ["alertHours", """{"critical": {"times": "03:00-03:01", "weekdays": "sunday"}}"""] },
        { GateRule.SenselessTime, "prometheusRetention", ["prometheusRetention", "1h"] },
        { GateRule.SenselessLimit, "prometheusRetentionSize", ["prometheusRetentionSize", "1B"] },
        { GateRule.SenselessLimit, "lokiDiskLimit", ["lokiDiskLimit", "1"] },
        { GateRule.SenselessLimit, "logMaxSize", ["logMaxSize", "1k"] },
        { GateRule.HostAccess, "dockerRoot", ["dockerRoot", "/proc/self/root"] },
        { GateRule.HostAccess, "dockerRoot", ["dockerRoot", "/proc/1/root/var/lib/docker"] },
        { GateRule.HostAccess, "dockerRoot", ["dockerRoot", "/var/lib/../../etc"] },
        { GateRule.HostAccess, "dockerRoot", ["dockerRoot", "/var//lib/docker/./../../../root"] },
        { GateRule.HostAccess, "dockerRoot", ["dockerRoot", "/root"] },
        { GateRule.HostAccess, "dockerRoot", ["dockerRoot", "/etc"] },
        { GateRule.HostAccess, "dockerRoot", ["dockerRoot", "/home"] },
        { GateRule.HostAccess, "dockerRoot", ["dockerRoot", "/var/lib"] },
        { GateRule.HostAccess, "dockerRoot", ["dockerRoot", "/host/var/lib/docker"] },
        { GateRule.HostAccess, "dockerSocket", ["dockerSocket", "/proc/1/root/var/run/docker.sock"] },
        { GateRule.HostAccess, "dockerSocket", ["dockerSocket", "/etc/shadow"] },
        { GateRule.HostAccess, "dockerSocket", ["dockerSocket", "/run/containerd/containerd.sock"] },
        { GateRule.TlsOff, "postgresSslMode", ["postgresAddress", "172.31.4.5:5432"] },
        { GateRule.TlsOff, "postgresSslMode", ["postgresAddress", "172.18.0.1:5432"] },
        { GateRule.TlsOff, "postgresSslMode", ["postgresAddress", "2887712777:5432"] },
        { GateRule.TlsOff, "postgresSslMode", ["postgresAddress", "db.example.com:5432", "postgresSslMode", "require"] },
        { GateRule.TlsOff, "postgresSslMode", ["postgresEnabled", "false", "postgresAddress", "db.example.com:5432", "grafanaPostgresUser", "reader", "grafanaPostgresPassword", "tG7-vq2Wm9Zs"] },
        { GateRule.TlsOff, "grafanaDatabaseSslMode", ["grafanaDatabaseSslMode", "require", "grafanaDatabaseAddress", "db.example.com:5432", "grafanaDatabasePassword", "tG7-vq2Wm9Zs"] },
        { GateRule.TlsOff, "alertHeartbeatUrl", ["alertHeartbeatUrl", "http://172.31.4.5:8080/"] },
        { GateRule.TlsOff, "grafanaRootUrl", ["grafanaRootUrl", "http://grafana.example.com/"] },
        { GateRule.SharedNetwork, "lakehouseNetworks", ["lakehouseNetworks", "phlo-prod-socket"] },
        { GateRule.UnknownRegistry, "images.prometheus", ["images", $$"""{"prometheus": "evil.example.com/prom/prometheus:v3.14.0@{{Digest}}"}"""] },
        { GateRule.UnknownRegistry, "images.prometheus", ["images", $$"""{"prometheus": "somebody/prometheus:v3.14.0@{{Digest}}"}"""] },
        { GateRule.UnknownRegistry, "images.prometheus", ["images", $$"""{"prometheus": "docker.io.example.com/prom/prometheus:v3.14.0@{{Digest}}"}"""] },
        { GateRule.MisplacedSecret, "smtpUser", ["smtpUser", "xK4-pw9Lq2vT", "smtpPassword", "tG7-vq2Wm9Zs", "smtpHost", "smtp.example.com:587", "smtpFrom", "alerts@example.com"] },
        { GateRule.MisplacedSecret, "grafanaDomain", ["grafanaDomain", "observability.example.com"] },
        { GateRule.MisplacedSecret, "remoteWriteHeaders", ["remoteWriteHeaders", """{"X-Api-Key": "xK4-pw9Lq2vT"}"""] },
        { GateRule.SharedSecret, "grafanaPostgresPassword", ["grafanaPostgresUser", "reader", "grafanaPostgresPassword", ProdSettings.Password] },
        { GateRule.SharedSecret, "smtpPassword", ["smtpUser", "mailer", "smtpPassword", ProdSettings.Password, "smtpHost", "smtp.example.com:587", "smtpFrom", "alerts@example.com"] },
        { GateRule.WeakCredential, "smtpPassword", ["smtpUser", "mailer", "smtpPassword", "P@ssw0rd1234", "smtpHost", "smtp.example.com:587", "smtpFrom", "alerts@example.com"] },
        { GateRule.WeakCredential, "postgresPassword", ["postgresPassword", "passwordpasswordpassword"] },
    };

    /// <summary>What is refused because the machine is known.</summary>
    public static TheoryData<string, string, string[]> SettingsOfThisMachine => new()
    {
        { GateRule.SenselessLimit, "prometheusRetentionSize", ["prometheusRetentionSize", "450GB"] },
        { GateRule.SenselessLimit, "memoryLimits.prometheus", ["memoryLimits", """{"prometheus": 40960}"""] },
        { GateRule.SenselessLimit, "memoryLimits", ["memoryLimits", """{"prometheus": 16384, "loki": 12288}"""] },
        { GateRule.SenselessLimit, "cpuLimits.loki", ["cpuLimits", """{"loki": 9}"""] },
        { GateRule.HostAccess, "dockerRoot", ["dockerRoot", "/srv/backups"] },
        { GateRule.TlsOff, "postgresSslMode", ["postgresAddress", "172.18.0.5:5432"] },
        { GateRule.TlsOff, "postgresSslMode", ["postgresAddress", "172.31.4.5:5432"] },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Are_refused_by_a_rule_that_is_named(string rule, string setting, string[] given) => AssertRefused(new ProdStack(), rule, setting, given);

    [Theory]
    [MemberData(nameof(SettingsOfThisMachine))]
    public void Are_refused_by_what_is_known_of_the_machine(string rule, string setting, string[] given)
    {
        AssertRefused(new ProdStack { Machine = Server }, rule, setting, given);
        // Somewhere else they may be right.
        if (rule != GateRule.TlsOff)
            new ProdStack().Read(Pairs(given));
    }

    [Theory]
    [InlineData]
    [InlineData("prometheusRetentionSize", "300GB", "prometheusRetention", "2y")]
    [InlineData("postgresAddress", "172.20.0.5:5432")]
    [InlineData("postgresAddress", "10.88.0.7:5432")]
    [InlineData("postgresAddress", "172.17.0.1:5432")]
    [InlineData("postgresAddress", "db.example.com:5432", "postgresSslMode", "verify-ca")]
    [InlineData("postgresAddress", "lake-postgres:5432", "postgresSslMode", "require")]
    [InlineData("dockerRoot", "/var/lib/docker/")]
    [InlineData("memoryLimits", """{"prometheus": 8192}""", "cpuLimits", """{"prometheus": 4}""")]
    [InlineData("logMaxSize", "100m", "logMaxFiles", "5")]
    [InlineData("tempoRetention", "30d", "lokiRetention", "1y", "lokiDiskLimit", "95")]
    [InlineData("maintenanceWindows", """{"backup": {"times": "22:00-02:00"}, "trino": {"times": "00:00-24:00", "severities": "info"}}""")]
    [InlineData("alertHours", """{"warning": {"times": "08:00-18:00", "weekdays": "monday,tuesday,wednesday,thursday,friday"}}""")]
    [InlineData("publishAddress", "0.0.0.0", "grafanaDomain", "observability.example.com")]
    [InlineData("grafanaRootUrl", "https://observability.example.com/grafana/")]
    [InlineData("lakehouseNetworks", "phlo_default")]
    [InlineData("tlsCertificateValidity", "10d", "tlsRenewBefore", "4d")]
    [InlineData("imageMirror", "registry.example.com/mirror")]
    public void Are_told_from_those_of_a_stack_that_makes_sense(params string[] given) => new ProdStack { Machine = Server }.Read(Pairs(given));

    [Theory]
    [InlineData("remoteWritePassword", "remoteWriteUser", "1001", "remoteWriteUrl", "https://mimir.example.com/api/v1/push", "remoteWritePassword", "tG7-vq2Wm9Zs",
        "remoteLokiUser", "1002", "remoteLokiUrl", "https://loki.example.com/loki/api/v1/push", "remoteLokiPassword", "tG7-vq2Wm9Zs")]
    [InlineData("objectStoreSecretKey", "minioAccessKey", "lake", "minioSecretKey", "tG7-vq2Wm9Zs", "objectStoreAccessKey", "lake", "objectStoreSecretKey", "tG7-vq2Wm9Zs",
        "objectStoreEndpoint", "s3.example.com")]
    public void Are_no_secrets_that_belong_to_one_account(string secret, params string[] given) =>
        new ProdStack { Secrets = ["remoteWritePassword", "remoteLokiPassword", "objectStoreAccessKey", "objectStoreSecretKey", secret] }.Read(Pairs(given));

    [Theory]
    [InlineData("docker.io/somebody", "docker.io/somebody/prometheus")]
    [InlineData("registry.example.com", "registry.example.com/any/thing/prometheus")]
    [InlineData("registry.example.com:5000/team", "registry.example.com:5000/team/prometheus")]
    public void Are_no_images_of_a_registry_that_is_allowed(string registry, string image) =>
        new ProdStack().Read(("imageRegistries", registry), ("images", $$"""{"prometheus": "{{image}}:v3.14.0@{{Digest}}"}"""));

    [Theory]
    [InlineData("docker:registryAuth", """[{"address": "registry.example.com", "username": "ci", "password": "tG7-vq2Wm9Zs"}]""")]
    [InlineData("docker:keyMaterial", "-----BEGIN PRIVATE KEY-----")]
    [InlineData("docker:host", "tcp://ci:tG7-vq2Wm9Zs@127.0.0.1:2376")]
    [InlineData("grafana:auth", "admin:tG7-vq2Wm9Zs")]
    [InlineData("grafana:cloudAccessPolicyToken", "tG7-vq2Wm9Zs")]
    [InlineData("tls:proxy", """{"url": "http://proxy:3128", "password": "tG7-vq2Wm9Zs"}""")]
    public void Are_keys_of_providers_that_everybody_can_read(string key, string value)
    {
        var lines = new ProdStack { Providers = new Dictionary<string, string> { [key] = value } }.Refused();

        Assert.Equal([$"  {key} = (secret): refused in prod (unencrypted-secret), expected an encrypted value; set it with: ./infra config set --secret {key}"], lines);
        new ProdStack { Providers = new Dictionary<string, string> { [key] = value }, Secrets = [key] }.Read();
    }

    [Theory]
    [InlineData("tcp://docker.example.com:2375", true)]
    [InlineData("tcp://172.31.4.5:2375", true)]
    [InlineData("tcp://127.0.0.1:2375", false)]
    public void Are_Docker_engines_elsewhere_that_everybody_can_speak_to(string host, bool isRefused)
    {
        var stack = new ProdStack { Providers = new Dictionary<string, string> { ["docker:host"] = host } };

        if (isRefused)
            Assert.StartsWith($"  docker:host = {host}: refused in prod (tls-off), expected ", Assert.Single(stack.Refused()));
        else
            stack.Read();
        (stack with { Providers = new Dictionary<string, string> { ["docker:host"] = host, ["docker:certPath"] = "/root/certificates" } }).Read();
    }

    [Theory]
    [InlineData("docker:host", "ssh://phlo@server.example.com")]
    [InlineData("docker:certPath", "/root/certificates")]
    [InlineData("docker:registryAuth", """[{"address": "registry.example.com", "configFile": "/root/.docker/config.json"}]""")]
    public void Are_no_settings_of_providers_without_a_secret(string key, string value) =>
        new ProdStack { Providers = new Dictionary<string, string> { [key] = value } }.Read();

    [Fact]
    public void Are_secrets_that_were_encrypted_for_another_setting()
    {
        var stack = new ProdStack { Unbound = ["phlo-observability:postgresPassword", "docker:registryAuth", "phlo-observability:targets.spark.password"] };

        Assert.Equal(
            [
                "  docker:registryAuth = (secret): refused in prod (unbound-secret), expected a value that was encrypted for this setting; set it again with: ./infra config set --secret docker:registryAuth",
                "  phlo-observability:postgresPassword = (secret): refused in prod (unbound-secret), expected a value that was encrypted for this setting; set it again with: ./infra config set --secret postgresPassword",
                "  phlo-observability:targets.spark.password = (secret): refused in prod (unbound-secret), expected a value that was encrypted for this setting; set it again with: ./infra config set --secret --path targets.spark.password",
            ],
            stack.Refused());
        (stack with { Unbound = [] }).Read();
    }

    [Theory]
    [InlineData("smtpUser", "$__file{/run/secrets/admin-password}")]
    [InlineData("smtpUser", "$__env{HOME}")]
    [InlineData("smtpUser", "${HOME}")]
    [InlineData("smtpFrom", "$__file{/x}@example.com")]
    [InlineData("emailTo", "{{.ExternalURL}}@example.com")]
    [InlineData("grafanaRootUrl", "https://example.com/$__file{/run/secrets/admin-password}/")]
    [InlineData("grafanaApiUrl", "https://example.com/${HOME}")]
    [InlineData("pagerdutyUrl", "https://example.com/{{.ExternalURL}}")]
    [InlineData("runbookBase", "https://example.com/{{query}}")]
    public void Are_texts_that_a_product_replaces_by_what_it_finds_wherever_the_stack_is(string setting, string value)
    {
        foreach (var stack in new[] { "dev", "prod" })
        {
            var source = new ProdStack().Source((setting, value)) with { Stack = stack };
            var message = Assert.Throws<Pulumi.RunException>(() => Infra.Stacks.Settings.StackSettingsReader.Read(source)).Message;
            Assert.Contains($"phlo-observability:{setting} = {value}: expected ", message);
        }
    }

    [Theory]
    [InlineData("bridge")]
    [InlineData("host")]
    [InlineData("none,phlo_default")]
    [InlineData("container:phlo-trino-1")]
    [InlineData("ingress")]
    public void Are_networks_that_are_none_of_a_lakehouse_wherever_the_stack_is(string networks)
    {
        foreach (var stack in new[] { "dev", "prod" })
        {
            var source = new ProdStack().Source(("lakehouseNetworks", networks)) with { Stack = stack };
            var message = Assert.Throws<Pulumi.RunException>(() => Infra.Stacks.Settings.StackSettingsReader.Read(source)).Message;
            Assert.Contains($"phlo-observability:lakehouseNetworks = {networks}: expected ", message);
        }
    }

    private static void AssertRefused(ProdStack stack, string rule, string setting, string[] given)
    {
        var secrets = given.Chunk(2).Select(pair => pair[0]).Where(key => key.EndsWith("Password", StringComparison.Ordinal) || rule == GateRule.MisplacedSecret);
        var lines = (stack with { Secrets = [.. secrets] }).Refused(Pairs(given));

        Assert.All(lines, line => Assert.Contains($": refused in prod ({rule}), expected ", line));
        Assert.Contains(lines, line => line.StartsWith($"  phlo-observability:{setting} = ", StringComparison.Ordinal));
        (stack with { Secrets = [.. secrets] }).Read([.. Pairs(given), ("gateWaivers", $$"""{"{{rule}}": "agreed with the head of operations"}""")]);
    }

    private static (string Key, string Value)[] Pairs(string[] given) => [.. given.Chunk(2).Select(pair => (pair[0], pair[1]))];
}
