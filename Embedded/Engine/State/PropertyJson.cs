using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Embedded.Engine.Values;

namespace Embedded.Engine.State;

/// <summary>Property values as the checkpoint writes them: plain JSON, and signed maps for what JSON has no type for.</summary>
internal static class PropertyJson
{
    public const string SignatureKey = "4dabf18193072939515e22adb298388d";
    public const string SecretSignature = "1b47061264138c4ac30d75fd1eb44270";
    private const string ResourceReferenceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
    private const string UnknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>Compact, and no more escaped than JSON needs, as the CLI writes it.</summary>
    public static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = MaxDepth,
    };

    public static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxDepth };

    private const int MaxDepth = 512;

    /// <summary>The text that a secret's value is encrypted as.</summary>
    public static string Plaintext(PropertyValue value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            Write(writer, value, SecretsInPlainText.Nested);
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static void Write(Utf8JsonWriter writer, PropertyMap properties, ISecretWriter secrets)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in properties)
        {
            writer.WritePropertyName(name);
            Write(writer, value, secrets);
        }
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, PropertyValue value, ISecretWriter secrets)
    {
        switch (value)
        {
            case NullValue:
                writer.WriteNullValue();
                break;
            case BoolValue boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            case NumberValue number:
                Write(writer, number.Value);
                break;
            case StringValue text:
                writer.WriteStringValue(text.Value);
                break;
            case UnknownValue:
                writer.WriteStringValue(UnknownText);
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item, secrets);
                writer.WriteEndArray();
                break;
            case MapValue map:
                Write(writer, map.Properties, secrets);
                break;
            case SecretValue secret:
                secrets.Write(writer, Plaintext(secret.Value));
                break;
            case ResourceReferenceValue reference:
                Write(writer, reference, secrets);
                break;
            default:
                throw new InvalidOperationException($"A {value.GetType().Name} has no place in a state file.");
        }
    }

    /// <param name="path">For messages only.</param>
    public static PropertyMap ReadMap(JsonElement element, ISecretReader secrets, string path)
    {
        if (element.ValueKind is JsonValueKind.Null)
            return PropertyMap.Empty;
        if (element.ValueKind is not JsonValueKind.Object)
            throw new CheckpointFormatException($"{path} is {Describe(element)}; expected an object");
        return PropertyMap.Of(element.EnumerateObject()
            .Select(property => KeyValuePair.Create(property.Name, Read(property.Value, secrets))));
    }

    public static PropertyValue Read(JsonElement element, ISecretReader secrets) => element.ValueKind switch
    {
        JsonValueKind.True => PropertyValue.True,
        JsonValueKind.False => PropertyValue.False,
        JsonValueKind.Number => PropertyValue.Of(element.GetDouble()),
        JsonValueKind.String when element.ValueEquals(UnknownText) => PropertyValue.Unknown,
        JsonValueKind.String => PropertyValue.Of(element.GetString()!),
        JsonValueKind.Array => new ListValue([.. element.EnumerateArray().Select(item => Read(item, secrets))]),
        JsonValueKind.Object => ReadObject(element, secrets),
        _ => PropertyValue.Null,
    };

    private static PropertyValue ReadObject(JsonElement element, ISecretReader secrets)
    {
        if (element.TryGetProperty(SignatureKey, out var signature))
        {
            if (signature.ValueEquals(SecretSignature))
                return PropertyValue.Secret(secrets.Read(element));
            if (signature.ValueEquals(ResourceReferenceSignature))
                return ReadReference(element, secrets);
            // Assets, archives, byte strings: their maps pass through unchanged.
        }
        return PropertyValue.Of(ReadMap(element, secrets, ""));
    }

    private static ResourceReferenceValue ReadReference(JsonElement element, ISecretReader secrets) => new(
        element.TryGetProperty("urn", out var urn) ? urn.GetString() ?? "" : "",
        element.TryGetProperty("id", out var id) ? Read(id, secrets) : null,
        element.TryGetProperty("packageVersion", out var version) ? version.GetString() ?? "" : "");

    private static void Write(Utf8JsonWriter writer, ResourceReferenceValue reference, ISecretWriter secrets)
    {
        writer.WriteStartObject();
        writer.WriteString(SignatureKey, ResourceReferenceSignature);
        if (reference.Id is not null)
        {
            writer.WritePropertyName("id");
            Write(writer, reference.Id, secrets);
        }
        writer.WriteString("packageVersion", reference.PackageVersion);
        writer.WriteString("urn", reference.Urn);
        writer.WriteEndObject();
    }

    /// <summary>Whole numbers without an exponent, as the CLI writes them up to 1e21.</summary>
    private static void Write(Utf8JsonWriter writer, double number)
    {
        if (Math.Abs(number) < 1e15)
            writer.WriteNumberValue(number);
        else if (Math.Abs(number) < 1e21 && Math.Truncate(number) == number)
            writer.WriteRawValue(number.ToString("F0", CultureInfo.InvariantCulture));
        else
            writer.WriteNumberValue(number);
    }

    public static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null => "null",
        _ => "missing",
    };
}

/// <summary>The JSON is well formed but is no checkpoint; the message completes "the state file …".</summary>
internal sealed class CheckpointFormatException(string message) : Exception(message);
