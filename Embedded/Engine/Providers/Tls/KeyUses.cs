using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Embedded.Engine.Providers.Tls;

/// <summary>What a certificate may be used for, in the words of the input <c>allowedUses</c>.</summary>
internal static class KeyUses
{
    private static readonly Dictionary<string, X509KeyUsageFlags> Basic = new()
    {
        ["cert_signing"] = X509KeyUsageFlags.KeyCertSign,
        ["content_commitment"] = X509KeyUsageFlags.NonRepudiation,
        ["crl_signing"] = X509KeyUsageFlags.CrlSign,
        ["data_encipherment"] = X509KeyUsageFlags.DataEncipherment,
        ["decipher_only"] = X509KeyUsageFlags.DecipherOnly,
        ["digital_signature"] = X509KeyUsageFlags.DigitalSignature,
        ["encipher_only"] = X509KeyUsageFlags.EncipherOnly,
        ["key_agreement"] = X509KeyUsageFlags.KeyAgreement,
        ["key_encipherment"] = X509KeyUsageFlags.KeyEncipherment,
    };

    private static readonly Dictionary<string, string> Extended = new()
    {
        ["any_extended"] = "2.5.29.37.0",
        ["client_auth"] = "1.3.6.1.5.5.7.3.2",
        ["code_signing"] = "1.3.6.1.5.5.7.3.3",
        ["email_protection"] = "1.3.6.1.5.5.7.3.4",
        ["ipsec_end_system"] = "1.3.6.1.5.5.7.3.5",
        ["ipsec_tunnel"] = "1.3.6.1.5.5.7.3.6",
        ["ipsec_user"] = "1.3.6.1.5.5.7.3.7",
        ["microsoft_commercial_code_signing"] = "1.3.6.1.4.1.311.2.1.22",
        ["microsoft_kernel_code_signing"] = "1.3.6.1.4.1.311.61.1.1",
        ["microsoft_server_gated_crypto"] = "1.3.6.1.4.1.311.10.3.3",
        ["netscape_server_gated_crypto"] = "2.16.840.1.113730.4.1",
        ["ocsp_signing"] = "1.3.6.1.5.5.7.3.9",
        ["server_auth"] = "1.3.6.1.5.5.7.3.1",
        ["timestamping"] = "1.3.6.1.5.5.7.3.8",
    };

    public static string Known => string.Join(", ", Basic.Keys.Concat(Extended.Keys).Order(StringComparer.Ordinal));

    public static bool IsKnown(string use) => Basic.ContainsKey(use) || Extended.ContainsKey(use);

    /// <summary>The certificate's extensions that say so; none where there is nothing to say.</summary>
    public static IEnumerable<X509Extension> Extensions(IReadOnlyList<string> uses)
    {
        var flags = uses.Aggregate(X509KeyUsageFlags.None, (all, use) => all | Basic.GetValueOrDefault(use));
        if (flags != X509KeyUsageFlags.None) yield return new X509KeyUsageExtension(flags, critical: true);
        var purposes = new OidCollection();
        foreach (var use in uses.Where(Extended.ContainsKey)) purposes.Add(new Oid(Extended[use]));
        if (purposes.Count > 0) yield return new X509EnhancedKeyUsageExtension(purposes, critical: false);
    }
}
