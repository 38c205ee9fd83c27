using System.Text.Json.Nodes;
using Infra.Configs;
using Infra.Configs.Grafana.Alerting;
using Infra.Tests.Support;
using Pulumi;
using Pulumi.Utilities;
using Pulumiverse.Grafana;
using Pulumiverse.Grafana.Alerting;
using DataSourceArgs = Pulumiverse.Grafana.Oss.DataSourceArgs;

namespace Infra.Tests.Stacks;

[Collection(ProcessEnvironment.Name)]
public sealed class GrafanaStackTests
{
    private const string ProdPassword = "xK4-pw9Lq2vT";
    private const string DataSourceType = "grafana:oss/dataSource:DataSource";

    [Fact]
    public async Task Is_reached_by_the_port_of_this_machine_and_by_its_administrator()
    {
        var deployed = await DeployAsync("dev", ("grafanaAdminPassword", "admin123"));

        var provider = Provider(deployed);
        Assert.Equal("http://127.0.0.1:3001", (string?)provider["url"]);
        Assert.Equal("admin:admin123", (string?)provider["auth"]);
        Assert.Null(provider["caCert"]);
        Assert.True(await Output.IsSecretAsync(((ProviderArgs)provider.Args!).Auth!.ToOutput()));
        Assert.Equal("http://localhost:3001/", await OutputUtilities.GetValueAsync(deployed.Stack.GrafanaUrl));
        Assert.Equal("admin123", await OutputUtilities.GetValueAsync(deployed.Stack.GrafanaAdminPassword));
        Assert.True(await Output.IsSecretAsync(deployed.Stack.GrafanaAdminPassword));
    }

    // An address that is made of the container would not be known while that is to be replaced: the preview of each change of
    // Grafana's configuration would warn of everything in Grafana and show it as changed.
    [Theory]
    [InlineData()]
    [InlineData("grafanaApiUrl", "http://127.0.0.1:3999")]
    public async Task Is_asked_only_once_its_container_is_there_at_an_address_known_before(params string[] setting)
    {
        var deployed = setting.Length == 0 ? await DeployAsync("dev") : await DeployAsync("dev", (setting[0], setting[1]));

        var provider = Provider(deployed);
        Assert.Equal(["grafana"], provider.DependsOn);
        Assert.Empty(await OutputUtilities.GetDependenciesAsync(((ProviderArgs)provider.Args!).Url!.ToOutput()));
    }

    // A destroy must not depend on a Grafana that answers, where what it would be asked to delete goes with its volume.
    [Theory]
    [InlineData("grafana-data", "dev")]
    [InlineData(null, "dev", "keepData=true")]
    [InlineData(null, "dev", "grafanaDatabaseAddress=db.example.com:5432", "grafanaDatabasePassword=" + ProdPassword)]
    [InlineData(null, "prod")]
    public async Task Takes_what_is_in_it_along_when_its_volume_goes(string? volume, string environment, params string[] settings)
    {
        var deployed = await DeployAsync(environment, [.. settings.Select(setting => (setting.Split('=')[0], setting.Split('=')[1]))]);

        Assert.NotEmpty(InGrafana(deployed));
        Assert.All(InGrafana(deployed), resource => Assert.Equal(volume, ((CustomResourceOptions)resource.Options).DeletedWith?.GetResourceName()));
    }

    [Fact]
    public async Task Takes_nothing_from_the_environment_of_the_machine()
    {
        using var environment = new EnvironmentScope(
            ("GRAFANA_URL", "https://elsewhere"), ("GRAFANA_AUTH", "token"), ("GRAFANA_CA_CERT", "ca"), ("GRAFANA_INSECURE_SKIP_VERIFY", "true"),
            ("GRAFANA_TLS_CERT", "cert"), ("GRAFANA_ONCALL_URL", "https://elsewhere"), ("GRAFANA_RETRIES", "99"));

        var inputs = Provider(await DeployAsync("dev")).Inputs.ToJsonString();

        Assert.DoesNotContain("elsewhere", inputs);
        Assert.DoesNotContain("\"99\"", inputs);
        Assert.Contains("\"insecureSkipVerify\":\"false\"", inputs);
        Assert.DoesNotContain("tlsCert", inputs);
        Assert.DoesNotContain("caCert", inputs);
    }

