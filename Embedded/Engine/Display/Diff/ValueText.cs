using System.Globalization;
using System.Text;
using System.Text.Json;
using Embedded.Engine.Values;
using Infra.Shared;

namespace Embedded.Engine.Display;

/// <summary>Values in one line, with nothing in them that is secret or could drive a terminal.</summary>
internal sealed class ValueText(SecretMask secrets)
{
    public const string Unknown = "output<string>";

    private const int LongestText = 240;
    private const int ContextCharacters = 30;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Text from outside without secrets and control characters.</summary>
    public string Clean(string text) => SafeText.Neutralise(secrets.Apply(text));

    public string Of(PropertyValue value) => value switch
    {
        SecretValue => SecretMask.Replacement,
        UnknownValue => Unknown,
        NullValue => "null",
        BoolValue flag => flag.Value ? "true" : "false",
        NumberValue number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        StringValue text => Quote(Shorten(secrets.Apply(text.Value))),
        ResourceReferenceValue reference => Clean(reference.Urn),
        ListValue list => $"[{string.Join(", ", list.Items.Select(Of))}]",
        MapValue { Properties.Count: 0 } => "{}",
        MapValue map => $"{{ {string.Join(", ", map.Properties.Select(pair => $"{Clean(pair.Key)}: {Of(pair.Value)}"))} }}",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, null),
    };

    /// <summary>Old and new text; of long ones only the surroundings of what differs.</summary>
    public (string Old, string New) Of(StringValue before, StringValue after)
    {
        var (oldText, newText) = (secrets.Apply(before.Value), secrets.Apply(after.Value));
        if (oldText.Length <= LongestText && newText.Length <= LongestText)
            return (Quote(oldText), Quote(newText));

        var same = oldText.AsSpan().CommonPrefixLength(newText);
        var shorter = Math.Min(oldText.Length, newText.Length);
        var sameAtEnd = 0;
        while (sameAtEnd < shorter - same && oldText[^(sameAtEnd + 1)] == newText[^(sameAtEnd + 1)])
            sameAtEnd++;
        var from = Math.Max(0, same - ContextCharacters);
        var drop = Math.Max(0, sameAtEnd - ContextCharacters);
        return (Quote(Part(oldText, from, drop)), Quote(Part(newText, from, drop)));
    }

    /// <summary>The text laid out in lines, where it has several or is JSON that somebody might want to read; else null.</summary>
    public static string? AsLines(string text)
    {
        if (text.Contains('\n', StringComparison.Ordinal))
            return text;
        if (text.Length < 80 || text.AsSpan().TrimStart() is not ['{' or '[', ..])
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement, Indented) + "\n";
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Part(string text, int from, int drop) =>
        Shorten($"{(from > 0 ? "…" : "")}{text[from..^drop]}{(drop > 0 ? "…" : "")}");

    private static string Shorten(string text) =>
        text.Length <= LongestText ? text : $"{text.AsSpan(0, LongestText - 40)}… ({text.Length} characters)";

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                _ => null,
            });
            if (character is not ('"' or '\\' or '\n' or '\t'))
                quoted.Append(character);
        }
        return SafeText.Neutralise(quoted.Append('"').ToString());
    }
}
