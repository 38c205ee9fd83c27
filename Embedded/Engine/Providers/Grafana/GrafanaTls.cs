using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>
/// Which certificate Grafana has to show, and ours, as PEM texts. The name in Grafana's certificate is always checked,
/// unless the user has said <c>insecureSkipVerify</c>.
/// </summary>
internal sealed record GrafanaTls(string? Authority, string? Certificate, string? Key, bool SkipVerify)
{
    private const string PemStart = "-----BEGIN";

    public static GrafanaTls From(PropertyMap configuration)
    {
        var tls = new GrafanaTls(
            Pem(configuration, "caCert", "GRAFANA_CA_CERT"),
            Pem(configuration, "tlsCert", "GRAFANA_TLS_CERT"),
            Pem(configuration, "tlsKey", "GRAFANA_TLS_KEY"),
            GrafanaSettings.Setting(configuration, "insecureSkipVerify", "GRAFANA_INSECURE_SKIP_VERIFY") is "true" or "1");
        return (tls.Certificate is null) == (tls.Key is null)
            ? tls
            : throw new ProviderException("grafana:tlsCert and grafana:tlsKey belong together: give both, or neither.");
    }

    /// <exception cref="ProviderException">A text is no certificate or key.</exception>
    public SslClientAuthenticationOptions Options()
    {
        var options = new SslClientAuthenticationOptions();
        if (Certificate is not null && Key is not null)
            options.ClientCertificates = [Read("tlsCert and grafana:tlsKey", () => X509Certificate2.CreateFromPem(Certificate, Key))];
        if (Authority is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(Read("caCert", () =>
            {
                var authorities = new X509Certificate2Collection();
                authorities.ImportFromPem(Authority);
                return authorities.Count > 0 ? authorities : throw new CryptographicException("there is no certificate in it");
            }));
        }
        if (SkipVerify)
            options.RemoteCertificateValidationCallback = (_, _, _, errors) => SkipVerify || errors == SslPolicyErrors.None;
        return options;
    }

    /// <summary>The setting is a PEM text, or the path of a file with one.</summary>
    private static string? Pem(PropertyMap configuration, string name, string variable)
    {
        var value = GrafanaSettings.Setting(configuration, name, variable);
        if (value is null || value.Contains(PemStart, StringComparison.Ordinal))
            return value;
        try
        {
            return File.ReadAllText(value);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // What is neither may well be a key that was pasted without its first line.
            throw new ProviderException(
                $"grafana:{name} is neither a PEM text (which begins with {PemStart}) nor the path of a file that can be read. Give one of both.", failure);
        }
    }

    private static T Read<T>(string names, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new ProviderException($"grafana:{names} is not valid PEM: {failure.Message.TrimEnd('.')}. Correct it.", failure);
        }
    }
}
