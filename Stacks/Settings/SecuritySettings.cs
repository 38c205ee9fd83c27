using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>How services and their callers prove who they are.</summary>
internal sealed record SecuritySettings
{
    private const string AuthorityCertificateKey = "tlsAuthorityCertificate";
    private const string AuthorityPrivateKeyKey = "tlsAuthorityKey";

    /// <summary>Whether everything that listens wants TLS and a credential.</summary>
    public required bool Tls { get; init; }

    /// <summary>How long a service's certificate is valid.</summary>
    public required int ValidityHours { get; init; }

    /// <summary>How long before its end an update renews it.</summary>
    public required int EarlyRenewalHours { get; init; }

    /// <summary>The certificate of an authority that is to sign the services'; null for the stack's own authority.</summary>
    public required string? AuthorityCertificate { get; init; }

    /// <summary>Its private key.</summary>
    public required Secret? AuthorityPrivateKey { get; init; }

    /// <summary>How often each credential of the stack's own was replaced.</summary>
    public RotationSettings Rotations { get; init; } = new(new Dictionary<string, int>());

    public static SecuritySettings Read(SettingReader reader, StackEnvironment environment)
    {
        var (validity, renewBefore) = (Hours(reader, "tlsCertificateValidity", Duration.Days(90)), Hours(reader, "tlsRenewBefore", Duration.Days(30)));
        if (renewBefore > validity)
            reader.Mistake("tlsRenewBefore", $"expected at most tlsCertificateValidity ({validity}h): a certificate cannot be renewed before it is issued");

        var certificate = Pem(reader, AuthorityCertificateKey);
        var key = reader.GivenSecret(AuthorityPrivateKeyKey) is { } text && text != SettingReader.None ? new Secret(KeyAlone(text)) : null;
        Check(reader, certificate, key);
        return new SecuritySettings
        {
            Tls = reader.Flag("tls", environment == StackEnvironment.Prod),
            ValidityHours = validity,
            EarlyRenewalHours = renewBefore,
            AuthorityCertificate = certificate,
            AuthorityPrivateKey = key,
            Rotations = RotationSettings.Read(reader),
        };
    }

    private static int Hours(SettingReader reader, string key, Duration defaultValue) =>
        reader.Duration(key, defaultValue, Duration.Hours(1), Duration.Days(825)).TotalSeconds / 3600;

    /// <summary>Reads certificates; null for none.</summary>
    internal static string? Pem(SettingReader reader, string key)
    {
        if (reader.Given(key) is not { } text || text == SettingReader.None)
            return null;

        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(text);
            if (certificates.Count > 0)
                return text;
        }
        catch (CryptographicException)
        {
            // Told below, as what the person sees it is: no certificate.
        }

        reader.Mistake(key, "expected certificates in PEM format (-----BEGIN CERTIFICATE-----), or none");
        return null;
    }

    // Before a key of an elliptic curve openssl writes the curve's parameters, and the official provider reads no further.
    private static string KeyAlone(string pem)
    {
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var block); rest = rest[block.Location.End..])
        {
            if (rest[block.Label].EndsWith("PRIVATE KEY", StringComparison.Ordinal))
                return rest.Length == pem.Length ? pem : rest[block.Location].ToString();
        }

        return pem;
    }

    private static void Check(SettingReader reader, string? certificate, Secret? key)
    {
        if (certificate is null && key is null)
            return;

        if (key is null)
        {
            reader.Mistake(AuthorityPrivateKeyKey, $"expected the private key of {AuthorityCertificateKey}; set it with: ./infra config set --secret {AuthorityPrivateKeyKey}");
            return;
        }

        if (certificate is null)
        {
            reader.Mistake(AuthorityCertificateKey, $"expected the certificate that {AuthorityPrivateKeyKey} belongs to");
            return;
        }

        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, key.Value);
            if (!pair.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority))
                reader.Mistake(AuthorityCertificateKey, "expected the certificate of an authority (basic constraint CA), found one that may not sign others");
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            reader.Mistake(AuthorityPrivateKeyKey, $"expected an unencrypted private key in PEM format that belongs to {AuthorityCertificateKey}");
        }
    }
}
