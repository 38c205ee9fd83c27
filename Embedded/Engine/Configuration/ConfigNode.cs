using System.Text;
using System.Text.Json;
using Embedded.Engine.Secrets;
using Embedded.Engine.State;

namespace Embedded.Engine.Configuration;

/// <summary>A value of a configuration file, as it stands there: secret parts still encrypted.</summary>
/// <param name="Line">Where it begins, from 1.</param>
internal abstract record ConfigNode(int Line)
{
    /// <summary>Whether something in it is encrypted: then the whole setting is secret.</summary>
    public bool IsSecure => this switch
    {
        ConfigSecure => true,
        ConfigList list => list.Items.Exists(item => item.IsSecure),
        ConfigMap map => map.Entries.Exists(entry => entry.Value.IsSecure),
        _ => false,
    };

    /// <summary>Whether it travels as JSON text.</summary>
    public bool IsObject => this is ConfigList or ConfigMap;

    /// <summary>The text that the program gets: that of a scalar as it is, of a list or map as JSON.</summary>
    /// <exception cref="PassphraseException"/>
    public string Text(Func<string, string> decrypt) => this switch
    {
        ConfigScalar scalar => scalar.Value,
        ConfigSecure secure => decrypt(secure.Ciphertext),
        _ => Json(secure => JsonString(decrypt(secure))),
    };

    /// <summary>What is encrypted in it, with its places.</summary>
    /// <param name="place">Its own place.</param>
    public IEnumerable<(SecretPlace Place, string Ciphertext)> Secrets(SecretPlace place) => this switch
    {
        ConfigSecure secure => [(place, secure.Ciphertext)],
        ConfigList list => list.Items.SelectMany((item, index) => item.Secrets(place.Item(index))),
        ConfigMap map => map.Entries.SelectMany(entry => entry.Value.Secrets(place.Member(entry.Key))),
        _ => [],
    };

    /// <summary>JSON with ciphertexts in it, for the history.</summary>
    public string EncryptedJson() => Json(ciphertext => $"{{\"secure\":{JsonString(ciphertext)}}}");

    /// <summary>Stands for a value that is not to be seen.</summary>
    public string Masked() => this is ConfigSecure ? "[secret]" : IsObject ? Json(_ => "\"[secret]\"") : Text(text => text);

    private string Json(Func<string, string> secure)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, PropertyJson.Compact))
        {
            Write(writer, this, secure);
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, ConfigNode node, Func<string, string> secure)
    {
        switch (node)
        {
            case ConfigSecure value:
                writer.WriteRawValue(secure(value.Ciphertext));
                break;
            case ConfigScalar { Kind: ScalarKind.String } scalar:
                writer.WriteStringValue(scalar.Value);
                break;
            case ConfigScalar scalar:
                writer.WriteRawValue(scalar.Value);
                break;
            case ConfigList list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item, secure);
                writer.WriteEndArray();
                break;
            case ConfigMap map:
                writer.WriteStartObject();
                foreach (var (name, value) in map.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value, secure);
                }
                writer.WriteEndObject();
                break;
        }
    }

    private static string JsonString(string text)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, PropertyJson.Compact))
        {
            writer.WriteStringValue(text);
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}

internal enum ScalarKind
{
    String,
    Boolean,
    Integer,
    Float,
    Null,
}

/// <param name="Value">A string as it is, anything else as JSON writes it.</param>
internal sealed record ConfigScalar(ScalarKind Kind, string Value, int Line = 0) : ConfigNode(Line);

/// <summary><c>secure: …</c></summary>
internal sealed record ConfigSecure(string Ciphertext, int Line = 0) : ConfigNode(Line);

internal sealed record ConfigList(List<ConfigNode> Items, int Line = 0) : ConfigNode(Line);

/// <param name="Entries">In the order of the file.</param>
internal sealed record ConfigMap(List<KeyValuePair<string, ConfigNode>> Entries, int Line = 0) : ConfigNode(Line)
{
    public ConfigNode? Get(string name) => Entries.Find(entry => entry.Key == name).Value;
}
