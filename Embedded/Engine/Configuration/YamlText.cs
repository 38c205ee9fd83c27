using System.Text;

namespace Embedded.Engine.Configuration;

/// <summary>Writes values as YAML in block style.</summary>
internal static class YamlText
{
    public const int Indent = 2;

    /// <summary>
    /// What stands behind <c>key:</c> or <c>-</c>: a scalar on the same line (with the blank before it), or lines below.
    /// No line end behind it.
    /// </summary>
    /// <param name="indent">Columns that nested lines begin at.</param>
    public static string Value(ConfigNode node, int indent)
    {
        var margin = "\n" + new string(' ', indent);
        switch (node)
        {
            case ConfigScalar { Kind: ScalarKind.String } scalar:
                return " " + Scalar(scalar.Value);
            case ConfigScalar scalar:
                return " " + scalar.Value;
            case ConfigSecure secure:
                return $"{margin}secure: {Scalar(secure.Ciphertext)}";
            case ConfigList { Items.Count: 0 }:
                return " []";
            case ConfigMap { Entries.Count: 0 }:
                return " {}";
            case ConfigList list:
                var items = new StringBuilder();
                foreach (var item in list.Items)
                    items.Append(margin).Append('-').Append(Beside(Value(item, indent + Indent), indent + Indent));
                return items.ToString();
            default:
                var entries = new StringBuilder();
                foreach (var (name, value) in ((ConfigMap)node).Entries)
                    entries.Append(margin).Append(Scalar(name)).Append(':').Append(Value(value, indent + Indent));
                return entries.ToString();
        }
    }

    /// <summary>A string without quotes where nothing else could be read from it, else in double quotes.</summary>
    public static string Scalar(string text)
    {
        if (IsPlain(text))
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\u007F' or '\u0085' or '\u2028' or '\u2029' or '\uFEFF' => $"\\u{(int)letter:X4}",
                _ => letter.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>The first nested line moves up beside the dash.</summary>
    private static string Beside(string value, int indent) =>
        value.StartsWith('\n') ? " " + value[(1 + indent)..] : value;

    private static bool IsPlain(string text) =>
        text.Length > 0
        && YamlReading.Plain(text, 0).Kind is ScalarKind.String
        && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1])
        && "-?:,[]{}#&*!|>'\"%@`=<".IndexOf(text[0], StringComparison.Ordinal) < 0
        && text[^1] != ':'
        && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal)
        && text.AsSpan().IndexOfAny("\n\r\t\"\\") < 0
        && text.All(letter => letter >= ' ' && letter is not ('\u007F' or '\u0085' or '\u2028' or '\u2029' or '\uFEFF'))
        // Older parsers take these for booleans, and dates for dates.
        && text.ToLowerInvariant() is not ("y" or "n" or "yes" or "no" or "on" or "off" or "true" or "false" or "null")
        && !(char.IsAsciiDigit(text[0]) && text.Contains('-', StringComparison.Ordinal));
}
