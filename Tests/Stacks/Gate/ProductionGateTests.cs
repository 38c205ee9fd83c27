using Infra.Components.Containers;
using Infra.Stacks;
using Infra.Stacks.Gate;
using Infra.Stacks.Settings;
using Infra.Tests.Support;

namespace Infra.Tests.Stacks.Gate;

public sealed class ProductionGateTests
{
    private static readonly string Digest = "sha256:" + new string('0', 64);

    /// <summary>For each rule the settings that break it, and it alone.</summary>
    public static TheoryData<string, string, string> Breaches => new()
    {
        { GateRule.WeakCredential, "postgresPassword", "lakepass" },
        { GateRule.ImageWithoutDigest, "images", """{"prometheus": "prom/prometheus:v3.14.0"}""" },
        { GateRule.ImageWithoutDigest, "pinImageDigests", "false" },
        { GateRule.MutableTag, "images", $$"""{"prometheus": "prom/prometheus:latest@{{Digest}}"}""" },
        { GateRule.MutableTag, "images", $$"""{"prometheus": "prom/prometheus:v3@{{Digest}}"}""" },
        { GateRule.MutableTag, "images", $$"""{"prometheus": "prom/prometheus@{{Digest}}"}""" },
        { GateRule.PublishedPort, "prometheusPort", "9090" },
        { GateRule.RootContainer, "dockerStorageDriver", "none" },
        { GateRule.WholeMachine, "machineFileSystems", "all" },
        { GateRule.RawDockerSocket, "containerdSocket", "/run/containerd/containerd.sock" },
        { GateRule.RawDockerSocket, "dockerRoot", "/var/run" },
        { GateRule.RawDockerSocket, "dockerRoot", "/run" },
        { GateRule.RawDockerSocket, "dockerRoot", "/srv/../var/run" },
        { GateRule.MissingMemoryLimit, "memoryLimits", """{"prometheus": "none"}""" },
        { GateRule.MissingCpuLimit, "cpuLimits", """{"prometheus": "none"}""" },
        { GateRule.MissingProcessLimit, "processLimit", "none" },
        { GateRule.MissingLogLimit, "logMaxSize", "none" },
        { GateRule.WritableRoot, "hardenContainers", "false" },
        { GateRule.MissingRetention, "prometheusRetention", "none" },
        { GateRule.MissingByteCap, "prometheusRetentionSize", "none" },
        { GateRule.MissingByteCap, "prometheusRetentionSize", "0GB" },
        { GateRule.MissingByteCap, "lokiDiskLimit", "0" },
        { GateRule.TlsOff, "tls", "false" },
        { GateRule.TlsOff, "remoteWriteUrl", "http://mimir.example.com/api/v1/push" },
        { GateRule.TlsOff, "remoteLokiUrl", "http://loki.example.com/loki/api/v1/push" },
        { GateRule.TlsOff, "alertWebhookUrl", "http://hooks.example.com/T0K3N-of-prod" },
        { GateRule.TlsOff, "alertHeartbeatUrl", "http://hc-ping.example.com/4f2b" },
        { GateRule.TlsOff, "grafanaApiUrl", "http://grafana.example.com" },
        { GateRule.SharedNetwork, "isolatedNetwork", "false" },
        { GateRule.ReceiverWithoutDestination, "alertWebhookUrl", "none" },
    };

    [Fact]
    public void Lets_through_a_stack_with_what_prod_cannot_do_without() => Assert.Empty(Read(ProdSettings.Secrets).Waivers);

    [Theory]
    [MemberData(nameof(Breaches))]
    public void Refuses_what_breaks_a_rule_and_names_the_setting(string rule, string setting, string value)
    {
        var message = Refused(ProdSettings.Secrets, (setting, value));

        var lines = message.Split('\n')[1..^1];
        Assert.All(lines, line =>
        {
            Assert.StartsWith($"  phlo-observability:{setting}", line);
            Assert.Contains($"refused in prod ({rule}), expected ", line);
            Assert.DoesNotContain("refused in prod", line.Replace($"refused in prod ({rule})", ""));
        });
        Assert.DoesNotContain("lakepass", message);
    }

    [Theory]
    [MemberData(nameof(Breaches))]
    public void Lets_through_what_is_waived_by_name_with_a_reason_and_remembers_it(string rule, string setting, string value)
    {
        var settings = Read(ProdSettings.Secrets, (setting, value), ("gateWaivers", $$"""{"{{rule}}": "agreed with the head of operations"}"""));

        var waiver = Assert.Single(settings.Waivers);
        Assert.Equal((rule, "agreed with the head of operations"), (waiver.Rule, waiver.Reason));
        Assert.All(waiver.Findings, finding => Assert.Equal(rule, finding.Rule));
        Assert.NotEmpty(waiver.Findings);
    }

