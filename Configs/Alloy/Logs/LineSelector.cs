using System.Globalization;
using System.Text;

namespace Infra.Configs.Alloy.Logs;

/// <summary>
/// Which entries a match stage takes: those of which all conditions hold, from left to right. A text that is looked for costs next to
/// nothing, so such conditions stand before regular expressions.
/// </summary>
internal sealed class LineSelector
{
    private readonly string _text;

    private LineSelector(string text)
    {
        _text = text;
    }

    /// <summary>All entries: each has a container.</summary>
    public static LineSelector Any { get; } = new($$"""{{{LogLabels.Container}}!=""}""");

    /// <summary>Those of one product, or of one of several with <c>|</c> between them.</summary>
    public static LineSelector OfProduct(string products) => Of(LogLabels.Product, products);

    /// <summary>Those whose label has this value, or one of several with <c>|</c> between them.</summary>
    public static LineSelector Of(string label, string values) => new($$"""{{{label}}{{(values.Contains('|') ? "=~" : "=")}}{{Quoted(values)}}}""");

    /// <summary>Those whose label has a value, and none of these.</summary>
    public static LineSelector OfOther(string label, IEnumerable<string> values) => new($$"""{{{label}}!="",{{label}}!~{{Quoted(string.Join('|', values))}}}""");

    /// <summary>Those without the label.</summary>
    public static LineSelector Without(string label) => new($$"""{{{label}}=""}""");

    /// <summary>Of these, those that have a text in them.</summary>
    public LineSelector Containing(string text) => new($"{_text} |= {Quoted(text)}");

    /// <summary>Of these, those that have none of some texts in them.</summary>
    public LineSelector WithoutAny(IEnumerable<string> texts) => new(texts.Aggregate(_text, (selector, text) => $"{selector} != {Quoted(text)}"));

    /// <summary>Of these, those that a regular expression matches.</summary>
    public LineSelector Matching(string expression) => new($"{_text} |~ {Quoted(expression)}");

    public override string ToString() => _text;

    // As Go quotes a text.
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                _ when char.IsControl(character) => quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }
}
