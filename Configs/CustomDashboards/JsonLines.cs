using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Infra.Configs.Json;

namespace Infra.Configs.CustomDashboards;

/// <summary>The lines of a JSON text at which its values begin, by their paths (<c>$.panels[3].title</c>).</summary>
internal sealed class JsonLines
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>Why the text cannot be read; null where it can.</summary>
    public DashboardFinding? Error { get; private init; }

    public static JsonDocumentOptions Options { get; } = new() { AllowDuplicateProperties = false };

    public static JsonSerializerOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonLines Of(string text)
    {
        var lines = new JsonLines();
        try
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            JsonTexts.Check(bytes);
            lines.Read(bytes);
            using var _ = JsonDocument.Parse(text, Options);
            return lines;
        }
        catch (JsonException broken)
        {
            var line = (int)(broken.LineNumber ?? 0);
            var found = text.Split('\n').ElementAtOrDefault(line)?.Trim() ?? "";
            return new JsonLines { Error = new DashboardFinding(line + 1, found.Length == 0 ? "(the end of the file)" : found, "expected JSON: " + FirstSentence(broken.Message)) };
        }
    }

    public int? LineOf(string path) => _lines.TryGetValue(path, out var line) ? line : null;

    private static string FirstSentence(string message) => message.Split(" LineNumber:")[0];

    private void Read(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        // For each open object or array: its path, and the number of the next item.
        var open = new Stack<(string Path, int Item)>();
        var name = "";
        var (line, counted) = (1, 0);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString()!;
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }

            for (; counted < reader.TokenStartIndex; counted++)
                line += bytes[counted] == '\n' ? 1 : 0;
            var path = "$";
            if (open.TryPop(out var parent))
            {
                path = parent.Item < 0 ? $"{parent.Path}.{name}" : $"{parent.Path}[{parent.Item}]";
                open.Push(parent.Item < 0 ? parent : (parent.Path, parent.Item + 1));
            }

            _lines.TryAdd(path, line);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                open.Push((path, reader.TokenType == JsonTokenType.StartObject ? -1 : 0));
        }
    }
}