    [Theory]
    [InlineData("objectStoreInsecure", "true", "objectStoreEndpoint", "s3.example.com:9000")]
    [InlineData("remoteTempoTls", "false", "remoteTempoAddress", "tempo.example.com:4317")]
    public void Asks_for_TLS_of_a_store_elsewhere_where_there_is_one(string setting, string value, string other, string address)
    {
        Assert.Contains($"{setting} = {value}: refused in prod (tls-off)", Refused(ProdSettings.Secrets, (setting, value), (other, address)));
        Assert.Empty(Read(ProdSettings.Secrets, (setting, value)).Waivers);
    }

    [Theory]
    [InlineData("slackWebhookUrl", "slackWebhookUrl", "http://hooks.slack.example.com/T0K3N")]
    [InlineData("pagerdutyUrl", "pagerdutyUrl", "http://events.example.com/v2/enqueue", "pagerdutyRoutingKey", "0123456789abcdef0123456789abcdef")]
    [InlineData("smtpTls", "smtpTls", "none", "smtpHost", "smtp.example.com:25", "smtpFrom", "alerts@example.com")]
    [InlineData("postgresSslMode", "postgresAddress", "db.example.com:5432")]
    [InlineData("postgresSslMode", "postgresAddress", "10.1.2.3:5432")]
    [InlineData("grafanaDatabaseSslMode", "grafanaDatabaseSslMode", "disable", "grafanaDatabaseAddress", "db.example.com:5432", "grafanaDatabasePassword", ProdSettings.OtherPassword)]
    [InlineData("minioScheme", "minioAddresses", "minio.example.com:9000", "minioSecretKey", ProdSettings.OtherPassword)]
    [InlineData("targets.spark.scheme", "targets", """{"spark": {"addresses": "spark.example.com:4040", "user": "scraper", "password": "tG7-vq2Wm9Zs"}}""")]
    public void Refuses_to_send_secrets_in_the_clear_to_another_machine(string setting, params string[] given)
    {
        var message = Refused(Encrypted, Pairs(given));

        Assert.Contains($"phlo-observability:{setting} = ", message);
        Assert.Single(message.Split('\n'), line => line.Contains("refused in prod", StringComparison.Ordinal));
        Assert.Contains("refused in prod (tls-off), expected ", message);
        Assert.DoesNotContain("T0K3N", message);
    }

    [Theory]
    [InlineData("alertWebhookUrl", "http://alert-bridge:8080/")]
    [InlineData("alertWebhookUrl", "http://host.docker.internal:8080/")]
    [InlineData("alertWebhookUrl", "http://172.17.0.1:8080/")]
    [InlineData("postgresAddress", "postgres:5432")]
    [InlineData("minioAddresses", "minio:9000", "minioSecretKey", ProdSettings.OtherPassword)]
    [InlineData("grafanaApiUrl", "http://localhost:8080/")]
    [InlineData("postgresAddress", "db.example.com:5432", "postgresSslMode", "verify-full")]
    [InlineData("postgresAddress", "db.example.com:5432", "postgresEnabled", "false")]
    [InlineData("minioAddresses", "minio.example.com:9000")]
    [InlineData("smtpTls", "none")]
    public void Lets_through_what_stays_on_the_machine_or_is_no_secret(params string[] given) => Assert.Empty(Read(Encrypted, Pairs(given)).Waivers);

    [Theory]
    [InlineData("objectStoreSecretKey", "minioadmin", "objectStoreAccessKey", "minioadmin", "objectStoreEndpoint", "s3.example.com")]
    [InlineData("remoteWritePassword", "changeme", "remoteWriteUser", "mimir", "remoteWriteUrl", "https://mimir.example.com/api/v1/push")]
    [InlineData("remoteLokiPassword", "loki", "remoteLokiUser", "loki", "remoteLokiUrl", "https://loki.example.com/loki/api/v1/push")]
    [InlineData("remoteTempoPassword", "tempo-password", "remoteTempoUser", "tempo", "remoteTempoAddress", "tempo.example.com:4317")]
    public void Refuses_a_store_elsewhere_that_everybody_can_guess_the_password_of(string setting, params string[] given)
    {
        var message = Refused(Encrypted, Pairs([setting, .. given]));

        Assert.Contains($"phlo-observability:{setting} = (secret): refused in prod (weak-credential), expected ", message);
    }

