using System.Text.Json;

namespace Infra.Stacks.Settings;

/// <summary>An entry of a setting that has several, each with a name and fields. Mistakes are told by the field's path.</summary>
internal sealed class SettingEntry(SettingReader reader, string setting, string name, JsonElement value)
{
    private readonly HashSet<string> _known = [];

    /// <summary>The entry's name.</summary>
    public string Name => name;

    /// <summary>Whether it has fields, and is not a text itself.</summary>
    public bool HasFields => value.ValueKind == JsonValueKind.Object;

    private string Path => $"{setting}.{name}";

    /// <summary>The entry itself as one text or several; null where it is mistaken.</summary>
    /// <param name="expectation">Completes «expected …».</param>
    public IReadOnlyList<string>? Texts(Predicate<string> isValid, string expectation) => Texts(Path, value, isValid, expectation);

    /// <summary>A field that is one text or several; null where it is left out or mistaken.</summary>
    /// <param name="expectation">Completes «expected …».</param>
    public IReadOnlyList<string>? Texts(string field, Predicate<string> isValid, string expectation)
    {
        _known.Add(field);
        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(field, out var element)
            ? Texts($"{Path}.{field}", element, isValid, expectation)
            : null;
    }

    /// <summary>A field that is one text.</summary>
    public string Text(string field, string defaultValue, Predicate<string> isValid, string expectation) =>
        Texts(field, isValid, expectation) is [var text] ? text : defaultValue;

    /// <summary>Notes what is wrong with the entry.</summary>
    public void Mistake(string problem) => reader.Mistake(Path, value.ToString(), problem);

    /// <summary>Notes that a field is missing. Of an entry that has no fields at all, <see cref="End"/> says so.</summary>
    public void Missing(string field, string expectation)
    {
        if (value.ValueKind == JsonValueKind.Object && !value.TryGetProperty(field, out _))
            reader.Mistake($"{Path}.{field}", null, $"expected {expectation}");
    }

    /// <summary>Notes fields that were not asked for. Comes after all the others.</summary>
    public void End()
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            reader.Mistake(Path, value.ToString(), $"expected the fields {string.Join(", ", _known)}");
            return;
        }

        foreach (var field in value.EnumerateObject().Where(field => !_known.Contains(field.Name)))
        {
            var meant = NearestName.Of(field.Name, _known) is { } nearest ? $", did you mean {nearest}?" : "";
            reader.Mistake($"{Path}.{field.Name}", field.Value.ToString(), $"no such field{meant}; expected one of {string.Join(", ", _known)}");
        }
    }

    private IReadOnlyList<string>? Texts(string path, JsonElement element, Predicate<string> isValid, string expectation)
    {
        // A list is as good as texts with commas between them.
        var text = element.ValueKind == JsonValueKind.Array ? string.Join(',', element.EnumerateArray().Select(item => item.ToString())) : element.ToString();
        if (text != SettingReader.None && SettingReader.ParseList(text, isValid) is { } texts)
            return texts;

        reader.Mistake(path, element.ToString(), $"expected {expectation}");
        return null;
    }
}
