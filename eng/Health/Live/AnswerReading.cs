using System.Globalization;
using System.Text.Json;

namespace Infra.Health.Live;

/// <summary>Reads answers of Prometheus' and Loki's APIs, which have one shape.</summary>
internal static class AnswerReading
{
    /// <param name="json">The whole answer, or the list of results alone, as promtool prints it.</param>
    public static LiveAnswer Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array)
                return Results(root, root.GetArrayLength() > 0 && root[0].TryGetProperty("values", out _) ? "matrix" : "vector");
            if (root.GetProperty("status").GetString() != "success")
                return LiveAnswer.Failed(root.TryGetProperty("error", out var error) ? error.GetString() ?? "" : "no success");
            var data = root.GetProperty("data");
            return Results(data.GetProperty("result"), data.GetProperty("resultType").GetString()!);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return LiveAnswer.Failed($"the answer cannot be read: {wrong.Message}");
        }
    }

    private static LiveAnswer Results(JsonElement results, string type) => type switch
    {
        "matrix" => new() { Series = [.. results.EnumerateArray().Select(series => new LiveSeries(Labels(series, "metric"), [.. series.GetProperty("values").EnumerateArray().Select(Point)]))] },
        "vector" => new() { Series = [.. results.EnumerateArray().Select(series => new LiveSeries(Labels(series, "metric"), [Point(series.GetProperty("value"))]))] },
        "scalar" => new() { Series = [new LiveSeries(new Dictionary<string, string>(), [Point(results)])] },
        "streams" => new() { Lines = [.. results.EnumerateArray().SelectMany(Lines).OrderByDescending(line => line.Time)] },
        _ => LiveAnswer.Failed($"an answer of the type '{type}' is not known"),
    };

    private static IEnumerable<LiveLine> Lines(JsonElement stream)
    {
        var labels = Labels(stream, "stream");
        return stream.GetProperty("values").EnumerateArray().Select(value => new LiveLine(
            DateTimeOffset.UnixEpoch.AddTicks(long.Parse(value[0].GetString()!, CultureInfo.InvariantCulture) / 100), labels, value[1].GetString() ?? ""));
    }

    private static Dictionary<string, string> Labels(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "");

    private static LivePoint Point(JsonElement pair) => new(pair[0].GetDouble(), Number(pair[1].GetString()!));

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
