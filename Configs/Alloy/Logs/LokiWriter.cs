using Infra.Configs.Alloy.Syntax;
using Infra.Configs.Tls;

namespace Infra.Configs.Alloy.Logs;

/// <summary>Sends lines to Loki, and keeps them on disk until Loki has them.</summary>
internal static class LokiWriter
{
    public static AlloyComponent Of(LokiTarget target, string stack) => new(AlloyComponentKind.LokiWrite, "default")
    {
        { "external_labels", AlloyMap.Of([new("stack", stack)]) },
        new AlloyBlock("endpoint")
        {
            { "url", target.Url },
            { "tenant_id", target.Tenant },
            { "max_backoff_period", Duration.Minutes(1) },
            // Forever: how long lines wait is what the log on disk says.
            { "max_backoff_retries", 0 },
            target.Credential is null ? null : new AlloyBlock("basic_auth")
            {
                { "username", target.Credential.User },
                { "password_file", target.Credential.PasswordFile },
            },
            Tls(target.Tls),
        },
        new AlloyBlock("wal", "What Loki has not taken yet is on disk for as long as this.")
        {
            { "enabled", true },
            { "max_segment_age", target.Outage },
        },
    };

    private static AlloyBlock? Tls(ClientTls? tls) => tls is null ? null : new AlloyBlock("tls_config")
    {
        { "ca_file", tls.AuthorityFile },
        { "cert_file", tls.IdentityFile },
        { "key_file", tls.IdentityFile },
        { "server_name", tls.ServerName },
        { "min_version", "TLS12" },
    };
}
