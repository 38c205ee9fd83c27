using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Embedded.Engine.Secrets;

/// <summary>
/// Pulumi's passphrase secrets provider: a key derived from the passphrase and a salt, and AES-256-GCM with it.
/// The derivation is slow on purpose (a million rounds); it runs once, in the background, when first asked for.
/// </summary>
internal sealed class PassphraseCrypter
{
    private const int Iterations = 1_000_000;
    private const int SaltSize = 8;
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>How much of a bound value's nonce is chance; the rest says what the value is for.</summary>
    private const int ChanceSize = 4;

    /// <summary>What the salt text holds in encrypted form, to tell a wrong passphrase from damaged data.</summary>
    private const string CheckText = "pulumi";

    private readonly Lazy<Task<byte[]>> _key;

    private PassphraseCrypter(string saltText, Func<byte[]> derive)
    {
        SaltText = saltText;
        // A thread of its own: callers may block a pool thread on the result.
        _key = new Lazy<Task<byte[]>>(() => Task.Factory.StartNew(
            derive, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    /// <summary><c>encryptionsalt</c> of a stack file, <c>salt</c> of a state file.</summary>
    public string SaltText { get; }

    /// <param name="owner">Where the salt stands, for the message about a wrong passphrase.</param>
    public static PassphraseCrypter FromSalt(string saltText, Passphrase passphrase, string owner)
    {
        var parts = saltText.Split(':', 3);
        var salt = new byte[SaltSize * 4];
        if (parts.Length != 3 || parts[0] != "v1" || !Convert.TryFromBase64String(parts[1], salt, out var length))
        {
            throw new PassphraseException(
                $"The encryption salt of {owner} is not valid: expected 'v1:<salt>:v1:<nonce>:<text>' as " +
                "'config set --secret' writes it. Restore it from your version control.");
        }
        return new PassphraseCrypter(saltText, () =>
        {
            var key = Derive(passphrase, salt.AsSpan(0, length));
            if (TryDecrypt(key, parts[2]) != CheckText)
                throw new PassphraseException(
                    $"The passphrase from {passphrase.Source} is not the one that the secrets of {owner} were " +
                    $"encrypted with. Set {Passphrase.Variable} or {Passphrase.FileVariable} to the right one.");
            return key;
        });
    }

    /// <summary>A crypter with a new random salt. Derives the key, so it takes its time.</summary>
    public static PassphraseCrypter New(Passphrase passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var key = Derive(passphrase, salt);
        var saltText = $"v1:{Convert.ToBase64String(salt)}:{Encrypt(key, CheckText)}";
        var crypter = new PassphraseCrypter(saltText, () => key);
        crypter.Warm();
        return crypter;
    }

    /// <summary>Starts the derivation in the background unless it has been started.</summary>
    public void Warm() => _ = _key.Value;

    /// <summary>Waits for the key.</summary>
    /// <exception cref="PassphraseException">The passphrase is the wrong one.</exception>
    public Task VerifyAsync() => _key.Value;

    public string Encrypt(string plaintext) => Encrypt(Key(), plaintext);

    /// <summary>
    /// Encrypts a value for one place: moved elsewhere, it can still be decrypted, by Pulumi's CLI as well, but no longer says that it
    /// belongs there. Pulumi's format has no field for that, so the nonce says it: a few random bytes, and behind them a code of
    /// these, the place and the text, which nobody can make without the key.
    /// </summary>
    public string EncryptFor(SecretPlace place, string plaintext)
    {
        var (key, text) = (Key(), Encoding.UTF8.GetBytes(plaintext));
        Span<byte> chance = stackalloc byte[ChanceSize];
        RandomNumberGenerator.Fill(chance);
        return Encrypt(key, BoundNonce(key, place, chance, text), text);
    }

    /// <summary>Whether a value was encrypted for that place; false for what was encrypted for none, as by Pulumi's CLI.</summary>
    public bool IsFor(SecretPlace place, string ciphertext) =>
        TryDecrypt(Key(), ciphertext) is { } plaintext
        && Convert.FromBase64String(ciphertext.Split(':')[1]) is var nonce
        && CryptographicOperations.FixedTimeEquals(nonce, BoundNonce(Key(), place, nonce.AsSpan(0, ChanceSize), Encoding.UTF8.GetBytes(plaintext)));

    public string Decrypt(string ciphertext) =>
        TryDecrypt(Key(), ciphertext)
        ?? throw new PassphraseException(
            "A secret cannot be decrypted: it was encrypted with another passphrase or salt, or its text is damaged. " +
            "Set it again with 'config set --secret', or restore the file that holds it.");

    private byte[] Key() => _key.Value.GetAwaiter().GetResult();

    private static byte[] Derive(Passphrase passphrase, ReadOnlySpan<byte> salt) =>
        Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(passphrase.Value), salt, Iterations, HashAlgorithmName.SHA256, KeySize);

    private static string Encrypt(byte[] key, string plaintext) =>
        Encrypt(key, RandomNumberGenerator.GetBytes(NonceSize), Encoding.UTF8.GetBytes(plaintext));

    private static string Encrypt(byte[] key, byte[] nonce, byte[] text)
    {
        var sealedText = new byte[text.Length + TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, text, sealedText.AsSpan(0, text.Length), sealedText.AsSpan(text.Length));
        return $"v1:{Convert.ToBase64String(nonce)}:{Convert.ToBase64String(sealedText)}";
    }

    // Of different texts or places the nonces differ as those by chance do; the same nonce for the same text at the same place does no harm.
    private static byte[] BoundNonce(byte[] key, SecretPlace place, ReadOnlySpan<byte> chance, byte[] text)
    {
        var label = Encoding.UTF8.GetBytes("phlo-observability: what a secret is bound to");
        using var code = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, HMACSHA256.HashData(key, label));
        foreach (var part in new[] { Encoding.UTF8.GetBytes(place.Key), Encoding.UTF8.GetBytes(place.Inside), chance.ToArray(), text })
        {
            code.AppendData(BitConverter.GetBytes(IPAddress.HostToNetworkOrder(part.Length)));
            code.AppendData(part);
        }
        return [.. chance, .. code.GetHashAndReset().AsSpan(0, NonceSize - ChanceSize)];
    }

    /// <returns>Null where the text was not made with this key.</returns>
    private static string? TryDecrypt(byte[] key, string ciphertext)
    {
        var parts = ciphertext.Split(':');
        if (parts.Length != 3 || parts[0] != "v1")
            return null;
        try
        {
            var nonce = Convert.FromBase64String(parts[1]);
            var sealedText = Convert.FromBase64String(parts[2]);
            if (nonce.Length != NonceSize || sealedText.Length < TagSize)
                return null;
            var text = new byte[sealedText.Length - TagSize];
            using var aes = new AesGcm(key, TagSize);
            aes.Decrypt(nonce, sealedText.AsSpan(0, text.Length), sealedText.AsSpan(text.Length), text);
            return Encoding.UTF8.GetString(text);
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
