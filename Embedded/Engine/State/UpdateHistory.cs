using System.Collections.Immutable;
using System.Text.Json;
using Embedded.Engine.Planning;

namespace Embedded.Engine.State;

/// <summary>One finished update, for the history folder.</summary>
/// <param name="Config">The stack file's values as they stand there: secret ones encrypted. JSON text for each key.</param>
/// <param name="Changes">Steps of each kind.</param>
internal sealed record HistoryEntry(
    string Kind,
    DateTimeOffset Started,
    DateTimeOffset Ended,
    string Message,
    bool Succeeded,
    ImmutableSortedDictionary<string, string> Config,
    ImmutableSortedDictionary<StepOperation, int> Changes);

/// <summary>Writes the files that <c>pulumi stack history</c> reads: what was done, and the state after it.</summary>
internal static class UpdateHistory
{
    public static void Add(FileBackend backend, StackReference stack, HistoryEntry entry)
    {
        var directory = backend.HistoryDirectory(stack);
        backend.CreateDirectory(directory);
        var name = Path.Combine(directory, $"{stack.Stack}-{UnixTime.Nanoseconds(entry.Ended)}");
        AtomicFile.Write(name + ".history.json", ToJson(entry));
        if (File.Exists(backend.StackFile(stack)))
            File.Copy(backend.StackFile(stack), name + ".checkpoint.json", overwrite: true);
    }

    public static byte[] ToJson(HistoryEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, PropertyJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", entry.Kind);
            writer.WriteNumber("startTime", entry.Started.ToUnixTimeSeconds());
            writer.WriteString("message", entry.Message);
            writer.WriteStartObject("environment");
            writer.WriteString("exec.kind", "cli");
            writer.WriteEndObject();
            writer.WriteStartObject("config");
            foreach (var (key, value) in entry.Config)
            {
                writer.WritePropertyName(key);
                writer.WriteRawValue(value);
            }
            writer.WriteEndObject();
            writer.WriteNumber("version", 0);
            writer.WriteString("result", entry.Succeeded ? "succeeded" : "failed");
            writer.WriteNumber("endTime", entry.Ended.ToUnixTimeSeconds());
            if (!entry.Changes.IsEmpty)
            {
                writer.WriteStartObject("resourceChanges");
                foreach (var (operation, count) in entry.Changes)
                    writer.WriteNumber(Name(operation), count);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <summary>The CLI's words.</summary>
    public static string Name(StepOperation operation) => operation switch
    {
        StepOperation.Same => "same",
        StepOperation.Create => "create",
        StepOperation.Update => "update",
        StepOperation.Delete => "delete",
        StepOperation.Replace => "replace",
        StepOperation.CreateReplacement => "create-replacement",
        StepOperation.DeleteReplaced => "delete-replaced",
        StepOperation.Read => "read",
        StepOperation.ReadReplacement => "read-replacement",
        StepOperation.Refresh => "refresh",
        StepOperation.Import => "import",
        _ => "discard",
    };
}
