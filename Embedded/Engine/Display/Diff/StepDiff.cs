using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.Values;

namespace Embedded.Engine.Display;

/// <summary>Writes what a step changes, property by property, and files line by line.</summary>
internal sealed class StepDiff(ValueText values, StyledText output)
{
    private const int Step = 4;

    public void Write(Step step, int indent)
    {
        if (step.Old is { Id: { Length: > 0 } id })
            output.Line(indent, Tone.Muted, $"[id={values.Clean(id)}]");
        switch (step)
        {
            case { New: null }:
                break;
            case { Old: null } or { Operation: StepOperation.Create or StepOperation.Import }:
                foreach (var (name, value) in step.New.Inputs)
                    WriteWhole(indent, '+', Tone.Created, values.Clean(name), value);
                break;
            case { Operation: StepOperation.Refresh }:
                WriteOutputs(indent, SecretMask.Outputs(step.Old), SecretMask.Outputs(step.New), withUnchanged: false);
                break;
            default:
                WriteInputs(indent, step, step.Old.Inputs, step.New.Inputs, SecretMask.Outputs(step.Old));
                break;
        }
    }

    /// <summary>Outputs: those that differ, or all of them.</summary>
    public void WriteOutputs(int indent, PropertyMap before, PropertyMap after, bool withUnchanged)
    {
        foreach (var (name, old, now) in Pairs(before, after))
        {
            if (old is not null && now is not null && old.WithoutSecrets().Equals(now.WithoutSecrets()))
            {
                if (withUnchanged)
                    WriteWhole(indent, ' ', Tone.Plain, values.Clean(name), now);
            }
            else
            {
                WriteChange(indent, values.Clean(name), old, now, "");
            }
        }
    }

