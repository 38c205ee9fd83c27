using Embedded.Engine.Secrets;

namespace Infra.Tests.Embedded.Engine.Secrets;

/// <summary>Pulumi's own test vector, with its key derived once for all tests.</summary>
internal static class TestSecrets
{
    public const string PassphraseText = "password";
    public const string Salt = "v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==";
    public const string Ciphertext = "v1:AAECAwQFBgcICQoL:NbCSFoXWYNszeFio205c9CVie5/+PJnn";
    public const string Plaintext = "\"s3cret\"";

    public static readonly StackSecrets Stack = new("dev", () => new Passphrase(PassphraseText, Passphrase.Variable));

    public static readonly StackSecrets None = new("dev", () => null);

    public static PassphraseCrypter Crypter => Stack.For(Salt, "Pulumi.dev.yaml");
}