    [Fact]
    public async Task Asks_every_store_of_the_stack()
    {
        var deployed = await DeployAsync("dev");

        var expected = new[] { ServiceNames.Prometheus, ServiceNames.Alertmanager, ServiceNames.Loki, ServiceNames.Tempo }.Where(ServiceNames.All.Contains);
        Assert.Equal(expected.Order(StringComparer.Ordinal), DataSources(deployed).Select(source => (string)source["uid"]!).Order(StringComparer.Ordinal));
        Assert.All(DataSources(deployed), source => Assert.Matches("^http://[a-z]+:[0-9]+$", (string?)source["url"]));
        Assert.All(InGrafana(deployed), resource => Assert.Equal("grafana-content-provider", ((CustomResourceOptions)resource.Options).Provider?.GetResourceName()));
    }

    [Fact]
    public async Task Asks_Postgres_and_Trino_where_it_is_told_to()
    {
        var deployed = await DeployAsync(
            "dev", ("lakehouseNetworks", "phlo_default"), ("grafanaPostgresUser", "reader"), ("grafanaPostgresPassword", "r3ader"),
            ("grafanaTrinoUrl", "http://trino:8080"), ("grafanaPlugins", "trino-datasource@1.4.1"));

        var postgres = deployed.Resource(DataSourceType, "grafana-content-postgres");
        Assert.Equal("reader", (string?)postgres["username"]);
        Assert.Equal("""{"password":"r3ader"}""", (string?)postgres["secureJsonDataEncoded"]);
        Assert.True(await Output.IsSecretAsync(((DataSourceArgs)postgres.Args!).SecureJsonDataEncoded!.ToOutput()));
        Assert.Equal("http://trino:8080", (string?)deployed.Resource(DataSourceType, "grafana-content-trino")["url"]);
        Assert.Contains("phlo_default", deployed.Container("grafana")["networksAdvanced"]!.ToJsonString());
        Assert.Contains("preinstall_sync = trino-datasource@1.4.1", Config(deployed));
    }

    [Fact]
    public async Task Answers_in_prod_over_TLS_alone_and_proves_its_name()
    {
        var deployed = await DeployAsync("prod", ("grafanaDomain", "grafana.example.com"), ("publishAddress", "192.0.2.7"));

        var provider = Provider(deployed);
        Assert.Equal("https://192.0.2.7:3001", (string?)provider["url"]);
        Assert.Equal("(certificate of authority)", (string?)provider["caCert"]);
        Assert.Equal("https://grafana.example.com:3001/", await OutputUtilities.GetValueAsync(deployed.Stack.GrafanaUrl));
        var request = deployed.Resource("tls:index/certRequest:CertRequest", "grafana-certificate");
        Assert.Equal("""["grafana","localhost","grafana.example.com"]""", request["dnsNames"]!.ToJsonString());
        Assert.Equal("""["127.0.0.1","192.0.2.7"]""", request["ipAddresses"]!.ToJsonString());
        var check = (string)deployed.Container("grafana")["healthcheck"]!["tests"]!.AsArray().Last()!;
        Assert.Contains("--cacert /etc/phlo/tls/ca.pem https://localhost:3000/api/health", check);
        Assert.DoesNotContain(" -k", check);
        Assert.Contains("basic_auth_password = $__file{/run/secrets/metrics-password}", Config(deployed));
    }

    [Fact]
    public async Task Mails_by_the_server_that_alerts_are_mailed_by()
    {
        var deployed = await DeployAsync(
            "dev", ("smtpHost", "smtp.example.com:587"), ("smtpFrom", "phlo@example.com"), ("smtpUser", "phlo"), ("smtpPassword", "m41l-pw"));

        var mail = Config(deployed).Split("[smtp]\n")[1].Split("\n\n")[0];
        Assert.Equal(
            """
            enabled = true
            host = smtp.example.com:587
            user = phlo
            password = $__file{/run/secrets/smtp-password}
            from_address = phlo@example.com
            startTLS_policy = MandatoryStartTLS
            """,
            mail);
        var password = deployed.Container("grafana-secrets")["uploads"]!.AsArray().Single(upload => (string)upload!["file"]! == "/carrier/run/secrets/smtp-password");
        Assert.Equal("m41l-pw", (string?)password!["content"]);
        Assert.DoesNotContain("m41l-pw", Config(deployed));
    }

