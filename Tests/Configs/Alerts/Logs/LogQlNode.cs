using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Tests.Configs.Alerts.Logs;

/// <summary>
/// A part of an expression of LogQL, which is evaluated as Loki does. It stands in for Loki, which cannot run here; how Loki's own
/// evaluation differs in what is left out (limits, sampling of time, lines that come late) no test of ours sees.
/// </summary>
internal abstract record LogQlNode
{
    /// <summary>The value of each series, by its labels as <c>name=value</c>.</summary>
    public abstract IReadOnlyDictionary<string, double> At(IReadOnlyList<StoredLine> lines, double minute);
}

internal sealed record LogQlNumber(double Value) : LogQlNode
{
    public override IReadOnlyDictionary<string, double> At(IReadOnlyList<StoredLine> lines, double minute) =>
        throw new InvalidOperationException("A number alone is no series.");
}

/// <summary>How many lines a window has, which has its end and not its beginning.</summary>
internal sealed record LogQlCount(IReadOnlyList<Func<LogQlLine, bool>> Stages, double Window, double Offset) : LogQlNode
{
    public override IReadOnlyDictionary<string, double> At(IReadOnlyList<StoredLine> lines, double minute) => Rows(lines, minute)
        .GroupBy(row => row.Name).ToDictionary(group => group.Key, group => (double)group.Count());

    public IEnumerable<LogQlLine> Rows(IReadOnlyList<StoredLine> lines, double minute)
    {
        var end = minute - Offset;
        return lines.Where(line => line.Minute > end - Window && line.Minute <= end).Select(line => new LogQlLine(line)).Where(IsLeft);
    }

    private bool IsLeft(LogQlLine line)
    {
        if (!Stages.All(stage => stage(line)))
            return false;

        // Loki refuses to count what it could not read.
        Assert.Equal("", line["__error__"]);
        return true;
    }
}

internal sealed record LogQlSum(IReadOnlyList<string> Labels, LogQlNode Inner) : LogQlNode
{
    public override IReadOnlyDictionary<string, double> At(IReadOnlyList<StoredLine> lines, double minute) =>
        Assert.IsType<LogQlCount>(Inner).Rows(lines, minute)
            .GroupBy(line => string.Join(',', Labels.Where(label => line[label].Length > 0).Select(label => $"{label}={line[label]}")))
            .ToDictionary(group => group.Key, group => (double)group.Count());
}

/// <summary>Between two vectors: by the same labels; a side that has none of them has no result, but in <c>or</c> and <c>unless</c>.</summary>
internal sealed record LogQlOperation(string Operator, LogQlNode Left, LogQlNode Right) : LogQlNode
{
    public override IReadOnlyDictionary<string, double> At(IReadOnlyList<StoredLine> lines, double minute)
    {
        if (Left is LogQlNumber { Value: var first })
            return Pairs(Right.At(lines, minute), _ => first, swapped: true);
        if (Right is LogQlNumber { Value: var second })
            return Pairs(Left.At(lines, minute), _ => second);

        var left = Left.At(lines, minute);
        var right = Right.At(lines, minute);
        return Operator switch
        {
            "or" => left.Concat(right.Where(pair => !left.ContainsKey(pair.Key))).ToDictionary(),
            "unless" => left.Where(pair => !right.ContainsKey(pair.Key)).ToDictionary(),
            "and" => left.Where(pair => right.ContainsKey(pair.Key)).ToDictionary(),
            _ => Pairs(left.Where(pair => right.ContainsKey(pair.Key)).ToDictionary(), labels => right[labels]),
        };
    }

    private Dictionary<string, double> Pairs(IReadOnlyDictionary<string, double> vector, Func<string, double> other, bool swapped = false)
    {
        var result = new Dictionary<string, double>();
        foreach (var (labels, value) in vector)
        {
            var (a, b) = swapped ? (other(labels), value) : (value, other(labels));
            if (Value(a, b) is { } number)
                result.Add(labels, Operator is "+" or "-" or "*" or "/" ? number : value);
        }

        return result;
    }

    // Null where a comparison leaves the series out.
    private double? Value(double a, double b) => Operator switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "<" => a < b ? a : null,
        "<=" => a <= b ? a : null,
        ">" => a > b ? a : null,
        ">=" => a >= b ? a : null,
        "==" => a == b ? a : null,
        "!=" => a != b ? a : null,
        _ => throw new InvalidOperationException($"{Operator} is not evaluated here."),
    };
}

/// <summary>A line on its way through a query: its labels, its structured metadata, and what parsers find in it.</summary>
internal sealed class LogQlLine(StoredLine line)
{
    private readonly SortedDictionary<string, string> _labels = new(line.Metadata.Concat(line.Labels).ToDictionary(), StringComparer.Ordinal);

    public string Text => line.Line;

    /// <summary>Its series without anything that sums it up.</summary>
    public string Name => string.Join(',', _labels.Select(label => $"{label.Key}={label.Value}"));

    /// <summary>A label's value; empty where there is none.</summary>
    public string this[string label] => _labels.GetValueOrDefault(label, "");

    public bool ReadJson()
    {
        try
        {
            using var document = JsonDocument.Parse(line.Line);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in document.RootElement.EnumerateObject().Where(property => property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)))
                    Found(property.Name, property.Value.ToString());
                return true;
            }
        }
        catch (JsonException)
        {
        }

        _labels["__error__"] = "JSONParserErr";
        return true;
    }

    public bool Read(Regex regex)
    {
        var match = regex.Match(line.Line);
        foreach (var name in regex.GetGroupNames().Where(name => match.Success && !char.IsAsciiDigit(name[0])))
            Found(name, match.Groups[name].Value);
        return true;
    }

    // What the stream has is not written over.
    private void Found(string name, string value) => _labels[_labels.ContainsKey(name) ? $"{name}_extracted" : name] = value;
}
