using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DevLab.JmesPath;

namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>Stages that <see cref="LogInterpreter"/> hands on: those that cut, put a value in the line's place, or set what a template gives.</summary>
internal static class FurtherStages
{
    private static readonly JmesPath Paths = new();

    /// <returns>Whether it is a stage that is known here.</returns>
    public static bool Process(ReadBlock stage, LogEntry entry)
    {
        switch (stage.Name)
        {
            case "stage.output":
                entry.Line = entry.Extracted.GetValueOrDefault(stage.Text("source")) ?? entry.Line;
                return true;
            case "stage.label_drop":
                foreach (var name in ((List<object>)stage.Attributes["values"]).Cast<string>())
                    entry.Labels.Remove(name);

                return true;
            case "stage.truncate":
                foreach (var rule in stage.Blocks)
                    Cut(rule, entry);

                return true;
            default:
                return false;
        }
    }

    /// <summary>Sets a value to what a template gives; what gives nothing takes it away.</summary>
    public static void Template(string source, string template, LogEntry entry)
    {
        var data = entry.Extracted.Where(value => value.Value is not null).Append(new("Entry", entry.Line));
        if (entry.Extracted.GetValueOrDefault(source) is { } value)
            data = data.Append(new("Value", value));
        if (GoTemplate.Run(template, data.ToDictionary(pair => pair.Key, pair => pair.Value!)) is not { } result)
            return;

        if (result.Length == 0)
            entry.Extracted.Remove(source);
        else
            entry.Extracted[source] = result;
    }

    /// <summary>Whether a drop stage drops an entry for what was found before.</summary>
    public static bool DropsBySource(ReadBlock stage, LogEntry entry) =>
        Go.Regex(stage.Text("expression")).IsMatch(entry.Extracted.GetValueOrDefault(stage.Text("source")) ?? "");

    /// <summary>The value at a path of JMESPath, in the form in which Alloy keeps it; null where there is none or the path fails.</summary>
    public static string? Search(string json, string path)
    {
        JsonNode? found;
        try
        {
            found = JsonNode.Parse(Paths.Transform(json, path));
        }
        catch (Exception exception) when (exception.Message.Contains("invalid-type", StringComparison.Ordinal))
        {
            return null;
        }

        return found?.GetValueKind() switch
        {
            null => null,
            JsonValueKind.String => (string?)found,
            JsonValueKind.Number => ((double)found).ToString("0.###############", CultureInfo.InvariantCulture),
            _ => found.ToJsonString(),
        };
    }

    /// <summary>A number, or a duration in seconds.</summary>
    public static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : Go.Seconds(text);

    private static void Cut(ReadBlock rule, LogEntry entry)
    {
        var limit = Bytes(rule.Text("limit"));
        var suffix = rule.OptionalText("suffix") ?? "";
        switch (rule.OptionalText("source_type") ?? "line")
        {
            case "line":
                entry.Line = Cut(entry.Line);
                break;
            case "structured_metadata":
                foreach (var (name, value) in entry.Metadata.ToList())
                    entry.Metadata[name] = Cut(value);

                break;
            default:
                throw new NotSupportedException($"{rule.Text("source_type")} is not cut here.");
        }

        string Cut(string text) => System.Text.Encoding.UTF8.GetByteCount(text) > limit ? GoTemplate.Truncated(text, limit - suffix.Length) + suffix : text;
    }

    private static int Bytes(string size) => size switch
    {
        _ when size.EndsWith("KiB", StringComparison.Ordinal) => int.Parse(size[..^3], CultureInfo.InvariantCulture) * 1024,
        _ when size.EndsWith('B') => int.Parse(size[..^1], CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"{size} is no size that is known here."),
    };
}
