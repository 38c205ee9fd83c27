using Infra.Tests.Support;
using Infra.Configs.Lakehouse;
using Infra.Stacks;
using Infra.Stacks.Settings;

namespace Infra.Tests.Stacks.Settings;

public sealed class LakehouseSettingsTests
{
    private const string StrongKey = "xK4-pw9Lq2vT";

    [Fact]
    public void Watches_everything_under_Phlos_own_names_where_nothing_is_set()
    {
        var lakehouse = Read("dev").Lakehouse;

        Assert.Equal(
            [
                "trino trino http://trino:8080/metrics prometheus",
                "nessie nessie http://nessie:9000/q/metrics ",
                "minio-cluster minio http://minio:9000/minio/v2/metrics/cluster ",
                "minio-bucket minio http://minio:9000/minio/v2/metrics/bucket ",
            ],
            lakehouse.Targets.Select(target => $"{target.Name} {target.Service} {(target.Https ? "https" : "http")}://{target.Addresses[0]}{target.Path} {target.User}"));
        Assert.Equal("trino_sql_planner_iterative_.*|io_airlift_http_client_.*|trino_execution_scheduler_.*|trino_server_remotetask_.*", lakehouse.Targets[0].DroppedMetrics);
        Assert.Equal("public", lakehouse.Dagster?.Schema);
        Assert.Empty(lakehouse.Networks);
    }

    [Fact]
    public void Watches_Postgres_alone_in_the_sandbox()
    {
        var settings = Read("sandbox");

        Assert.Empty(settings.Lakehouse.Targets);
        Assert.Null(settings.Lakehouse.Dagster);
        Assert.Contains("postgres-exporter", settings.Services);
    }

    [Fact]
    public void Leaves_out_what_is_turned_off()
    {
        var settings = Read(
            "dev", ("trinoEnabled", "false"), ("nessieEnabled", "false"), ("minioEnabled", "false"), ("postgresEnabled", "false"), ("postgresPassword", ""));

        Assert.Empty(settings.Lakehouse.Targets);
        Assert.Null(settings.Lakehouse.Dagster);
        Assert.DoesNotContain("postgres-exporter", settings.Services);
    }

    [Fact]
    public void Makes_MinIOs_token_of_its_keys()
    {
        var targets = Read("dev", ("minioAccessKey", "prometheus"), ("minioSecretKey", "minio123")).Lakehouse.Targets;

        Assert.All(targets.Where(target => target.Service == "minio"), target => Assert.Equal(MinioToken.Mint("prometheus", "minio123"), target.Token?.Value));
    }

    [Fact]
    public void Asks_a_public_MinIO_without_a_token() => Assert.All(
        Read("dev", ("minioSecretKey", "minio123"), ("minioAuth", "public")).Lakehouse.Targets, target => Assert.Null(target.Token));

    [Fact]
    public void Knows_how_old_assets_may_get() => Assert.Equal(
        [("orders", "1d"), ("raw/entries", "1h30m")],
        Read("dev", ("assetFreshness", """{"raw/entries": "90m", "orders": "24h"}""")).Lakehouse.Dagster!.AssetFreshness.Select(asset => (asset.Key, asset.Value.ToString())));

    [Fact]
    public void Takes_further_targets_with_all_that_they_need()
    {
        var targets = Read("dev", ("targets", """
            {
              "superset": {"addresses": "superset:8088", "scheme": "https", "user": "prometheus", "password": "geheim", "labels": {"team": "bi"}},
              "trino-adhoc": {"job": "trino", "addresses": ["adhoc:8080", "adhoc-worker:8080"], "droppedMetrics": "trino_sql_*, a_b", "readyPath": "/v1/info"},
              "off": {"addresses": "off:1", "enabled": false}
            }
            """)).Lakehouse.Targets;

        Assert.Equal(["trino", "nessie", "minio-cluster", "minio-bucket", "superset", "trino-adhoc"], targets.Select(target => target.Name));
        var superset = targets[4];
        Assert.Equal(("prometheus", "geheim", true, "bi"), (superset.User, superset.Password?.Value, superset.Https, superset.Labels["team"]));
        var adhoc = targets[5];
        Assert.Equal("trino", adhoc.Service);
        Assert.Equal(["adhoc:8080", "adhoc-worker:8080"], adhoc.Addresses);
        Assert.Equal("trino_sql_.*|a_b", adhoc.DroppedMetrics);
        Assert.Equal(["/v1/info", "/q/health/ready", "/minio/health/cluster", null, null, "/v1/info"], targets.Select(target => target.ReadyPath));
    }