    [Fact]
    public void Refuses_an_image_that_the_lock_does_not_have()
    {
        var source = Source(ProdSettings.Secrets, []);
        var settings = StackSettingsReader.Read(source);
        var unlocked = settings with { Images = settings.Images with { Lock = ImageLock.Of([]) } };

        var findings = ProductionGate.Findings(unlocked, new SettingReader(source));

        Assert.Equal(settings.Services.Count, findings.Count);
        Assert.All(findings, finding => Assert.Equal((GateRule.ImageWithoutDigest, "pinImageDigests"), (finding.Rule, finding.Setting)));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("sandbox")]
    public void Is_not_asked_elsewhere(string stack) =>
        Assert.Empty(StackSettingsReader.Read(Source([], [("tls", "false"), ("prometheusRetentionSize", "none")]) with { Stack = stack }).Waivers);

    [Theory]
    [InlineData("dev")]
    [InlineData("sandbox")]
    public void Is_not_avoided_by_calling_a_stack_prod_and_meaning_another(string environment) => Assert.Contains(
        $"environment = {environment}: expected prod or auto, as the stack's name says: a stack for something else has another name",
        Refused(ProdSettings.Secrets, ("environment", environment)));

    [Fact]
    public void Tells_of_everything_at_once() => Assert.Equal(
        """
        Pulumi.prod.yaml: 5 settings are wrong, nothing was changed.
          phlo-observability:alertWebhookUrl = (secret): refused in prod (unencrypted-secret), expected an encrypted value; set it with: ./infra config set --secret alertWebhookUrl
          phlo-observability:images.prometheus = prom/prometheus:latest: refused in prod (image-without-digest), expected an image of prometheus with its digest (…@sha256:…); ./infra images lock finds it
          phlo-observability:images.prometheus = prom/prometheus:latest: refused in prod (mutable-tag), expected an image of prometheus with a full version, such as :v3.14.0
          phlo-observability:postgresPassword = (secret): refused in prod (unencrypted-secret), expected an encrypted value; set it with: ./infra config set --secret postgresPassword
          phlo-observability:postgresPassword = (secret): refused in prod (weak-credential), expected a password that takes 10^15 guesses (by zxcvbn's estimate), such as 16 characters by chance (openssl rand -base64 12) or five words by chance
          phlo-observability:prometheusRetentionSize = none: refused in prod (missing-byte-cap), expected a size such as 40GB, so that the store cannot fill the disk
          phlo-observability:tls = false: refused in prod (tls-off), expected true: whoever reaches a network could read and send whatever they like
        Every setting is described in docs/configuration.md.
        """,
        Refused(
            [], ("tls", "false"), ("postgresPassword", "lakepass"), ("prometheusRetentionSize", "none"),
            ("images", """{"prometheus": "prom/prometheus:latest"}""")));

    [Theory]
    [InlineData("""{"tls-of": "agreed with the head of operations"}""", "gateWaivers.tls-of = agreed with the head of operations: no such rule, did you mean tls-off?")]
    [InlineData("""{"tls-off": "because"}""", "gateWaivers.tls-off = because: expected a reason of at least 10 letters")]
    [InlineData("""["tls-off"]""", """gateWaivers = ["tls-off"]: expected a mapping of rule to a reason of at least 10 letters""")]
    public void Takes_no_waiver_without_a_rule_and_a_reason(string waivers, string problem) =>
        Assert.Contains(problem, Refused(ProdSettings.Secrets, ("gateWaivers", waivers)));

    [Fact]
    public void Has_a_name_and_a_purpose_for_each_rule() => Assert.Equal(
        typeof(GateRule).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
        GateRule.All.Keys);

    private static string[] Encrypted =>
    [
        .. ProdSettings.Secrets, "slackWebhookUrl", "pagerdutyRoutingKey", "grafanaDatabasePassword", "targets", "objectStoreAccessKey", "objectStoreSecretKey",
        "remoteWritePassword", "remoteLokiPassword", "remoteTempoPassword",
    ];

    private static (string Key, string Value)[] Pairs(string[] given) => [.. given.Chunk(2).Select(pair => (pair[0], pair[1]))];

    private static string Refused(string[] secrets, params (string Key, string Value)[] values) =>
        Assert.Throws<Pulumi.RunException>(() => Read(secrets, values)).Message;

    private static StackSettings Read(string[] secrets, params (string Key, string Value)[] values) => StackSettingsReader.Read(Source(secrets, values));

    private static SettingSource Source(string[] secrets, (string Key, string Value)[] values)
    {
        var settings = ProdSettings.Required.ToDictionary(value => value.Key, value => value.Value);
        foreach (var (key, value) in values)
            settings[key] = value;

        return new SettingSource
        {
            Project = "phlo-observability",
            Stack = "prod",
            Get = settings.GetValueOrDefault,
            Keys = settings.Keys,
            SecretKeys = secrets.ToHashSet(),
        };
    }
}
