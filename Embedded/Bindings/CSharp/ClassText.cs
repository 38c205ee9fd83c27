using System.Text;

namespace Embedded.Bindings.CSharp;

/// <summary>Text of one generated class: its surroundings, and lines at their depth.</summary>
internal sealed class ClassText
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public ClassText(string @namespace, params string[] usings)
    {
        _text.Append(GeneratedFile.Header);
        var all = usings.ToHashSet();
        // Inside Pulumi.* its names are found without it.
        if (!@namespace.StartsWith("Pulumi.", StringComparison.Ordinal)) all.Add("Pulumi");
        foreach (var name in all.OrderBy(name => !name.StartsWith("System", StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal))
        {
            Line($"using {name};");
        }

        if (all.Count > 0) Line();
        Line($"namespace {@namespace};");
        Line();
    }

    public ClassText Line(string line = "")
    {
        if (line.Length > 0) _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
        return this;
    }

    public ClassText Summary(string summary) => Line($"/// <summary>{summary.Replace("&", "&amp;").Replace("<", "&lt;")}</summary>");

    public ClassText Open(string line = "")
    {
        if (line.Length > 0) Line(line);
        Line("{");
        _depth++;
        return this;
    }

    public ClassText Close(string after = "")
    {
        _depth--;
        return Line("}" + after);
    }

    public override string ToString() => _text.ToString();
}
