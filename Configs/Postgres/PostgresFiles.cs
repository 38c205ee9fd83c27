using Infra.Configs.Tls;

namespace Infra.Configs.Postgres;

/// <summary>What a Postgres of a secured stack is told.</summary>
internal static class PostgresFiles
{
    public const string Folder = "/etc/phlo/postgres";
    public const string HostBasedAuthenticationFile = "pg_hba.conf";

    /// <summary>Who may connect: over the network with TLS and a password alone, in the container itself as anybody.</summary>
    public const string HostBasedAuthentication =
        """
        local all all trust
        hostssl all all all scram-sha-256

        """;

    /// <summary>The command that starts it.</summary>
    public static IReadOnlyList<string> Command(ServerTls tls) =>
    [
        "postgres",
        "-c", "ssl=on",
        "-c", $"ssl_cert_file={tls.IdentityFile}",
        "-c", $"ssl_key_file={tls.IdentityFile}",
        "-c", $"hba_file={Folder}/{HostBasedAuthenticationFile}",
    ];
}