    [Fact]
    public async Task Checks_in_prod_whom_it_asks_and_shows_who_it_is()
    {
        var deployed = await DeployAsync("prod");

        foreach (var source in DataSources(deployed))
        {
            var options = JsonNode.Parse((string)source["jsonDataEncoded"]!)!;
            var secrets = JsonNode.Parse((string)source["secureJsonDataEncoded"]!)!;
            Assert.StartsWith("https://", (string?)source["url"]);
            Assert.True((bool)options["tlsAuthWithCACert"]!);
            Assert.Equal((string?)source["uid"], (string?)options["serverName"]);
            Assert.Equal("(certificate of authority)", (string?)secrets["tlsCACert"]);
            var byPassword = source["basicAuthEnabled"] is not null;
            Assert.Equal(!byPassword, (bool)options["tlsAuth"]!);
            Assert.NotNull(byPassword ? secrets["basicAuthPassword"] : secrets["tlsClientKey"]);
            Assert.True(await Output.IsSecretAsync(((DataSourceArgs)source.Args!).SecureJsonDataEncoded!.ToOutput()));
        }
    }

    // Its password makes the whole list secret, in which the provider finds a difference at each update; what changes changes the name.
    [Fact]
    public async Task Hands_alerts_over_by_a_contact_point_that_never_changes()
    {
        var (plain, secured) = (ContactPoint(await DeployAsync("dev")), ContactPoint(await DeployAsync("prod")));

        Assert.Equal(["alertmanagers"], ((CustomResourceOptions)secured.Options).IgnoreChanges);
        var point = Assert.Single(await OutputUtilities.GetValueAsync(((ContactPointArgs)secured.Args!).Alertmanagers.ToOutput()));
        Assert.True(await Output.IsSecretAsync(point.BasicAuthPassword!.ToOutput()));
        Assert.False(await Output.IsSecretAsync(((ContactPointArgs)secured.Args!).Name!.ToOutput()));
        Assert.Matches("^Alertmanager [0-9a-f]{8}$", (string?)secured["name"]);
        Assert.NotEqual((string?)plain["name"], (string?)secured["name"]);
        Assert.NotEqual(AlertHandover.ContactPointName("https://a", "u", "1"), AlertHandover.ContactPointName("https://a", "u", "2"));
    }

    [Fact]
    public async Task Has_somebody_to_hand_alerts_to_before_its_rules_and_until_after_them()
    {
        var deployed = await DeployAsync("dev", ("grafanaPostgresUser", "reader"), ("grafanaPostgresPassword", "r3ader"));

        var policy = deployed.Resource("grafana:alerting/notificationPolicy:NotificationPolicy", "grafana-content-policy");
        var receiver = Assert.Single(await OutputUtilities.GetDependenciesAsync(((NotificationPolicyArgs)policy.Args!).ContactPoint.ToOutput()));
        Assert.Equal("grafana-content-alertmanager-contact", receiver.GetResourceName());
        var groups = deployed.Resources.Where(resource => resource.Type == "grafana:alerting/ruleGroup:RuleGroup").ToDictionary(group => (string)group["name"]!);
        Assert.Equal(["dagster", "logs"], groups.Keys.Order(StringComparer.Ordinal));
        // One after the other: Grafana refuses what is written at the same time.
        Assert.Equal(["grafana-content-policy"], groups["logs"].DependsOn);
        Assert.Equal(["grafana-content-rules-logs"], groups["dagster"].DependsOn);
        Assert.Equal("lakehouse", (string?)groups["dagster"]["folderUid"]);
        Assert.NotEmpty(await OutputUtilities.GetDependenciesAsync(((RuleGroupArgs)groups["logs"].Args!).FolderUid.ToOutput()));
    }

    // The contact point has no setting for it. Go reads the image's own file of authorities besides.
    [Fact]
    public async Task Trusts_the_stacks_authority_beside_those_of_the_image()
    {
        Assert.Contains("\"SSL_CERT_DIR=/etc/ssl/certs:/etc/phlo/tls\"", (await DeployAsync("prod")).Container("grafana")["envs"]!.ToJsonString());
        Assert.DoesNotContain("SSL_CERT", (await DeployAsync("dev")).Container("grafana")["envs"]!.ToJsonString());
    }

