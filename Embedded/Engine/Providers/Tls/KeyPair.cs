using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Embedded.Engine.Providers.Tls;

/// <summary>A private key, RSA or ECDSA, and what signing with it takes.</summary>
internal sealed class KeyPair : IDisposable
{
    public const string RsaName = "RSA";
    public const string EcdsaName = "ECDSA";
    public const string Ed25519 = "ED25519";

    public const string Ed25519Refused =
        "ED25519 is not available in the embedded engine (the .NET platform has no such keys); use ECDSA with the curve P256, or the Pulumi CLI";

    public static readonly string[] Algorithms = [RsaName, EcdsaName, Ed25519];
    public static readonly string[] Curves = ["P224", "P256", "P384", "P521"];

    private KeyPair(RSA? rsa, ECDsa? ecdsa) => (Rsa, Ecdsa) = (rsa, ecdsa);

    public RSA? Rsa { get; }

    public ECDsa? Ecdsa { get; }

    public string Algorithm => Rsa is null ? EcdsaName : RsaName;

    public AsymmetricAlgorithm Key => (AsymmetricAlgorithm?)Rsa ?? Ecdsa!;

    /// <summary>The hash that suits the key's strength.</summary>
    public HashAlgorithmName Hash => Ecdsa?.KeySize switch
    {
        384 => HashAlgorithmName.SHA384,
        521 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    public PublicKey Public => Rsa is null ? new PublicKey(Ecdsa!) : new PublicKey(Rsa);

    public X509SignatureGenerator Signer => Rsa is null
        ? X509SignatureGenerator.CreateForECDsa(Ecdsa!)
        : X509SignatureGenerator.CreateForRSA(Rsa, RSASignaturePadding.Pkcs1);

    public static KeyPair Generate(string algorithm, int rsaBits, string curve)
    {
        try
        {
            return algorithm switch
            {
                RsaName => new KeyPair(RSA.Create(rsaBits), null),
                EcdsaName => new KeyPair(null, ECDsa.Create(CurveOf(curve))),
                _ => throw new ProviderException(Ed25519Refused),
            };
        }
        catch (CryptographicException problem)
        {
            var wanted = algorithm == RsaName ? $"an RSA key of {rsaBits} bits" : $"an ECDSA key on the curve {curve}";
            throw new ProviderException($"This platform cannot make {wanted}: {problem.Message}", problem);
        }
    }

    /// <param name="property">Where the text comes from, for the message when it is no key. The text itself is never shown.</param>
    public static KeyPair Parse(string pem, string property)
    {
        if (!PemEncoding.TryFind(pem, out var fields)) throw NoKey(property, "no PEM block is in it");
        var label = pem[fields.Label];
        try
        {
            switch (label)
            {
                case "RSA PRIVATE KEY":
                    return FromRsa(pem);
                case "EC PRIVATE KEY":
                    return FromEcdsa(pem);
                case "PRIVATE KEY":
                    try
                    {
                        return FromEcdsa(pem);
                    }
                    catch (CryptographicException)
                    {
                        return FromRsa(pem);
                    }

                default:
                    throw NoKey(property, $"its PEM block is a '{label}'");
            }
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            throw NoKey(property, "its content is not such a key", problem);
        }
    }

    public void Dispose()
    {
        Rsa?.Dispose();
        Ecdsa?.Dispose();
    }

    private static KeyPair FromRsa(string pem)
    {
        var key = RSA.Create();
        key.ImportFromPem(pem);
        return new KeyPair(key, null);
    }

    private static KeyPair FromEcdsa(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return new KeyPair(null, key);
    }

    private static ProviderException NoKey(string property, string found, Exception? inner = null) =>
        new($"{property}: expected an RSA or ECDSA private key in PEM format, but {found}.", inner);

    private static ECCurve CurveOf(string name) => name switch
    {
        "P224" => ECCurve.CreateFromValue("1.3.132.0.33"),
        "P384" => ECCurve.NamedCurves.nistP384,
        "P521" => ECCurve.NamedCurves.nistP521,
        _ => ECCurve.NamedCurves.nistP256,
    };
}
