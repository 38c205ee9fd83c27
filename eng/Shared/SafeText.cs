using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Shared;

/// <summary>
/// Makes text from outside (logs of a container, messages of a daemon) harmless for a terminal: colour sequences are
/// dropped, every other control character is written out as an escape. Line breaks and tabs stay.
/// </summary>
internal static partial class SafeText
{
    public static string Neutralise(string text)
    {
        if (!NeedsWork(text))
            return text;

        return Visible(ColourSequence().Replace(text, "").Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    /// <summary>The same for a value, of which nothing may be dropped: a colour sequence is written out like the rest.</summary>
    public static string Visible(string text)
    {
        if (!NeedsWork(text))
            return text;

        var result = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsHarmless(character))
                result.Append(character);
            else if (character == '\r')
                result.Append("\\r");
            else if (character < 0x100)
                result.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}");
            else
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }
        return result.ToString();
    }

    private static bool NeedsWork(string text)
    {
        foreach (var character in text)
        {
            if (!IsHarmless(character))
                return true;
        }
        return false;
    }

    // U+2028/2029 break lines; the bidirectional controls let a text look like another.
    private static bool IsHarmless(char character) =>
        character is '\n' or '\t' ||
        (!char.IsControl(character) &&
         character is not ((>= '\u200e' and <= '\u200f') or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069')));

    [GeneratedRegex("\u001b\\[[0-9;:]*m")]
    private static partial Regex ColourSequence();
}
