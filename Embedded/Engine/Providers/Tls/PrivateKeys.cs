using System.Security.Cryptography;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Tls;

/// <summary>The resource <c>PrivateKey</c>: a key in the formats that programs ask for.</summary>
internal static class PrivateKeys
{
    public static ResourceResult Create(PropertyMap inputs)
    {
        using var key = KeyPair.Generate(inputs.Text("algorithm")!, (int)inputs.Number("rsaBits")!, inputs.Text("ecdsaCurve")!);
        var publicDer = key.Key.ExportSubjectPublicKeyInfo();
        var openSsh = OpenSshKey.Of(key);
        var outputs = inputs
            .Set("privateKeyPem", Text(key.Rsa is { } rsa
                ? Pem("RSA PRIVATE KEY", rsa.ExportRSAPrivateKey())
                : Pem("EC PRIVATE KEY", key.Ecdsa!.ExportECPrivateKey())))
            .Set("privateKeyPemPkcs8", Text(Pem("PRIVATE KEY", key.Key.ExportPkcs8PrivateKey())))
            .Set("publicKeyPem", Text(Pem("PUBLIC KEY", publicDer)))
            // Empty for P224, which OpenSSH does not have.
            .Set("privateKeyOpenssh", Text(openSsh?.PrivatePem ?? ""))
            .Set("publicKeyOpenssh", Text(openSsh?.AuthorizedKey ?? ""))
            .Set("publicKeyFingerprintMd5", Text(openSsh?.Md5Fingerprint ?? ""))
            .Set("publicKeyFingerprintSha256", Text(openSsh?.Sha256Fingerprint ?? ""));
        return new ResourceResult(Checksum(publicDer), outputs);
    }

    /// <summary>PEM text that ends with a line break, as that of the official provider does.</summary>
    public static string Pem(string label, byte[] der) => PemEncoding.WriteString(label, der) + "\n";

    /// <summary>The official provider's kind of id for what has no number of its own.</summary>
    public static string Checksum(byte[] content)
    {
#pragma warning disable CA5350 // An identifier, not a protection.
        return Convert.ToHexStringLower(SHA1.HashData(content));
#pragma warning restore CA5350
    }

    private static PropertyValue Text(string text) => PropertyValue.Of(text);
}
