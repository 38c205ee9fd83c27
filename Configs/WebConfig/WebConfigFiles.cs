using Infra.Configs.Tls;
using Infra.Configs.Yaml;

namespace Infra.Configs.WebConfig;

/// <summary>
/// Renders the web configuration that Prometheus, Alertmanager and the exporters share: TLS, and who may come in.
/// Read anew on each request, so a renewed certificate needs no restart
/// (https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md).
/// </summary>
internal static class WebConfigFiles
{
    public const string Folder = "/etc/phlo/web";
    public const string FileName = "web.yml";

    /// <summary>Where <c>--web.config.file</c> finds it.</summary>
    public const string Path = $"{Folder}/{FileName}";

    /// <param name="user">The one user there is.</param>
    /// <param name="passwordHash">The password's bcrypt hash.</param>
    public static string Render(ServerTls tls, string user, string passwordHash) => YamlText.Render(new YamlMap
    {
        {
            "tls_server_config", new YamlMap
            {
                { "cert_file", tls.IdentityFile },
                { "key_file", tls.IdentityFile },
                { "min_version", "TLS12" },
            }
        },
        {
            "http_server_config", new YamlMap
            {
                { "headers", new YamlMap { { "X-Frame-Options", "deny" }, { "X-Content-Type-Options", "nosniff" } } },
            }
        },
        { "basic_auth_users", new YamlMap { { user, passwordHash } } },
    });

    /// <summary>The configuration of a client that asks such a listener whether it is well.</summary>
    /// <param name="passwordFile">Where the client reads the password.</param>
    public static string RenderProbe(ClientTls tls, string user, string passwordFile) => YamlText.Render(new YamlMap
    {
        { "basic_auth", new YamlMap { { "username", user }, { "password_file", passwordFile } } },
        { "tls_config", new YamlMap { { "ca_file", tls.AuthorityFile }, { "server_name", tls.ServerName } } },
    });
}
