using Infra.Tests.Support;
using Infra.Configs;
using Infra.Stacks;
using Infra.Stacks.Settings;

namespace Infra.Tests.Stacks.Settings;

public sealed class StackSettingsReaderTests
{
    private const string Password = "postgresPassword";

    [Fact]
    public void Takes_the_environment_from_the_name_of_the_stack()
    {
        Assert.Equal(StackEnvironment.Sandbox, Read("sandbox").Environment);
        Assert.Equal(StackEnvironment.Dev, Read("dev", (Password, "lakepass")).Environment);
        Assert.Equal(StackEnvironment.Prod, Read("eu-west", ProdSettings.Secrets, [("environment", "prod"), .. ProdSettings.Required]).Environment);
    }

    [Fact]
    public void Has_a_sandbox_that_needs_no_setting_at_all()
    {
        var settings = Read("sandbox");

        Assert.Equal("phlo-sandbox", settings.NamePrefix);
        Assert.True(settings.Postgres.Demo);
        Assert.Null(settings.Postgres.Password);
        Assert.Empty(settings.Alerts.Secrets);
        Assert.Equal("6h", settings.Prometheus.Retention.ToString());
        Assert.Equal("512MB", settings.Prometheus.RetentionSize.ToString());
        Assert.False(settings.Containers.KeepData);
        Assert.Equal(9090, settings.Ports["prometheus"]);
        Assert.Equal(9093, settings.Ports["alertmanager"]);
        Assert.Equal(0, settings.Ports["postgres"]);
    }

    [Fact]
    public void Publishes_Grafana_alone_and_hardens_everything_in_prod()
    {
        var settings = Read("prod", ProdSettings.Secrets, ProdSettings.Required);

        Assert.Equal(["grafana"], settings.Ports.Where(port => port.Value != 0).Select(port => port.Key));
        Assert.True(settings.Network.Isolated);
        Assert.True(settings.Containers.Hardened);
        Assert.True(settings.Containers.KeepData);
        Assert.True(settings.Images.PinDigests);
        Assert.Equal("30d", settings.Prometheus.Retention.ToString());
        Assert.Equal("40GB", settings.Prometheus.RetentionSize.ToString());
    }

    [Fact]
    public void Takes_auto_and_nothing_for_the_same() => Assert.Equal(
        Read("sandbox").Prometheus,
        Read("sandbox", ("prometheusRetention", "auto"), ("scrapeInterval", ""), ("prometheusRetentionSize", "auto")).Prometheus);

    [Fact]
    public void Takes_limits_for_some_services_and_leaves_the_others()
    {
        var settings = Read("sandbox", ("memoryLimits", """{"prometheus": 300}"""), ("cpuLimits", """{"postgres": 0.25}"""));

        Assert.Equal(300, settings.Containers.MemoryMegabytes[ServiceNames.Prometheus]);
        Assert.Equal(128, settings.Containers.MemoryMegabytes[ServiceNames.Alertmanager]);
        Assert.Equal(0.25m, settings.Containers.Processors[ServiceNames.Postgres]);
        Assert.Equal(1m, settings.Containers.Processors[ServiceNames.Prometheus]);
    }

    [Fact]
    public void Never_prints_a_secret() => Assert.DoesNotContain("lakepass", Read("dev", (Password, "lakepass")).ToString());

