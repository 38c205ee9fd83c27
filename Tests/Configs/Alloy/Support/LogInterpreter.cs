using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>
/// Does with lines what Alloy's <c>loki.process</c> does, for the stages that this project renders, after their sources
/// (internal/component/loki/process/stages of the version in <c>AlloyFacts</c>). It stands in for Alloy, which cannot run here.
/// A stage, format or template that it does not know is refused. The benchmarks count with it what a line costs.
/// </summary>
internal sealed class LogInterpreter(DateTimeOffset now)
{
    private readonly Dictionary<(ReadBlock, string), (DateTimeOffset Parsed, DateTimeOffset Adjusted)> _lastTimes = [];

    /// <summary>What histograms were given, by the metric's full name.</summary>
    public List<(string Metric, string Labels, double Value)> Observations { get; } = [];

    /// <summary>How often a regular expression was evaluated over a line or an entry.</summary>
    public int Evaluated { get; private set; }

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
                var selector = LogSelector.Parse(stage.Text("selector"), Count);
                var matched = entries.Where(selector.Matches).ToList();
                if (stage.OptionalText("action") is "drop")
                {
                    Dropped.AddRange(matched.Select(_ => stage.Text("drop_counter_reason")));
                    return [.. entries.Except(matched)];
                }

                return Reordered(entries, matched, Run(stage.Blocks, matched));
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
                Count();
                entry.Line = Regex.Replace(entry.Line, "\u001b\\[[0-9;]*m", "");
                break;
            case "stage.json":
                Json(stage.Map("expressions"), entry);
                break;
            case "stage.logfmt":
                foreach (var pair in Go.Logfmt(entry.Line).Where(pair => stage.Map("mapping").ContainsKey(pair.Key)))
                    entry.Extracted[pair.Key] = pair.Value;

                break;
            case "stage.static_labels":
                foreach (var (name, label) in stage.Map("values"))
                    entry.Labels[name] = label;
                break;
            case "stage.label_drop":
                foreach (var name in (List<object>)stage.Attributes["values"])
                    entry.Labels.Remove((string)name);
                break;
            case "stage.regex":
                Count();
                var regex = Go.Regex(stage.Text("expression"));
                if (regex.Match(entry.Line) is { Success: true } match)
                {
                    foreach (var name in regex.GetGroupNames().Where(name => !char.IsAsciiDigit(name[0])))
                        entry.Extracted[name] = match.Groups[name].Value;
                }

                break;
            case "stage.replace":
                // Once to see whether it matches, once for all places.
                Count(2);
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
                var formats = stage.Attributes.TryGetValue("fallback_formats", out var fallbacks) ? ((List<object>)fallbacks).Cast<string>() : [];
                if (entry.Extracted.GetValueOrDefault(stage.Text("source")) is { } text
                    && formats.Prepend(stage.Text("format")).Select(format => Go.Time(format, text)).FirstOrDefault(time => time is not null) is { } parsed)
                    entry.Time = TellApart(stage, entry, parsed);
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
                    if (metric.Name is not ("metric.histogram" or "metric.counter"))
                        throw new NotSupportedException($"{metric.Name} is not interpreted.");
                    if (entry.Extracted.GetValueOrDefault(metric.Text("source")) is { } observed)
                        Observations.Add((metric.Text("prefix") + metric.Text("name"), string.Join(',', entry.Labels), FurtherStages.Number(observed)));
                }

                break;
            default:
                if (!FurtherStages.Process(stage, entry))
                    throw new NotSupportedException($"{stage.Name} is not interpreted.");
                break;
        }
    }

    private bool IsDropped(ReadBlock stage, LogEntry entry)
    {
        var old = stage.OptionalText("older_than");
        var expression = stage.OptionalText("expression");
        var ofLine = expression is not null && stage.OptionalText("source") is null;
        if (ofLine)
            Count();
        var dropped = (old is null || entry.Time < now.AddSeconds(-Go.Seconds(old)))
            && (expression is null || (ofLine ? Go.Regex(expression).IsMatch(entry.Line) : FurtherStages.DropsBySource(stage, entry)));
        if (dropped)
            Dropped.Add(stage.Text("drop_counter_reason"));
        return dropped;
    }

    // Two entries of a stream whose texts have the same time are a nanosecond apart, which is less than .NET can say: a tick here.
    private DateTimeOffset TellApart(ReadBlock stage, LogEntry entry, DateTimeOffset parsed)
    {
        var stream = (stage, string.Join(',', entry.Labels));
        var time = _lastTimes.TryGetValue(stream, out var last) && last.Parsed == parsed ? last.Adjusted.AddTicks(1) : parsed;
        _lastTimes[stream] = (parsed, time);
        return time;
    }

    private List<LogEntry> Join(Regex firstLine, int maxLines, List<LogEntry> entries)
    {
        var output = new List<LogEntry>();
        var open = new Dictionary<string, (LogEntry First, LogEntry Block, int Lines)>();
        foreach (var entry in entries)
        {
            var stream = string.Join(',', entry.Labels);
            Count();
            var isFirst = firstLine.IsMatch(entry.Line);
            if (!isFirst && !open.ContainsKey(stream))
            {
                // What comes before the first line of all is passed on as it is.
                output.Add(entry);
                continue;
            }

            if (isFirst || open[stream].Lines == maxLines)
            {
                // What exceeds the longest block is another, with all but the text of the first line.
                var first = isFirst ? entry : open[stream].First;
                var block = first.With(entry.Line.TrimEnd('\r', '\n'));
                output.Add(block);
                open[stream] = (first, block, 1);
                continue;
            }

            open[stream].Block.Line += $"\n{entry.Line.TrimEnd('\r', '\n')}";
            open[stream] = open[stream] with { Lines = open[stream].Lines + 1 };
        }

        return output;
    }

    private void Count() => Count(1);

    private void Count(int times) => Evaluated += times;

    // What passed by and what went through, in the order in which it came: a joined entry stands where its first line stood.
    private static List<LogEntry> Reordered(List<LogEntry> all, List<LogEntry> matched, List<LogEntry> processed)
    {
        var places = all.Select((entry, index) => (entry.Order, index)).GroupBy(pair => pair.Order).ToDictionary(group => group.Key, group => group.First().index);
        return [.. all.Except(matched).Concat(processed).OrderBy(entry => places.GetValueOrDefault(entry.Order, int.MaxValue))];
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
        foreach (var name in path.StartsWith('"') ? [path.Trim('"')] : path.Split('.'))
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