    [Fact]
    public void Reports_every_mistake_by_its_place() => Refuses(
        """
        Pulumi.dev.yaml: 28 settings are wrong, nothing was changed.
          phlo-observability:assetFreshness.a b = 1h: expected the key of an asset, such as orders or raw/entries: letters, digits, underscores, hyphens and dots, slashes between its parts
          phlo-observability:assetFreshness.orders = soon: expected a duration from 1m to 365d, such as 24h
          phlo-observability:dagsterSchema = pub lic: expected the name of a schema: letters, digits, hyphens and underscores
          phlo-observability:lakehouseAuthority = -----BEGIN NOTHING-----: expected certificates as PEM, or none
          phlo-observability:lakehouseNetworks = a b: expected names of Docker networks that somebody has made (not bridge or host), separated by commas, or none
          phlo-observability:minioPath = minio: expected a path that begins with /, such as /metrics
          phlo-observability:minioSecretKey = (not set): expected the secret key of minioAccessKey, of which the token is made; set it with: ./infra config set --secret minioSecretKey
          phlo-observability:nessieAddresses = nessie: expected hosts with ports, separated by commas, such as trino:8080
          phlo-observability:nessieScheme = ftp: expected http or https
          phlo-observability:remoteWriteHeaders.Host = x: Prometheus sets this header itself, expected another; for a credential there are settings of its own
          phlo-observability:remoteWriteToken = (secret): expected either remoteWriteToken or remoteWriteUser, not both
          phlo-observability:remoteWriteUrl = mimir: expected an address that begins with http:// or https://, without user and password, such as https://mimir.example.com/api/v1/push, or none
          phlo-observability:remoteWriteUser = phlo: expected remoteWritePassword beside it
          phlo-observability:targets.Bad = {…}: expected a name of lower-case letters, digits and hyphens, beginning with a letter
          phlo-observability:targets.grafana = {…}: this service has settings or a job of its own, expected another name
          phlo-observability:targets.s.addresses = (not set): expected hosts with ports, separated by commas, such as trino:8080
          phlo-observability:targets.s.adresses = s:1: no such field of a target, did you mean addresses?; expected one of addresses, droppedMetrics, enabled, headers, job, labels, password, path, readyPath, scheme, token, user
          phlo-observability:targets.s.droppedMetrics = a{b}: expected names of metrics, separated by commas, with * for any characters, or none
          phlo-observability:targets.s.enabled = perhaps: expected true or false
          phlo-observability:targets.s.headers.Authorization = x: Prometheus sets this header itself, expected another; for a credential there are settings of its own
          phlo-observability:targets.s.labels.a-b = c: expected a label's name: letters, digits and underscores, not two of these in front
          phlo-observability:targets.s.labels.job = x: the program gives this label itself, expected another name
          phlo-observability:targets.s.password = (secret): expected a user beside it
          phlo-observability:targets.t = s:1: expected a mapping with addresses, droppedMetrics, enabled, headers, job, labels, password, path, readyPath, scheme, token, user; only addresses is required
          phlo-observability:trinoDroppedMetrics = (a): expected names of metrics, separated by commas, with * for any characters, or none
          phlo-observability:trinoLabels.service = x: the program gives this label itself, expected another name
          phlo-observability:trinoPassword = (secret): expected trinoScheme = https beside it: Trino takes no password over plain HTTP
          phlo-observability:trinoUser = a:b: expected the name of a user, without a colon
        Every setting is described in docs/configuration.md.
        """,
        "dev", [],
        ("assetFreshness", """{"a b": "1h", "orders": "soon"}"""),
        ("dagsterSchema", "pub lic"),
        ("lakehouseAuthority", "-----BEGIN NOTHING-----"),
        ("lakehouseNetworks", "a b"),
        ("minioAuth", "jwt"),
        ("minioPath", "minio"),
        ("nessieAddresses", "nessie"),
        ("nessieScheme", "ftp"),
        ("remoteWriteHeaders", """{"Host": "x"}"""),
        ("remoteWriteToken", "t0ken"),
        ("remoteWriteUrl", "mimir"),
        ("remoteWriteUser", "phlo"),
        ("targets", """
            {
              "Bad": {}, "grafana": {}, "t": "s:1",
              "s": {"adresses": "s:1", "droppedMetrics": "a{b}", "enabled": "perhaps", "headers": {"Authorization": "x"}, "labels": {"a-b": "c", "job": "x"}, "password": "hunter2"}
            }
            """),
        ("trinoDroppedMetrics", "(a)"),
        ("trinoLabels", """{"service": "x"}"""),
        ("trinoPassword", "hunter2"),
        ("trinoUser", "a:b"));

