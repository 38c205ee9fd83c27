namespace Infra.Configs.Tls;

/// <summary>Where a container of a secured stack finds what it proves its name with, and what it checks others' with.</summary>
internal static class TlsFiles
{
    public const string Folder = "/etc/phlo/tls";

    public const string IdentityFileName = "identity.pem";
    public const string AuthorityFileName = "ca.pem";

    /// <summary>
    /// The service's certificate and its private key in one file, so that a renewal never shows one without the other. It is
    /// given for the certificate and for the key: Go's <c>tls.LoadX509KeyPair</c> takes of each what it needs. Valid for the
    /// service as a server and as a client.
    /// </summary>
    public const string Identity = $"{Folder}/{IdentityFileName}";

    /// <summary>The certificates of the authorities that the stack trusts.</summary>
    public const string Authority = $"{Folder}/{AuthorityFileName}";
}

/// <summary>How a listener is secured.</summary>
/// <param name="IdentityFile">Certificate and private key.</param>
/// <param name="AuthorityFile">The authority that clients' certificates must come from.</param>
internal sealed record ServerTls(string IdentityFile = TlsFiles.Identity, string AuthorityFile = TlsFiles.Authority);

/// <summary>How a client is secured.</summary>
/// <param name="ServerName">The name that the server's certificate must be for; null for the host of the address.</param>
internal sealed record ClientTls(string? ServerName = null, string IdentityFile = TlsFiles.Identity, string AuthorityFile = TlsFiles.Authority);
