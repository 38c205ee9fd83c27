using Embedded.Engine.Planning;

namespace Embedded.Engine.Display;

/// <summary>Messages as lines: what they are about first, what follows their first line indented.</summary>
internal static class DiagnosticText
{
    public static void Write(StyledText output, ValueText values, Diagnostic diagnostic)
    {
        var (tone, word) = diagnostic.Severity switch
        {
            Severity.Error => (Tone.Error, "error: "),
            Severity.Warning => (Tone.Warning, "warning: "),
            Severity.Debug => (Tone.Muted, "debug: "),
            _ => (Tone.Plain, ""),
        };
        var about = diagnostic.Urn is { } urn && !urn.Contains(ResourceText.StackType, StringComparison.Ordinal)
            ? $"{values.Clean(ResourceText.Of(urn))}: "
            : "";
        var lines = values.Clean(diagnostic.Message).TrimEnd('\n').Split('\n');
        output.Line(0, tone, $"{word}{about}{lines[0]}");
        foreach (var line in lines.Skip(1))
            output.Line(4, tone, line);
    }
}
