using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>
/// Does with lines what Alloy's <c>loki.process</c> does, for the stages that this project renders, after their sources
/// (internal/component/loki/process/stages at <see cref="AlloyFacts.Version"/>). It stands in for Alloy, which cannot run here.
/// A stage, format or template that it does not know fails the test.
/// </summary>
internal sealed class LogInterpreter(DateTimeOffset now)
{
    /// <summary>What histograms were given, by the metric's full name.</summary>
    public List<(string Metric, string Labels, double Value)> Observations { get; } = [];

    /// <summary>Why lines were dropped.</summary>
    public List<string> Dropped { get; } = [];

    public List<LogEntry> Run(IEnumerable<ReadBlock> stages, IEnumerable<LogEntry> input)
    {
        var entries = input.ToList();
        // Each pipeline, a nested one too, begins with the labels among what was found.
        foreach (var entry in entries)
        {
            foreach (var (name, value) in entry.Labels)
                entry.Extracted[name] = value;
        }

        foreach (var stage in stages)
            entries = Run(stage, entries);
        return entries;
    }

    private List<LogEntry> Run(ReadBlock stage, List<LogEntry> entries)
    {
        switch (stage.Name)
        {
            case "stage.match":
                var selector = LogSelector.Parse(stage.Text("selector"));
                var matched = entries.Where(selector.Matches).ToList();
                return [.. entries.Except(matched), .. Run(stage.Blocks, matched)];
            case "stage.multiline":
                return Join(Go.Regex(stage.Text("firstline")), (int)(decimal)stage.Attributes["max_lines"], entries);
            case "stage.drop":
                return [.. entries.Where(entry => !IsDropped(stage, entry))];
            case "stage.limit":
                // Only time decides; that nothing else than lines of one container counts is in the text.
                return entries;
            default:
                foreach (var entry in entries)
                    Process(stage, entry);
                return entries;
        }
    }

    private void Process(ReadBlock stage, LogEntry entry)
    {
        switch (stage.Name)
        {
            case "stage.decolorize":
                entry.Line = Regex.Replace(entry.Line, "\u001b\\[[0-9;]*m", "");
                break;
            case "stage.json":
                Json(stage.Map("expressions"), entry);
                break;
            case "stage.logfmt":
                foreach (var pair in Go.Logfmt(entry.Line).Where(pair => stage.Map("mapping").ContainsKey(pair.Key)))
                    entry.Extracted[pair.Key] = pair.Value;

                break;
            case "stage.regex":
                var regex = Go.Regex(stage.Text("expression"));
                if (regex.Match(entry.Line) is { Success: true } match)
                {
                    foreach (var name in regex.GetGroupNames().Where(name => !char.IsAsciiDigit(name[0])))
                        entry.Extracted[name] = match.Groups[name].Value;
                }

                break;
            case "stage.replace":
                entry.Line = Go.ReplaceGroups(Go.Regex(stage.Text("expression")), entry.Line, stage.Text("replace"));
                break;
            case "stage.template":
                if (!stage.Text("template").StartsWith("{{ $level", StringComparison.Ordinal) && stage.Text("template").Contains("{{", StringComparison.Ordinal))
                {
                    FurtherStages.Template(stage.Text("source"), stage.Text("template"), entry);
                    break;
                }

                if (Go.Template(stage.Text("template"), entry.Extracted.GetValueOrDefault(stage.Text("source"))) is not { } value)
                    break;
                if (value.Length == 0)
                    entry.Extracted.Remove(stage.Text("source"));
                else
                    entry.Extracted[stage.Text("source")] = value;
                break;
            case "stage.timestamp":
                Assert.Equal("skip", stage.Text("action_on_failure"));
                var formats = stage.Attributes.TryGetValue("fallback_formats", out var fallbacks) ? ((List<object>)fallbacks).Cast<string>() : [];
                if (entry.Extracted.GetValueOrDefault(stage.Text("source")) is { } text)
                    entry.Time = formats.Prepend(stage.Text("format")).Select(format => Go.Time(format, text)).FirstOrDefault(time => time is not null) ?? entry.Time;
                break;
            case "stage.labels":
                foreach (var name in stage.Map("values").Keys)
                {
                    if (entry.Extracted.GetValueOrDefault(name) is { } label)
                        entry.Labels[name] = label;
                }

                break;
            case "stage.structured_metadata":
                foreach (var name in stage.Map("values").Keys)
                {
                    if (entry.Extracted.GetValueOrDefault(name) is { } found)
                        entry.Metadata[name] = found;
                    // A label of that name moves there.
                    if (entry.Labels.Remove(name, out var moved))
                        entry.Metadata[name] = moved;
                }

                break;
            case "stage.metrics":
                foreach (var metric in stage.Blocks)
                {
                    Assert.Contains(metric.Name, (string[])["metric.histogram", "metric.counter"]);
                    if (entry.Extracted.GetValueOrDefault(metric.Text("source")) is { } observed)
                        Observations.Add((metric.Text("prefix") + metric.Text("name"), string.Join(',', entry.Labels), FurtherStages.Number(observed)));
                }

                break;
            default:
                Assert.True(FurtherStages.Process(stage, entry), $"{stage.Name} is not interpreted.");
                break;
        }
    }

    private bool IsDropped(ReadBlock stage, LogEntry entry)
    {
        var old = stage.OptionalText("older_than");
        var expression = stage.OptionalText("expression");
        var dropped = (old is null || entry.Time < now.AddSeconds(-Go.Seconds(old)))
            && (expression is null || (stage.OptionalText("source") is null ? Go.Regex(expression).IsMatch(entry.Line) : FurtherStages.DropsBySource(stage, entry)));
        if (dropped)
            Dropped.Add(stage.Text("drop_counter_reason"));
        return dropped;
    }

    private static List<LogEntry> Join(Regex firstLine, int maxLines, List<LogEntry> entries)
    {
        var output = new List<LogEntry>();
        var open = new Dictionary<string, (LogEntry Entry, int Lines)>();
        foreach (var entry in entries)
        {
            var stream = string.Join(',', entry.Labels);
            if (firstLine.IsMatch(entry.Line) || !open.TryGetValue(stream, out var block))
            {
                output.Add(entry);
                if (firstLine.IsMatch(entry.Line))
                    open[stream] = (entry, 1);
                continue;
            }

            Assert.True(block.Lines < maxLines, "No sample is longer than what is joined.");
            block.Entry.Line += $"\n{entry.Line}";
            open[stream] = (block.Entry, block.Lines + 1);
        }

        return output;
    }

    // JMESPath, as far as it is used: names, dots, and || between them.
    private static void Json(IReadOnlyDictionary<string, string> expressions, LogEntry entry)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(entry.Line);
        }
        catch (JsonException)
        {
            return;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return;
            foreach (var (name, expression) in expressions)
            {
                entry.Extracted[name] = expression.Contains('(') ? FurtherStages.Search(entry.Line, expression) : expression.Split(" || ").Select(path => Find(document.RootElement, path)).FirstOrDefault(value => value is not null and not "");
            }
        }
    }

    private static string? Find(JsonElement root, string path)
    {
        var element = root;
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetDouble().ToString(CultureInfo.InvariantCulture),
            _ => element.GetRawText(),
        };
    }
}