    private void WriteInputs(int indent, Step step, PropertyMap before, PropertyMap after, PropertyMap outputs)
    {
        var changed = step.Diff.Keys.Select(PropertyPath.Root).ToHashSet(StringComparer.Ordinal);
        var replacing = step.Diff
            .Where(pair => pair.Value.IsReplacing())
            .Select(pair => pair.Key).Concat(step.ReplaceReasons)
            .Select(PropertyPath.Root).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, old, now) in Pairs(before, after))
        {
            // The provider knows best what is a difference: a list in another order may be none.
            if (changed.Count > 0 && !changed.Contains(name) && !replacing.Contains(name))
                continue;
            var was = old;
            if (old is not null && now is not null && old.WithoutSecrets().Equals(now.WithoutSecrets()))
            {
                // The same is wanted as before, so what differs is what really exists.
                if (!changed.Contains(name) || outputs.Get(name) is not { } real)
                    continue;
                was = real;
            }
            WriteChange(indent, values.Clean(name), was, now, replacing.Contains(name) ? "  (forces replacement)" : "");
        }
    }

    private static IEnumerable<(string Name, PropertyValue? Old, PropertyValue? New)> Pairs(PropertyMap before, PropertyMap after) =>
        before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => (name, before.Get(name), after.Get(name)));

    private void WriteChange(int indent, string label, PropertyValue? before, PropertyValue? after, string note)
    {
        switch (before, after)
        {
            case (null, { } added):
                WriteWhole(indent, '+', Tone.Created, label, added, note);
                break;
            case ({ } removed, null):
                WriteWhole(indent, '-', Tone.Deleted, label, removed, note);
                break;
            case ({ } old, { } now):
                WriteUpdate(indent, label, old, now, note);
                break;
        }
    }

    private void WriteUpdate(int indent, string label, PropertyValue before, PropertyValue after, string note)
    {
        switch (before, after)
        {
            case (MapValue old, MapValue now):
                output.Line(indent, Tone.Updated, $"~ {label}:{note}");
                WriteMembers(indent + Step, old.Properties, now.Properties, pair: null);
                break;
            case (ListValue old, ListValue now):
                WriteList(indent, label, old, now, note);
                break;
            case (StringValue old, StringValue now) when AreLines(old, now, out var oldLines, out var newLines):
                output.Line(indent, Tone.Updated, $"~ {label}:{note}");
                WriteHunks(indent + Step, oldLines, newLines);
                break;
            case (StringValue old, StringValue now):
                var (oldText, newText) = values.Of(old, now);
                output.Line(indent, Tone.Updated, $"~ {label}: {oldText} → {newText}{note}");
                break;
            case (SecretValue, _) or (_, SecretValue):
                output.Line(indent, Tone.Updated, $"~ {label}: {BesideSecret(before)} → {BesideSecret(after)}{note}");
                break;
            default:
                output.Line(indent, Tone.Updated, $"~ {label}: {values.Of(before)} → {values.Of(after)}{note}");
                break;
        }
    }

    // A value beside a secret was or becomes that secret; lists and maps have marks of their own within.
    private string BesideSecret(PropertyValue value) =>
        value is MapValue or ListValue or UnknownValue or NullValue ? values.Of(value) : SecretMask.Replacement;

    private void WriteMembers(int indent, PropertyMap before, PropertyMap after, ListPair? pair)
    {
        foreach (var (name, old, now) in Pairs(before, after))
        {
            if (old is not null && now is not null && old.WithoutSecrets().Equals(now.WithoutSecrets()))
                continue;
            if (IsFileContent(pair, name) && old is StringValue oldText && now is StringValue newText && AreLines(oldText, newText, out var oldLines, out var newLines))
                WriteHunks(indent, oldLines, newLines);
            else
                WriteChange(indent, values.Clean(name), old, now, "");
        }
    }

    private void WriteList(int indent, string label, ListValue before, ListValue after, string note)
    {
        var changes = ListMatcher.Changes(before, after);
        output.Line(indent, Tone.Updated, changes.Count == 0 ? $"~ {label}: (other order){note}" : $"~ {label}:{note}");
        foreach (var pair in changes)
        {
            var name = pair.Label is null ? null : values.Clean(pair.Label);
            switch (pair)
            {
                case { Old: MapValue old, New: MapValue now }:
                    output.Line(indent + Step, Tone.Updated, $"~ {name}");
                    WriteMembers(indent + (2 * Step), old.Properties, now.Properties, pair);
                    break;
                case { Old: { } old, New: { } now }:
                    var (oldText, newText) = (old, now) switch
                    {
                        (StringValue a, StringValue b) => values.Of(a, b),
                        (SecretValue, _) or (_, SecretValue) => (BesideSecret(old), BesideSecret(now)),
                        _ => (values.Of(old), values.Of(now)),
                    };
                    output.Line(indent + Step, Tone.Updated, $"~ {oldText} → {newText}");
                    break;
                case { Old: { } old }:
                    WriteElement(indent + Step, '-', Tone.Deleted, pair.Label, old);
                    break;
                case { New: { } now }:
                    WriteElement(indent + Step, '+', Tone.Created, pair.Label, now);
                    break;
            }
        }
    }

    private void WriteWhole(int indent, char sign, Tone tone, string label, PropertyValue value, string note = "")
    {
        switch (value)
        {
            case MapValue { Properties.Count: > 0 } map:
                output.Line(indent, tone, $"{sign} {label}:{note}");
                foreach (var (name, member) in map.Properties)
                    WriteWhole(indent + Step, sign, tone, values.Clean(name), member);
                break;
            case ListValue { Items.Length: > 0 } list:
                output.Line(indent, tone, $"{sign} {label}:{note}");
                foreach (var (name, item) in ListMatcher.Labelled(list))
                    WriteElement(indent + Step, sign, tone, name, item);
                break;
            case StringValue text when ValueText.AsLines(text.Value) is { } lines:
                output.Line(indent, tone, $"{sign} {label}:{note}");
                WriteLines(indent + Step, sign, tone, lines);
                break;
            default:
                output.Line(indent, tone, $"{sign} {label}: {values.Of(value)}{note}");
                break;
        }
    }

    private void WriteElement(int indent, char sign, Tone tone, string? label, PropertyValue value)
    {
        if (label is null || value is not MapValue map)
        {
            output.Line(indent, tone, $"{sign} {values.Of(value)}");
            return;
        }
        output.Line(indent, tone, $"{sign} {values.Clean(label)}");
        var pair = new ListPair(label, null, value);
        foreach (var (name, member) in map.Properties)
        {
            if (ListMatcher.IsLabel(pair, name))
                continue;
            if (IsFileContent(pair, name) && member is StringValue text)
                WriteLines(indent + Step, sign, tone, text.Value);
            else
                WriteWhole(indent + Step, sign, tone, values.Clean(name), member);
        }
    }

    // An upload is headed by its path: what follows is the file.
    private static bool IsFileContent(ListPair? pair, string property) =>
        property == "content" && pair is not null && ListMatcher.IsLabel(pair, "file");

    private void WriteLines(int indent, char sign, Tone tone, string text)
    {
        foreach (var line in values.Clean(text).TrimEnd('\n').Split('\n'))
            output.Line(indent, tone, line.Length == 0 ? $"{sign}" : $"{sign} {line}");
    }

    private void WriteHunks(int indent, string before, string after)
    {
        var hunks = LineDiff.Hunks(values.Clean(before), values.Clean(after));
        if (hunks.Count == 0)
            output.Line(indent, Tone.Muted, "(differs only in what is not shown)");
        foreach (var hunk in hunks)
        {
            output.Line(indent, Tone.Muted, hunk.Header);
            foreach (var line in hunk.Lines)
            {
                var (sign, tone) = line.Change switch
                {
                    LineChange.Added => ('+', Tone.Created),
                    LineChange.Removed => ('-', Tone.Deleted),
                    _ => (' ', Tone.Plain),
                };
                var parts = line.Text.Split('\n');
                output.Line(indent, tone, parts[0].Length == 0 && sign == ' ' ? "" : parts[0].Length == 0 ? $"{sign}" : $"{sign} {parts[0]}");
                for (var i = 1; i < parts.Length; i++)
                    output.Line(indent, Tone.Muted, parts[i]);
            }
        }
    }

    private static bool AreLines(StringValue before, StringValue after, out string oldLines, out string newLines)
    {
        var (first, second) = (ValueText.AsLines(before.Value), ValueText.AsLines(after.Value));
        oldLines = first ?? before.Value;
        newLines = second ?? after.Value;
        return first is not null || second is not null;
    }
}
