using System.Globalization;
using Infra.Configs.Ini;

namespace Infra.Configs.Grafana;

/// <summary>
/// Renders the configuration of Grafana 13. It is a file rather than environment variables: these override only what the image's
/// own defaults list, and <c>GF_…__FILE</c> ends as a secret in the environment of the process.
/// </summary>
internal static class GrafanaFiles
{
    public const string Folder = "/etc/phlo/grafana";
    public const string ConfigFile = "grafana.ini";

    /// <summary>What <c>GF_PATHS_CONFIG</c> names. Not below /etc/grafana, where the image has folders that Grafana wants to find.</summary>
    public const string ConfigPath = $"{Folder}/{ConfigFile}";

    public const string SecretsFolder = "/run/secrets";
    public const string AdminPasswordFile = "admin-password";
    public const string SecretKeyFile = "secret-key";
    public const string DatabasePasswordFile = "database-password";
    public const string DatabaseAuthorityFile = "database-ca.pem";
    public const string SmtpPasswordFile = "smtp-password";
    public const string MetricsPasswordFile = "metrics-password";

    private static readonly Duration HstsAge = Duration.Days(180);

    // Written anew, the certificate is taken up without a restart.
    private static readonly Duration CertificateWatchInterval = Duration.Minutes(1);

    /// <summary><c>grafana.ini</c>.</summary>
    public static string Render(GrafanaConfig config) => IniText.Render(
    [
        Server(config),
        Database(config.Database),
        Security(config),
        .. People(config),
        .. NoCallsHome(),
        Plugins(config),
        Mail(config.Smtp),
        new IniSection("metrics")
        {
            { "enabled", true },
            { "basic_auth_username", config.MetricsUser },
            { "basic_auth_password", config.MetricsUser is null ? null : Secret(MetricsPasswordFile) },
        },
        // For people's own alerts on logs and SQL. To whom it hands them is kept in its database alone (docs/grafana.md).
        new IniSection("unified_alerting") { { "enabled", true } },
        new IniSection("log") { { "mode", "console" } },
    ]);

    private static IniSection Server(GrafanaConfig config) => new("server")
    {
        { "protocol", config.Tls is null ? "http" : "https" },
        { "http_port", GrafanaConfig.Port.ToString(CultureInfo.InvariantCulture) },
        { "domain", config.RootUrl.Host },
        { "root_url", config.RootUrl.AbsoluteUri },
        // On by default since 13.0. In 13.2.0 the compressor of each HEAD request, and of each answer that nobody read to its end,
        // stays in memory for ever (grafana/grafana#130649, mended in 13.2.1).
        { "enable_gzip", false },
        { "cert_file", config.Tls?.IdentityFile },
        { "cert_key", config.Tls?.IdentityFile },
        { "certs_watch_interval", config.Tls is null ? null : CertificateWatchInterval.ToGoString() },
        { "min_tls_version", config.Tls is null ? null : "TLS1.2" },
    };

    private static IniSection Database(GrafanaDatabase? database) => database is null
        ? new IniSection("database")
        {
            { "type", "sqlite3" },
            // Readers do not wait for the writer.
            { "wal", true },
        }
        : new IniSection("database")
        {
            { "type", "postgres" },
            { "host", database.Address },
            { "name", database.Name },
            { "user", database.User },
            { "password", Secret(DatabasePasswordFile) },
            { "ssl_mode", database.SslMode },
            { "ca_cert_path", database.VerifiesWithAuthority ? $"{SecretsFolder}/{DatabaseAuthorityFile}" : null },
        };

    private static IniSection Security(GrafanaConfig config)
    {
        var secured = config.Tls is not null;
        // Told so of localhost, a browser would want HTTPS on all of its ports.
        var named = secured && config.RootUrl.HostNameType == UriHostNameType.Dns && !config.RootUrl.IsLoopback;
        return new IniSection("security")
        {
            { "admin_user", config.AdminUser },
            { "admin_password", Secret(AdminPasswordFile) },
            { "secret_key", Secret(SecretKeyFile) },
            { "disable_gravatar", true },
            { "data_source_proxy_whitelist", config.ProxiedHosts.Count == 0 ? null : string.Join(' ', config.ProxiedHosts) },
            { "allow_embedding", false },
            { "content_security_policy", true },
            { "cookie_secure", secured },
            // With «strict» the links in notifications would lead to the login page.
            { "cookie_samesite", "lax" },
            { "strict_transport_security", named },
            { "strict_transport_security_max_age_seconds", named ? HstsAge.TotalSeconds.ToString(CultureInfo.InvariantCulture) : null },
        };
    }

    private static IEnumerable<IniSection> People(GrafanaConfig config) =>
    [
        new IniSection("auth")
        {
            // Browsers take a cookie of such a name from nobody but this host, over HTTPS, and for the whole of it.
            { "login_cookie_name", config.Tls is not null && config.RootUrl.AbsolutePath == "/" ? "__Host-grafana_session" : null },
        },
        new IniSection("auth.anonymous") { { "enabled", false }, { "hide_version", true } },
        new IniSection("users") { { "allow_sign_up", false }, { "allow_org_create", false } },
        new IniSection("public_dashboards") { { "enabled", false } },
    ];

    // Grafana starts and works without a way to the internet.
    private static IEnumerable<IniSection> NoCallsHome() =>
    [
        new IniSection("analytics")
        {
            { "reporting_enabled", false },
            { "check_for_updates", false },
            { "check_for_plugin_updates", false },
            { "feedback_links_enabled", false },
        },
        new IniSection("snapshots") { { "external_enabled", false } },
        new IniSection("news") { { "news_feed_enabled", false } },
        new IniSection("cloud_migration") { { "enabled", false } },
    ];

    private static IniSection Plugins(GrafanaConfig config) => new("plugins")
    {
        { "plugin_admin_enabled", false },
        { "preinstall_disabled", config.Plugins.Count == 0 },
        { "preinstall_sync", config.Plugins.Count == 0 ? null : string.Join(',', config.Plugins) },
        // Since 13.2 the data sources are plugins in the image. Updating them would begin with removing them, which a read-only
        // root lets happen by halves.
        { "preinstall_auto_update", false },
        { "public_key_retrieval_disabled", true },
        // Each that is loaded is a process of its own.
        { "disable_plugins", config.DisabledPlugins.Count == 0 ? null : string.Join(',', config.DisabledPlugins) },
    };

    private static IniSection Mail(GrafanaSmtp? smtp) => smtp is null ? new IniSection("smtp") { { "enabled", false } } : new IniSection("smtp")
    {
        { "enabled", true },
        { "host", smtp.Address },
        { "user", smtp.User },
        { "password", smtp.User is null ? null : Secret(SmtpPasswordFile) },
        { "from_address", smtp.From },
        { "startTLS_policy", smtp.RequiresTls ? "MandatoryStartTLS" : "OpportunisticStartTLS" },
    };

    private static IniReference Secret(string file) => new($"{SecretsFolder}/{file}");
}