    [Theory]
    [InlineData("""{"Superset": {"addresses": "s:1", "password": "hunter2"}}""")]
    [InlineData("""{"superset": {"addresses": "s:1", "pasword": "hunter2"}}""")]
    [InlineData("""{"superset": {"addresses": "s:1", "tokn": {"secure": "hunter2"}}}""")]
    [InlineData("""{"superset": {"addresses": "s:1", "token": " hunter2"}}""")]
    public void Shows_no_secret_of_a_target_that_it_refuses(string targets) =>
        Assert.DoesNotContain("hunter2", Assert.Throws<Pulumi.RunException>(() => Read("dev", ("targets", targets))).Message);

    [Fact]
    public void Wants_secrets_encrypted_and_strong_in_prod() => Refuses(
        """
        Pulumi.prod.yaml: 3 settings are wrong, nothing was changed.
          phlo-observability:minioSecretKey = (secret): refused in prod (weak-credential), expected a password that takes 10^15 guesses (by zxcvbn's estimate), such as 16 characters by chance (openssl rand -base64 12) or five words by chance
          phlo-observability:remoteWriteUrl = http://mimir/api/v1/push: refused in prod (tls-off), expected an address that begins with https://
          phlo-observability:targets.superset.token = (secret): refused in prod (unencrypted-secret), expected an encrypted value; set it with: ./infra config set --secret --path targets.superset.token
          phlo-observability:targets.superset.token = (secret): refused in prod (weak-credential), expected a password that takes 10^15 guesses (by zxcvbn's estimate), such as 16 characters by chance (openssl rand -base64 12) or five words by chance
        Every setting is described in docs/configuration.md.
        """,
        "prod", ProdSettings.Secrets, ("alertWebhookUrl", ProdSettings.WebhookUrl),
        ("minioSecretKey", "minio123"), ("remoteWriteUrl", "http://mimir/api/v1/push"), ("targets", """{"superset": {"addresses": "s:1", "token": "t0ken"}}"""));

    [Fact]
    public void Knows_no_headers_where_the_packaged_Prometheus_knows_none() => Refuses(
        """
        Pulumi.sandbox.yaml: 1 setting is wrong, nothing was changed.
          phlo-observability:targets.superset.headers = {"X-Tenant": "a"}: the Prometheus of imageSource = local knows no headers, expected none
        Every setting is described in docs/configuration.md.
        """,
        "sandbox", [], ("targets", """{"superset": {"addresses": "s:1", "headers": {"X-Tenant": "a"}}}"""));

    private static StackSettings Read(string stack, params (string Key, string Value)[] values) => Read(stack, [], values);

    private static StackSettings Read(string stack, string[] secrets, params (string Key, string Value)[] values)
    {
        var settings = new Dictionary<string, string>();
        if (stack != "sandbox")
            settings["postgresPassword"] = StrongKey;
        foreach (var (key, value) in values)
            settings[key] = value;
        return StackSettingsReader.Read(new SettingSource
        {
            Project = "phlo-observability",
            Stack = stack,
            Get = settings.GetValueOrDefault,
            Keys = settings.Keys,
            SecretKeys = secrets.ToHashSet(),
        });
    }

    private static void Refuses(string message, string stack, string[] secrets, params (string Key, string Value)[] values) =>
        Assert.Equal(message, Assert.Throws<Pulumi.RunException>(() => Read(stack, secrets, values)).Message);
}
