using System.Text;
using Infra.Shared;

namespace Embedded.Engine.Display;

/// <summary>What a line is about; decides its colour.</summary>
internal enum Tone
{
    Plain,
    Heading,
    Muted,
    Created,
    Updated,
    Replaced,
    Deleted,
    Warning,
    Error,
}

/// <summary>
/// Collects lines, in colour where colours are wanted. Secrets are masked before; what would drive the terminal is written out here, so that
/// no name and no value of anybody's can.
/// </summary>
internal sealed class StyledText(bool color)
{
    private readonly StringBuilder _text = new();

    public StyledText Line(int indent, Tone tone, string text)
    {
        var code = color && text.Length > 0 ? Code(tone) : null;
        _text.Append(' ', text.Length > 0 ? indent : 0);
        if (code is not null)
            _text.Append("\u001b[").Append(code).Append('m');
        _text.Append(SafeText.Visible(text));
        if (code is not null)
            _text.Append("\u001b[0m");
        _text.Append('\n');
        return this;
    }

    public StyledText Line() => Line(0, Tone.Plain, "");

    /// <summary>A text of several lines, all indented alike.</summary>
    public StyledText Block(int indent, Tone tone, string text)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
            Line(indent, tone, line);
        return this;
    }

    /// <summary>Text that has its styles already.</summary>
    public StyledText Append(string styled)
    {
        _text.Append(styled);
        return this;
    }

    /// <summary>Everything collected so far; starts anew.</summary>
    public string Take()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }

    private static string? Code(Tone tone) => tone switch
    {
        Tone.Heading => "1",
        Tone.Muted => "90",
        Tone.Created => "32",
        Tone.Updated => "33",
        Tone.Replaced => "35",
        Tone.Deleted or Tone.Error => "31",
        Tone.Warning => "33",
        _ => null,
    };
}
