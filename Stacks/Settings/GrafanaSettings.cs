using System.Net;
using System.Text.RegularExpressions;
using Infra.Configs.CustomDashboards;
using Infra.Configs.Grafana;

namespace Infra.Stacks.Settings;

/// <summary>What people see, and where Grafana keeps it.</summary>
internal sealed partial record GrafanaSettings
{
    // What the image brings besides and this project does not ask: each would be a process of its own.
    private const string UnusedPlugins =
        "cloudwatch,elasticsearch,grafana-azure-monitor-datasource,grafana-pyroscope-datasource,graphite,influxdb,jaeger,mssql,mysql,opentsdb,parca,stackdriver,zipkin";

    public required string AdminUser { get; init; }

    /// <summary>The administrator's password; null for one that the stack generates.</summary>
    public required Secret? AdminPassword { get; init; }

    /// <summary>The address by which people reach Grafana.</summary>
    public required Uri RootUrl { get; init; }

    /// <summary>The address by which this machine reaches its API; null for that of the published port.</summary>
    public required string? ApiUrl { get; init; }

    public required string Timezone { get; init; }

    public required string WeekStart { get; init; }

    public required GrafanaDatabase? Database { get; init; }

    public required Secret? DatabasePassword { get; init; }

    /// <summary>The authorities that the database server's certificate must come from, as PEM; null for the public ones.</summary>
    public required string? DatabaseAuthority { get; init; }

    /// <summary>Plugins to be fetched at each start, as <c>id@version</c>.</summary>
    public required IReadOnlyList<string> Plugins { get; init; }

    public required IReadOnlyList<string> DisabledPlugins { get; init; }

    /// <summary>The data sources that browsers may ask through Grafana in a secured stack, besides those that need it.</summary>
    public IReadOnlyList<string> ProxiedHosts { get; init; } = [];

    /// <summary>What Grafana asks the lakehouse itself.</summary>
    public required GrafanaLakehouseSettings Lakehouse { get; init; }

    /// <summary>Boards that people brought.</summary>
    public IReadOnlyList<CustomDashboard> CustomDashboards { get; init; } = [];

    /// <summary>Names and addresses, besides the service's own, that Grafana's certificate must be for.</summary>
    public IEnumerable<string> Names => new[] { RootUrl.Host, ApiUrl is null ? null : new Uri(ApiUrl).Host }
        .OfType<string>().Select(host => host.Trim('[', ']')).Distinct(StringComparer.Ordinal);

    /// <param name="port">The port of this machine on which it is published; null in a stack without Grafana.</param>
    public static GrafanaSettings Read(SettingReader reader, StackEnvironment environment, NetworkSettings network, bool tls, int? port)
    {
        var user = reader.Text("grafanaAdminUser", "admin", UserName().IsMatch, "a user's name: letters, digits and . _ @ + -, no colon");
        var apiUrl = HttpUrl(reader, "grafanaApiUrl");
        if (port == 0 && apiUrl is null)
            reader.Mistake("grafanaPort", "0", "expected a port of this machine: by it data sources and dashboards get into Grafana; or say in grafanaApiUrl how else Grafana is reached");

        var (database, databasePassword, databaseAuthority) = ReadDatabase(reader, environment);
        return new GrafanaSettings
        {
            AdminUser = user,
            AdminPassword = GivenPassword.Read(reader, "grafanaAdminPassword", user),
            RootUrl = ReadRootUrl(reader, network, tls, port ?? 0),
            ApiUrl = apiUrl,
            Timezone = reader.Text("grafanaTimezone", "browser", Timezones().IsMatch, "browser, utc or the name of a time zone such as Europe/Berlin"),
            WeekStart = reader.Text("grafanaWeekStart", "monday", text => text is "monday" or "saturday" or "sunday", "monday or saturday or sunday"),
            Database = database,
            DatabasePassword = databasePassword,
            DatabaseAuthority = databaseAuthority,
            Plugins = ReadPlugins(reader, "grafanaPlugins", SettingReader.None, FetchedPlugin(), "plugins with their versions and commas between them, such as trino-datasource@1.4.1, or none"),
            DisabledPlugins = ReadPlugins(reader, "grafanaDisabledPlugins", UnusedPlugins, PluginId(), "names of plugins with commas between them, such as mysql,zipkin, or none"),
            ProxiedHosts = reader.List("grafanaProxiedHosts", [], HostAndPort.IsValid, "hosts and ports with commas between them, such as loki:3100, or none"),
            Lakehouse = GrafanaLakehouseSettings.Read(reader),
        };
    }

