using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Embedded.Engine.State;

/// <summary>
/// Writes snapshots of one stack. Records are immutable and most stay the same from one step to the next, so each
/// resource's text is made once: the cost of a save grows with what has changed.
/// </summary>
/// <param name="at">Told the place of the property map that is written next.</param>
internal sealed class CheckpointWriter(ISecretWriter secrets, Action<string> at)
{
    /// <summary>The release of Pulumi whose format this is; the CLI wants the digest to fit.</summary>
    private const string FormatVersion = "v3.259.0";

    private static readonly string FormatMagic =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormatVersion)));

    private Dictionary<ResourceState, byte[]> _texts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The part of the file that is the snapshot: resources and pending operations, no time.</summary>
    public byte[] WriteBody(Snapshot snapshot)
    {
        var texts = new Dictionary<ResourceState, byte[]>(ReferenceEqualityComparer.Instance);
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        var separator = ",\"resources\":["u8;
        foreach (var resource in snapshot.Resources)
        {
            buffer.Write(separator);
            buffer.Write(Text(resource, texts));
            separator = ","u8;
        }
        if (snapshot.Resources.Length > 0)
            buffer.Write("]"u8);
        separator = ",\"pending_operations\":["u8;
        foreach (var operation in snapshot.PendingOperations)
        {
            buffer.Write(separator);
            buffer.Write("{\"resource\":"u8);
            buffer.Write(Text(operation.Resource, texts));
            buffer.Write(",\"type\":\""u8);
            buffer.Write(Name(operation.Type));
            buffer.Write("\"}"u8);
            separator = ","u8;
        }
        if (snapshot.PendingOperations.Length > 0)
            buffer.Write("]"u8);
        _texts = texts;
        return buffer.WrittenSpan.ToArray();
    }

    /// <param name="body">From <see cref="WriteBody"/>.</param>
    /// <param name="former">The checkpoint that this one follows, for the fields that this engine has no use for.</param>
    public static byte[] WriteFile(string stack, ReadOnlySpan<byte> body, string? salt, Checkpoint? former, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Length + 1024);
        using var writer = new Utf8JsonWriter(buffer, PropertyJson.Compact);
        writer.WriteStartObject();
        writer.WriteNumber("version", 3);
        writer.WriteStartObject("checkpoint");
        writer.WriteString("stack", stack);
        ResourceJson.Others(writer, former?.OtherCheckpointFields);
        writer.WritePropertyName("latest");
        WriteDeployment(writer, buffer, body, salt, former, now);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What <c>state export</c> prints, indented.</summary>
    public static byte[] WriteExport(ReadOnlySpan<byte> body, string? salt, Checkpoint? former, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Length + 1024);
        using (var writer = new Utf8JsonWriter(buffer, PropertyJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 3);
            writer.WritePropertyName("deployment");
            WriteDeployment(writer, buffer, body, salt, former, now);
            writer.WriteEndObject();
        }
        using var document = JsonDocument.Parse(buffer.WrittenMemory, PropertyJson.Reading);
        var indented = new ArrayBufferWriter<byte>(buffer.WrittenCount * 2);
        using (var writer = new Utf8JsonWriter(indented, PropertyJson.Compact with { Indented = true, IndentSize = 4 }))
        {
            document.WriteTo(writer);
        }
        return indented.WrittenSpan.ToArray();
    }

    private static void WriteDeployment(
        Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> body, string? salt, Checkpoint? former,
        DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("manifest");
        writer.WriteString("time", ResourceJson.Format(now));
        writer.WriteString("magic", FormatMagic);
        writer.WriteString("version", FormatVersion);
        if (former?.Plugins is { } plugins)
        {
            writer.WritePropertyName("plugins");
            writer.WriteRawValue(plugins);
        }
        writer.WriteEndObject();
        if (salt is not null)
        {
            writer.WriteStartObject("secrets_providers");
            writer.WriteString("type", Checkpoint.PassphraseType);
            writer.WriteStartObject("state");
            writer.WriteString("salt", salt);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        // The body is finished JSON: it goes behind the writer's back, which then continues the same object.
        writer.Flush();
        buffer.Write(body);
        if (former?.OtherDeploymentFields is { } others)
        {
            ResourceJson.Others(writer, others);
        }
        else
        {
            writer.WriteStartObject("metadata");
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private byte[] Text(ResourceState resource, Dictionary<ResourceState, byte[]> texts)
    {
        if (!_texts.TryGetValue(resource, out var text))
        {
            var buffer = new ArrayBufferWriter<byte>(4096);
            using (var writer = new Utf8JsonWriter(buffer, PropertyJson.Compact))
            {
                ResourceJson.Write(writer, resource, secrets, at);
            }
            text = buffer.WrittenSpan.ToArray();
        }
        texts[resource] = text;
        return text;
    }

    private static ReadOnlySpan<byte> Name(OperationType type) => type switch
    {
        OperationType.Creating => "creating"u8,
        OperationType.Updating => "updating"u8,
        OperationType.Deleting => "deleting"u8,
        OperationType.Reading => "reading"u8,
        _ => "importing"u8,
    };
}
