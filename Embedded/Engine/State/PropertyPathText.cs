using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Embedded.Engine.State;

/// <summary>One step into a value: a name of a map or an index of a list.</summary>
internal readonly record struct PropertyPathStep(string? Name, int? Index);

/// <summary>Pulumi's property paths: <c>root.nested["a.b"][0].name</c>.</summary>
internal static class PropertyPathText
{
    /// <exception cref="FormatException">It is not a path; the message says why.</exception>
    public static ImmutableArray<PropertyPathStep> Parse(string path)
    {
        var steps = ImmutableArray.CreateBuilder<PropertyPathStep>();
        var position = 0;
        while (position < path.Length)
        {
            if (path[position] == '[')
            {
                steps.Add(Bracket(path, ref position));
            }
            else
            {
                if (path[position] == '.')
                    position++;
                var end = path.IndexOfAny(['.', '['], position);
                end = end < 0 ? path.Length : end;
                if (end == position)
                    throw new FormatException($"'{path}' is no property path: a name is missing at position {position + 1}.");
                steps.Add(new PropertyPathStep(path[position..end], null));
                position = end;
            }
        }
        return steps.Count > 0 ? steps.ToImmutable() : throw new FormatException("A property path must not be empty.");
    }

    public static string Format(ImmutableArray<PropertyPathStep> steps)
    {
        var text = new StringBuilder();
        foreach (var step in steps)
        {
            if (step.Index is { } index)
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else if (step.Name is not { Length: > 0 } name || name.AsSpan().IndexOfAny(".[]\"") >= 0)
                text.Append(CultureInfo.InvariantCulture, $"[\"{(step.Name ?? "").Replace("\"", "\\\"", StringComparison.Ordinal)}\"]");
            else
                text.Append(text.Length > 0 ? "." : "").Append(name);
        }
        return text.ToString();
    }

    private static PropertyPathStep Bracket(string path, ref int position)
    {
        var start = position++;
        if (position < path.Length && path[position] == '"')
        {
            var name = new StringBuilder();
            for (position++; position < path.Length && path[position] != '"'; position++)
            {
                if (path[position] == '\\' && position + 1 < path.Length)
                    position++;
                name.Append(path[position]);
            }
            if (position + 1 < path.Length && path[position + 1] == ']')
            {
                position += 2;
                return new PropertyPathStep(name.ToString(), null);
            }
        }
        else
        {
            var end = path.IndexOf(']', position);
            if (end > 0 && int.TryParse(path.AsSpan(position, end - position), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                position = end + 1;
                return new PropertyPathStep(null, index);
            }
        }
        throw new FormatException(
            $"'{path}' is no property path: expected [0] or [\"name\"] at position {start + 1}.");
    }
}