    [Fact]
    public async Task Is_not_in_a_sandbox_that_no_distribution_packages_it_for()
    {
        var deployed = await DeployAsync("sandbox");

        Assert.DoesNotContain(deployed.Resources, resource => resource.Name.Contains("grafana", StringComparison.Ordinal));
        Assert.Empty(await OutputUtilities.GetValueAsync(deployed.Stack.GrafanaUrl));
        Assert.Empty(await OutputUtilities.GetValueAsync(deployed.Stack.GrafanaAdminPassword));
    }

    [Theory]
    [InlineData("dev", "grafanaPort", "0", "expected a port of this machine: by it data sources and dashboards get into Grafana")]
    [InlineData("prod", "grafanaAdminPassword", "admin123", "refused in prod (unencrypted-secret)")]
    [InlineData("dev", "grafanaAdminUser", "a:b", "expected a user's name")]
    [InlineData("dev", "grafanaRootUrl", "grafana.example.com", "expected an address that begins with http:// or https://")]
    [InlineData("dev", "grafanaTimezone", "next to you", "expected browser, utc or the name of a time zone")]
    [InlineData("dev", "grafanaDatabaseAddress", "db:5432", "grafanaDatabasePassword = (not set): expected the password of grafanaDatabaseUser")]
    [InlineData("dev", "grafanaPlugins", "trino-datasource", "expected plugins with their versions")]
    [InlineData("dev", "grafanaPostgresUser", "reader", "grafanaPostgresPassword = (not set): expected the password of grafanaPostgresUser")]
    public async Task Refuses_a_setting_that_cannot_work(string stack, string key, string value, string problem)
    {
        var refusal = await Record.ExceptionAsync(() => DeployAsync(stack, (key, value)));

        Assert.Contains(problem, refusal?.ToString());
        Assert.DoesNotContain("admin123", refusal?.ToString());
    }

    [Fact]
    public async Task Refuses_a_weak_administrators_password_in_prod_however_it_is_kept()
    {
        var refusal = await Record.ExceptionAsync(() => MockedStack.DeployAsync(
            "prod", [("postgresPassword", ProdPassword), ("grafanaAdminPassword", "admin123")], ["postgresPassword", "grafanaAdminPassword"]));

        Assert.Contains("grafanaAdminPassword = (secret): refused in prod (weak-credential)", refusal?.ToString());
    }

    // By it a viewer could write lines into Loki, with Grafana's certificate.
    [Theory]
    [InlineData("prod", "data_source_proxy_whitelist = prometheus:9090 alertmanager:9093\n")]
    [InlineData("prod", "data_source_proxy_whitelist = prometheus:9090 alertmanager:9093 loki:3100\n", "loki:3100")]
    [InlineData("dev", null)]
    public async Task Hands_on_what_browsers_ask_as_it_is_only_to_whom_that_cannot_harm(string environment, string? line, string hosts = "none")
    {
        var config = Config(await DeployAsync(environment, ("grafanaProxiedHosts", hosts)));

        if (line is null)
            Assert.DoesNotContain("data_source_proxy_whitelist", config);
        else
            Assert.Contains(line, config);
    }

    private static MockedResource Provider(MockedStack deployed) => deployed.Resource("pulumi:providers:grafana", "grafana-content-provider");

    private static MockedResource ContactPoint(MockedStack deployed) => Assert.Single(deployed.Resources, resource => resource.Type == "grafana:alerting/contactPoint:ContactPoint");

    private static IEnumerable<MockedResource> InGrafana(MockedStack deployed) => deployed.Resources.Where(resource => resource.Type.StartsWith("grafana:", StringComparison.Ordinal));

    private static IEnumerable<MockedResource> DataSources(MockedStack deployed) => deployed.Resources.Where(resource => resource.Type == DataSourceType);

    private static string Config(MockedStack deployed) => (string)deployed.Container("grafana-config")["uploads"]![0]!["content"]!;

    private static Task<MockedStack> DeployAsync(string stack, params (string Key, string Value)[] settings) => stack switch
    {
        "prod" => MockedStack.DeployAsync(stack, [("postgresPassword", ProdPassword), .. settings], ["postgresPassword"]),
        "dev" => MockedStack.DeployAsync(stack, [("postgresPassword", "lakepass"), .. settings]),
        _ => MockedStack.DeployAsync(stack, settings),
    };
}
