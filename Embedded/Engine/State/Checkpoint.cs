using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Embedded.Engine.State;

/// <summary>
/// A checkpoint (or an exported deployment) of which the frame has been read and checked: who it belongs to, its salt.
/// The resources are read by <see cref="Materialize"/>, which needs the key if one of them holds a secret.
/// </summary>
internal sealed class Checkpoint
{
    public const string PassphraseType = "passphrase";
    private const int Version = 3;

    private readonly JsonElement _resources;
    private readonly JsonElement _pendingOperations;

    private Checkpoint(string? stack, JsonElement deployment, string? otherCheckpointFields)
    {
        Stack = stack;
        OtherCheckpointFields = otherCheckpointFields;
        List<JsonProperty>? others = null;
        if (deployment.ValueKind is not JsonValueKind.Object)
            return;
        foreach (var field in deployment.EnumerateObject())
        {
            switch (field.Name)
            {
                case "manifest":
                    ReadManifest(field.Value);
                    break;
                case "secrets_providers": Salt = ReadSalt(field.Value); break;
                case "resources": _resources = field.Value; break;
                case "pending_operations": _pendingOperations = field.Value; break;
                default: (others ??= []).Add(field); break;
            }
        }
        OtherDeploymentFields = others is null ? null : ResourceJson.ObjectOf(others);
    }

    /// <summary><c>organization/project/stack</c>; null in an exported deployment.</summary>
    public string? Stack { get; }

    /// <summary>The passphrase provider's salt; null where nothing has ever been encrypted.</summary>
    public string? Salt { get; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset? Time { get; private set; }

    public string? Plugins { get; private set; }
    public string? OtherDeploymentFields { get; }
    public string? OtherCheckpointFields { get; }

    /// <summary>Whether any value is encrypted.</summary>
    public bool HoldsCiphertext { get; private init; }

    /// <summary>How many resources it lists.</summary>
    public int ResourceCount => _resources.ValueKind is JsonValueKind.Array ? _resources.GetArrayLength() : 0;

    /// <summary>A state file: <c>{"version":3,"checkpoint":{…}}</c>.</summary>
    /// <exception cref="CheckpointFormatException"/>
    public static Checkpoint Parse(ReadOnlyMemory<byte> json)
    {
        var root = Frame(json, "checkpoint", out var checkpoint);
        if (checkpoint.ValueKind is not JsonValueKind.Object)
            throw new CheckpointFormatException("has no 'checkpoint'");
        var stack = checkpoint.TryGetProperty("stack", out var name) ? name.GetString() : null;
        var others = checkpoint.EnumerateObject().Where(field => field.Name is not ("stack" or "latest")).ToList();
        return new Checkpoint(
            stack,
            checkpoint.TryGetProperty("latest", out var latest) ? latest : default,
            others.Count == 0 ? null : ResourceJson.ObjectOf(others))
        {
            HoldsCiphertext = ContainsCiphertext(json),
        };
    }

    /// <summary>What <c>state export</c> writes: <c>{"version":3,"deployment":{…}}</c>.</summary>
    /// <exception cref="CheckpointFormatException"/>
    public static Checkpoint ParseDeployment(ReadOnlyMemory<byte> json)
    {
        Frame(json, "deployment", out var deployment);
        if (deployment.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
            throw new CheckpointFormatException("has no 'deployment': expected what 'state export' writes");
        return new Checkpoint(null, deployment, null) { HoldsCiphertext = ContainsCiphertext(json) };
    }

    /// <exception cref="CheckpointFormatException"/>
    public Snapshot Materialize(ISecretReader secrets, Action<string> at)
    {
        try
        {
            return new Snapshot(
                Items(_resources, "resources", element => ResourceJson.Read(element, secrets, at)),
                Items(_pendingOperations, "pending_operations", element => Operation(element, secrets, at)));
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or JsonException)
        {
            throw new CheckpointFormatException($"has a field of an unexpected type: {exception.Message}");
        }
    }

    private static JsonElement Frame(ReadOnlyMemory<byte> json, string content, out JsonElement value)
    {
        JsonElement root;
        try
        {
            // The elements live as long as the checkpoint; the document is not disposed, its memory is not pooled.
            root = JsonDocument.Parse(WithoutMark(json), PropertyJson.Reading).RootElement;
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException(json.Length == 0
                ? "is empty"
                : $"is no valid JSON, it ends or breaks off at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
        }
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("version", out var version)
            || version.ValueKind is not JsonValueKind.Number)
        {
            throw new CheckpointFormatException("has no 'version'");
        }
        var number = version.GetInt32();
        if (number != Version)
        {
            throw new CheckpointFormatException(number > Version && root.TryGetProperty("features", out var features)
                ? $"is of version {number} and uses {features.GetRawText()}, which this engine does not know; use the pulumi CLI for this stack"
                : $"is of version {number}; this engine reads version {Version}. Let the pulumi CLI read and write it once");
        }
        value = root.TryGetProperty(content, out var element) ? element : default;
        return root;
    }

    private void ReadManifest(JsonElement manifest)
    {
        if (manifest.ValueKind is not JsonValueKind.Object)
            return;
        if (manifest.TryGetProperty("plugins", out var plugins))
            Plugins = plugins.GetRawText();
        if (manifest.TryGetProperty("time", out var time))
            Time = ResourceJson.ReadTime(time);
    }

    private static string? ReadSalt(JsonElement provider)
    {
        if (provider.ValueKind is not JsonValueKind.Object)
            return null;
        var type = provider.TryGetProperty("type", out var name) ? name.GetString() : null;
        if (type != PassphraseType)
            throw new CheckpointFormatException(
                $"has its secrets encrypted by the provider '{type}'; this engine knows '{PassphraseType}' only. " +
                "Change it with 'pulumi stack change-secrets-provider passphrase'");
        return provider.TryGetProperty("state", out var state) && state.TryGetProperty("salt", out var salt)
            ? salt.GetString()
            : throw new CheckpointFormatException("has a passphrase secrets provider without 'salt'");
    }

    private static ImmutableArray<T> Items<T>(JsonElement list, string name, Func<JsonElement, T> read) => list.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        JsonValueKind.Array => [.. list.EnumerateArray().Select(read)],
        _ => throw new CheckpointFormatException($"has {PropertyJson.Describe(list)} as '{name}'; expected a list"),
    };

    private static PendingOperation Operation(JsonElement element, ISecretReader secrets, Action<string> at)
    {
        var type = element.TryGetProperty("type", out var name) ? name.GetString() : null;
        return new PendingOperation(
            ResourceJson.Read(element.GetProperty("resource"), secrets, at),
            type switch
            {
                "creating" => OperationType.Creating,
                "updating" => OperationType.Updating,
                "deleting" => OperationType.Deleting,
                "reading" => OperationType.Reading,
                "importing" => OperationType.Importing,
                _ => throw new CheckpointFormatException($"has a pending operation of the unknown type '{type}'"),
            });
    }

    private static bool ContainsCiphertext(ReadOnlyMemory<byte> json) =>
        json.Span.IndexOf("\"ciphertext\""u8) >= 0
        && json.Span.IndexOf(Encoding.ASCII.GetBytes(PropertyJson.SecretSignature)) >= 0;

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
}
