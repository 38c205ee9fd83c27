using System.Text.Json;
using Embedded.Engine.Secrets;
using Embedded.Engine.Values;

namespace Embedded.Engine.State;

internal interface ISecretWriter
{
    /// <summary>Writes the signed map of a secret whose value is that JSON text.</summary>
    void Write(Utf8JsonWriter writer, string plaintext);
}

internal interface ISecretReader
{
    /// <summary>The value inside the signed map.</summary>
    PropertyValue Read(JsonElement secret);
}

/// <summary>
/// Ciphertexts by where they stand and what they hold. Encryption is randomized; remembering it keeps an unchanged
/// secret's text, so that a state file changes only where something changed.
/// </summary>
internal sealed class CiphertextCache
{
    private readonly Dictionary<(string Location, string Plaintext), string> _ciphertexts = [];

    public void Remember(string location, string plaintext, string ciphertext) =>
        _ciphertexts.TryAdd((location, plaintext), ciphertext);

    public string GetOrEncrypt(string location, string plaintext, PassphraseCrypter crypter)
    {
        if (!_ciphertexts.TryGetValue((location, plaintext), out var ciphertext))
            _ciphertexts[(location, plaintext)] = ciphertext = crypter.Encrypt(plaintext);
        return ciphertext;
    }
}

/// <summary>Writes secrets encrypted. The crypter is asked for when the first secret comes.</summary>
internal sealed class EncryptedSecrets(CiphertextCache cache, Func<PassphraseCrypter> crypter) : ISecretWriter
{
    /// <summary>What is being written: a resource's URN and which of its property maps.</summary>
    public string Location { get; set; } = "";

    public void Write(Utf8JsonWriter writer, string plaintext) =>
        SecretJson.Write(writer, "ciphertext", cache.GetOrEncrypt(Location, plaintext, crypter()));
}

/// <summary>Reads encrypted secrets, and ones in plain text as <c>export --show-secrets</c> writes them.</summary>
internal sealed class DecryptedSecrets(CiphertextCache? cache, Func<PassphraseCrypter> crypter) : ISecretReader
{
    public string Location { get; set; } = "";

    public PropertyValue Read(JsonElement secret)
    {
        if (SecretJson.Text(secret, "plaintext") is { } plaintext)
            return SecretJson.Parse(plaintext);
        var ciphertext = SecretJson.Text(secret, "ciphertext")
            ?? throw new CheckpointFormatException("has a secret with neither 'ciphertext' nor 'plaintext'");
        var value = SecretJson.Parse(crypter().Decrypt(ciphertext));
        cache?.Remember(Location, PropertyJson.Plaintext(value), ciphertext);
        return value;
    }
}

/// <summary>Secrets that are not opened: the value is a placeholder. For reading what is not secret without a passphrase.</summary>
internal sealed class ClosedSecrets : ISecretReader
{
    public static readonly ClosedSecrets Instance = new();

    public PropertyValue Read(JsonElement secret) => PropertyValue.Of("[secret]");
}

/// <summary>Secrets left readable, under the given name.</summary>
internal sealed class SecretsInPlainText : ISecretWriter, ISecretReader
{
    /// <summary>For an export that is meant to show them.</summary>
    public static readonly SecretsInPlainText Shown = new("plaintext");

    /// <summary>Inside another secret: the outer one's encryption covers it.</summary>
    public static readonly SecretsInPlainText Nested = new("ciphertext");

    private readonly string _name;

    private SecretsInPlainText(string name) => _name = name;

    public void Write(Utf8JsonWriter writer, string plaintext) => SecretJson.Write(writer, _name, plaintext);

    public PropertyValue Read(JsonElement secret) =>
        SecretJson.Parse(SecretJson.Text(secret, "ciphertext") ?? SecretJson.Text(secret, "plaintext") ?? "null");
}

internal static class SecretJson
{
    public static void Write(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(PropertyJson.SignatureKey, PropertyJson.SecretSignature);
        writer.WriteString(name, text);
        writer.WriteEndObject();
    }

    public static string? Text(JsonElement secret, string name) =>
        secret.TryGetProperty(name, out var text) && text.GetString() is { Length: > 0 } value ? value : null;

    public static PropertyValue Parse(string plaintext)
    {
        using var document = JsonDocument.Parse(plaintext, PropertyJson.Reading);
        return PropertyJson.Read(document.RootElement, SecretsInPlainText.Nested);
    }
}
