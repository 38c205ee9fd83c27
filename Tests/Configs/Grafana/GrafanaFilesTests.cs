using System.Text.RegularExpressions;
using Infra.Configs.Grafana;
using Infra.Configs.Tls;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Grafana;

public sealed partial class GrafanaFilesTests
{
    private static readonly GrafanaConfig Plain = new()
    {
        RootUrl = new Uri("http://localhost:3001/"),
        AdminUser = "admin",
        DisabledPlugins = ["mysql", "zipkin"],
    };

    private static readonly GrafanaConfig Secured = new()
    {
        RootUrl = new Uri("https://grafana.example.com/"),
        Tls = new ServerTls(),
        AdminUser = "operator",
        Database = new GrafanaDatabase("db.example.com:5432", "grafana", "grafana", "verify-full", VerifiesWithAuthority: true),
        Smtp = new GrafanaSmtp("mail.example.com:587", "grafana", "grafana@example.com", RequiresTls: true),
        MetricsUser = "phlo",
        Plugins = ["trino-datasource@1.4.1"],
        ProxiedHosts = ["prometheus:9090", "alertmanager:9093"],
    };

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(GrafanaFiles.Render(Plain), "grafana.golden.ini");

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them_where_everything_is_set() =>
        Golden.Matches(GrafanaFiles.Render(Secured), "grafana-secured.golden.ini");

    [Fact]
    public void Have_only_keys_that_Grafana_13_2_reads()
    {
        var known = File.ReadAllLines(Path.Combine(SourceTree.Root, "Tests", "Configs", "Grafana", "grafana-13.2.keys.txt"))
            .Where(line => line.Length > 0 && line[0] != '#').ToHashSet();

        Assert.All([Plain, Secured], config => Assert.Empty(Values(GrafanaFiles.Render(config)).Keys.Except(known)));
    }

    [Fact]
    public void Say_no_secret_but_where_it_is()
    {
        var text = GrafanaFiles.Render(Secured);

        string[] secrets = ["security.admin_password", "security.secret_key", "database.password", "smtp.password", "metrics.basic_auth_password"];
        Assert.All(secrets, key => Assert.Matches(@"^\$__file\{/run/secrets/[a-z-]+\}$", Values(text)[key]));
    }

    [Fact]
    public void Let_nobody_in_without_a_login_and_tell_nobody_outside()
    {
        var values = Values(GrafanaFiles.Render(Plain));

        string[] off =
        [
            "users.allow_sign_up", "users.allow_org_create", "auth.anonymous.enabled", "public_dashboards.enabled", "analytics.reporting_enabled",
            "analytics.check_for_updates", "analytics.check_for_plugin_updates", "analytics.feedback_links_enabled", "snapshots.external_enabled",
            "news.news_feed_enabled", "plugins.plugin_admin_enabled", "plugins.preinstall_auto_update", "cloud_migration.enabled",
        ];
        Assert.All(off, key => Assert.Equal("false", values[key]));
        Assert.All(
            ["security.disable_gravatar", "plugins.preinstall_disabled", "plugins.public_key_retrieval_disabled", "unified_alerting.enabled"],
            key => Assert.Equal("true", values[key]));
    }

    [Fact]
    public void Fetch_plugins_only_where_some_are_asked_for()
    {
        var values = Values(GrafanaFiles.Render(Secured));

        Assert.Equal("false", values["plugins.preinstall_disabled"]);
        Assert.Equal("trino-datasource@1.4.1", values["plugins.preinstall_sync"]);
        Assert.Equal("false", values["plugins.preinstall_auto_update"]);
        Assert.DoesNotContain("plugins.preinstall_sync", Values(GrafanaFiles.Render(Plain)));
    }

    [Fact]
    public void Take_certificate_and_key_from_the_same_file_and_look_for_a_renewed_one()
    {
        var values = Values(GrafanaFiles.Render(Secured));

        Assert.Equal("https", values["server.protocol"]);
        Assert.Equal(TlsFiles.Identity, values["server.cert_file"]);
        Assert.Equal(TlsFiles.Identity, values["server.cert_key"]);
        Assert.Equal("1m0s", values["server.certs_watch_interval"]);
    }

    [Theory]
    [InlineData("https://grafana.example.com/", "true", "__Host-grafana_session")]
    [InlineData("https://grafana.example.com/monitoring/", "true", null)]
    [InlineData("https://localhost:3001/", "false", "__Host-grafana_session")]
    [InlineData("https://192.0.2.7:3001/", "false", "__Host-grafana_session")]
    public void Bind_browsers_only_to_a_name_that_is_Grafanas_own(string rootUrl, string strict, string? cookie)
    {
        var values = Values(GrafanaFiles.Render(Secured with { RootUrl = new Uri(rootUrl) }));

        Assert.Equal(strict, values["security.strict_transport_security"]);
        Assert.Equal("true", values["security.cookie_secure"]);
        Assert.Equal(cookie, values.GetValueOrDefault("auth.login_cookie_name"));
    }

    private static Dictionary<string, string> Values(string ini)
    {
        var values = new Dictionary<string, string>();
        var section = "";
        foreach (var line in ini.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (Section().Match(line) is { Success: true } header)
                section = header.Groups[1].Value;
            else if (line.Split(" = ", 2) is [var key, var value])
                values.Add($"{section}.{key}", value.Trim('`'));
            else
                Assert.Fail($"No line of an INI file: {line}");
        }

        return values;
    }

    [GeneratedRegex(@"^\[([a-z_.]+)\]$")]
    private static partial Regex Section();
}
