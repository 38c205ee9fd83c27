using System.Security.Cryptography.X509Certificates;

namespace Infra.Health;

/// <summary>HTTP to services whose certificates come from the stack's own authority: that one, and the name, are checked.</summary>
internal static class SecuredHttp
{
    /// <summary>Where a container of a secured stack has its certificate.</summary>
    public const string Folder = "/etc/phlo/tls";

    /// <summary>The certificates of the authorities that the stack trusts.</summary>
    public const string AuthorityFile = $"{Folder}/ca.pem";

    /// <param name="authorities">Certificates as PEM.</param>
    public static HttpClient Create(string authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(authorities);
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(3) };
        handler.SslOptions.CertificateChainPolicy = policy;
        return new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
    }
}