    private static Uri ReadRootUrl(SettingReader reader, NetworkSettings network, bool tls, int port)
    {
        var domain = reader.Text(
            "grafanaDomain",
            network.PublishAddress is "127.0.0.1" or "::1" or "0.0.0.0" or "::" ? "localhost" : network.PublishAddress,
            text => Uri.CheckHostName(text.Trim('[', ']')) is not UriHostNameType.Unknown,
            "a name or an address, such as grafana.example.com");
        var host = IPAddress.TryParse(domain.Trim('[', ']'), out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{domain.Trim('[', ']')}]" : domain;
        var given = HttpUrl(reader, "grafanaRootUrl");
        return new Uri(given ?? $"{(tls ? "https" : "http")}://{host}{(port == 0 ? "" : $":{port}")}/");
    }

    private static string? HttpUrl(SettingReader reader, string key)
    {
        var text = reader.Text(
            key, "", text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { UserInfo: "", Query: "", Fragment: "" } && !Expansion.IsIn(text),
            $"an address that begins with http:// or https://, without a user and {Expansion.Expectation}");
        return text.Length == 0 ? null : text;
    }

    private static (GrafanaDatabase? Database, Secret? Password, string? Authority) ReadDatabase(SettingReader reader, StackEnvironment environment)
    {
        var address = reader.Optional("grafanaDatabaseAddress", HostAndPort.IsValid, "the host and the port of a Postgres, such as postgres:5432, or none for SQLite");
        var name = reader.Text("grafanaDatabaseName", "grafana", DatabaseName().IsMatch, "the name of a database: letters, digits, hyphens and underscores");
        var user = reader.Text("grafanaDatabaseUser", "grafana", DatabaseName().IsMatch, "the name of a role: letters, digits, hyphens and underscores");
        var sslMode = reader.Text(
            "grafanaDatabaseSslMode", environment == StackEnvironment.Prod ? "verify-full" : "disable",
            text => text is "disable" or "require" or "verify-full", "disable or require or verify-full");
        var authority = SecuritySettings.Pem(reader, "grafanaDatabaseAuthority");
        var password = GivenPassword.Read(reader, "grafanaDatabasePassword", user);
        if (address is null)
            return (null, null, null);

        if (password is null)
            reader.Mistake("grafanaDatabasePassword", "expected the password of grafanaDatabaseUser; set it with: ./infra config set --secret grafanaDatabasePassword");
        return (new GrafanaDatabase(address, name, user, sslMode, authority is not null), password, authority);
    }

    private static string[] ReadPlugins(SettingReader reader, string key, string defaultValue, Regex form, string expectation)
    {
        var text = reader.Text(key, defaultValue, text => text == SettingReader.None || text.Split(',').All(id => form.IsMatch(id)), expectation);
        return text == SettingReader.None ? [] : text.Split(',');
    }

    [GeneratedRegex("^[A-Za-z0-9._@+-]{1,100}$")]
    private static partial Regex UserName();

    [GeneratedRegex("^(browser|utc|[A-Za-z]+(/[A-Za-z0-9_+-]+){1,2})$")]
    private static partial Regex Timezones();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]{0,62}$")]
    private static partial Regex DatabaseName();

    [GeneratedRegex("^[a-z0-9-]+@[0-9]+(\\.[0-9]+)*[0-9A-Za-z.+-]*$")]
    private static partial Regex FetchedPlugin();

    [GeneratedRegex("^[a-z0-9-]+$")]
    private static partial Regex PluginId();
}