    [Fact]
    public void Reports_every_mistake_in_one_message() => Refuses(
        $$"""
        Pulumi.dev.yaml: 20 settings are wrong, nothing was changed.
          phlo-observability:alertWebhookUrl = (secret): expected an address that begins with http:// or https://, or none
          phlo-observability:alertmanagerPort = 9090: already the port of prometheusPort, expected another
          phlo-observability:containerWaitTimeout = 1s: expected a duration from 5s to 1h, such as 2m
          phlo-observability:cpuLimits.prometheus = lots: expected a number of processors from 0.1 to 256, such as 0.5, or none
          phlo-observability:images = prom/prometheus: expected a mapping of service to an image reference, such as prom/prometheus:v3.14.0
          phlo-observability:keepData = perhaps: expected true or false
          phlo-observability:lakehouse = real: expected demo or external
          phlo-observability:logMaxFiles = 0: expected a whole number from 1 to 100
          phlo-observability:logMaxSize = 10: expected a number with the unit k, m or g, such as 10m, or none
          phlo-observability:memoryLimits.promtheus = 512: no such service, did you mean prometheus?; expected one of {{string.Join(", ", ServiceNames.All)}}
          phlo-observability:namePrefix = Phlo Dev: expected 1 to 40 lower-case letters, digits and hyphens, beginning with a letter
          phlo-observability:postgresAddress = postgres: expected a host and a port, such as postgres:5432
          phlo-observability:postgresExporterPort = 99999: expected a port from 1 to 65535, or 0 to publish none
          phlo-observability:postgresPassword = (not set): expected the password of the lakehouse's Postgres; set it with: ./infra config set --secret postgresPassword
          phlo-observability:postgresSslMode = yes: expected disable or require or verify-ca or verify-full
          phlo-observability:prometheusRetention = 7 days: expected a duration from 1h to 3650d, such as 7d
          phlo-observability:prometheusRetentionSize = 40: expected a size with a unit (B, KB, MB, GB, TB), such as 40GB, or none
          phlo-observability:promtheusPort = 9095: no such setting, did you mean prometheusPort?
          phlo-observability:publishAddress = localhost: expected an IP address of this machine, such as 127.0.0.1
          phlo-observability:scrapeInterval = 15: expected a duration from 1s to 2m, such as 15s
        Every setting is described in docs/configuration.md.
        """,
        "dev", [],
        ("alertWebhookUrl", "hooks.example.com/token"),
        ("alertmanagerPort", "9090"),
        ("containerWaitTimeout", "1s"),
        ("cpuLimits", """{"prometheus": "lots"}"""),
        ("images", "prom/prometheus"),
        ("keepData", "perhaps"),
        ("lakehouse", "real"),
        ("logMaxFiles", "0"),
        ("logMaxSize", "10"),
        ("memoryLimits", """{"promtheus": 512}"""),
        ("namePrefix", "Phlo Dev"),
        ("postgresAddress", "postgres"),
        ("postgresExporterPort", "99999"),
        ("postgresSslMode", "yes"),
        ("prometheusRetention", "7 days"),
        ("prometheusRetentionSize", "40"),
        ("promtheusPort", "9095"),
        ("publishAddress", "localhost"),
        ("scrapeInterval", "15"));

    [Fact]
    public void Refuses_a_stack_of_which_it_cannot_tell_what_it_is_for() => Refuses(
        """
        Pulumi.staging.yaml: 1 setting is wrong, nothing was changed.
          phlo-observability:environment = (not set): expected sandbox or dev or prod, because the stack's name (staging) is none of them
        Every setting is described in docs/configuration.md.
        """,
        "staging", [Password], (Password, "xK4-pw9Lq2vT"));

    [Fact]
    public void Does_not_show_a_secret_under_a_mistyped_name() => Refuses(
        """
        Pulumi.sandbox.yaml: 2 settings are wrong, nothing was changed.
          phlo-observability:namePrefix = (secret): expected 1 to 40 lower-case letters, digits and hyphens, beginning with a letter
          phlo-observability:postgresPasword = (secret): no such setting, did you mean postgresPassword?
        Every setting is described in docs/configuration.md.
        """,
        "sandbox", ["namePrefix"], ("postgresPasword", "hunter2"), ("namePrefix", "HUNTER2"));

    [Fact]
    public void Refuses_the_address_of_a_Postgres_that_the_stack_brings_itself() => Refuses(
        """
        Pulumi.sandbox.yaml: 1 setting is wrong, nothing was changed.
          phlo-observability:postgresAddress = db.example.com:5432: expected auto: with lakehouse = demo the stack brings the Postgres that it watches
        Every setting is described in docs/configuration.md.
        """,
        "sandbox", [], ("postgresAddress", "db.example.com:5432"));

    private static void Refuses(string message, string stack, string[] secrets, params (string Key, string Value)[] values) =>
        Assert.Equal(message, Assert.Throws<Pulumi.RunException>(() => Read(stack, secrets, values)).Message);

    private static StackSettings Read(string stack, params (string Key, string Value)[] values) => Read(stack, [], values);

    private static StackSettings Read(string stack, string[] secrets, params (string Key, string Value)[] values)
    {
        var settings = values.ToDictionary(value => value.Key, value => value.Value);
        return StackSettingsReader.Read(new SettingSource
        {
            Project = "phlo-observability",
            Stack = stack,
            Get = settings.GetValueOrDefault,
            Keys = settings.Keys,
            SecretKeys = secrets.ToHashSet(),
        });
    }
}
