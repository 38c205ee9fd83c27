using System.Collections.Immutable;
using System.Globalization;
using Embedded.Engine.Values;

namespace Embedded.Engine.Display;

/// <summary>An element of a list before and after; one of the two is null where it came or went.</summary>
/// <param name="Label">What tells it from the others, or null for a plain value.</param>
internal sealed record ListPair(string? Label, PropertyValue? Old, PropertyValue? New);

/// <summary>
/// Finds which element of a list became which. Most lists of a container are sets in truth: an upload is the same
/// upload because it writes the same file, wherever it stands in the list.
/// </summary>
internal static class ListMatcher
{
    private static readonly ImmutableArray<ImmutableArray<string>> Keys =
    [
        ["file"], ["target"], ["containerPath"], ["label"], ["host"], ["name"], ["internal"], ["internal", "protocol"], ["key"],
    ];

    /// <summary>The elements that differ, removed ones first, the others in the order of the new list.</summary>
    public static IReadOnlyList<ListPair> Changes(ListValue before, ListValue after)
    {
        var (removed, added) = WithoutEqualOnes(before.Items, after.Items);
        if (removed.Count == 0 && added.Count == 0)
            return [];

        var label = Labels([.. before.Items, .. after.Items], before.Items, after.Items);
        var partners = removed
            .Select(element => (Element: element, Key: label?.Invoke(element.Value) ?? Assignment(element.Value)))
            .ToList();
        var pairs = new List<ListPair>();
        foreach (var element in added)
        {
            var key = label?.Invoke(element.Value) ?? Assignment(element.Value);
            var partner = partners.FindIndex(candidate => candidate.Key == key && (key is not null || AreLike(candidate.Element.Value, element.Value)));
            var old = partner < 0 ? null : partners[partner].Element.Value;
            if (partner >= 0)
                partners.RemoveAt(partner);
            pairs.Add(new ListPair(LabelOf(element, label), old, element.Value));
        }
        return [.. partners.Select(partner => new ListPair(LabelOf(partner.Element, label), partner.Element.Value, null)), .. pairs];
    }

    /// <summary>The labels under which the elements of one list are shown; null for plain values.</summary>
    public static IEnumerable<(string? Label, PropertyValue Value)> Labelled(ListValue list)
    {
        var label = Labels(list.Items, list.Items);
        return list.Items.Select((item, index) => (LabelOf(new Element(index, item), label), item));
    }

    /// <summary>The property that gives an element its label and so need not be shown again.</summary>
    public static bool IsLabel(ListPair pair, string property) =>
        pair is { Label: { } label } && (pair.New ?? pair.Old) is MapValue map &&
        map.Properties.Get(property) is { } value && Scalar(value) == label;

    private static string? LabelOf(Element element, Func<PropertyValue, string?>? label) =>
        element.Value.Unwrapped is not (MapValue or ListValue) || element.Value is SecretValue
            ? null
            : label?.Invoke(element.Value) ?? string.Create(CultureInfo.InvariantCulture, $"[{element.Index}]");

    /// <summary>A function that names an element, where a key is present in all of them and unique in each list.</summary>
    private static Func<PropertyValue, string?>? Labels(IReadOnlyCollection<PropertyValue> all, params ImmutableArray<PropertyValue>[] lists)
    {
        if (all.Any(item => item is not MapValue))
            return null;
        foreach (var key in Keys)
        {
            string? Label(PropertyValue item) => LabelBy(key, item);
            if (lists.All(list => list.All(item => Label(item) is not null) && list.Select(Label).Distinct().Count() == list.Length))
                return Label;
        }
        return null;
    }

    private static string? LabelBy(ImmutableArray<string> key, PropertyValue item)
    {
        var parts = key.Select(name => item is MapValue map && map.Properties.Get(name) is { } value ? Scalar(value) : null).ToArray();
        return parts.Contains(null) ? null : string.Join('/', parts);
    }

    private static string? Scalar(PropertyValue value) => value switch
    {
        StringValue text => text.Value,
        NumberValue number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The name in <c>NAME=value</c>: environment variables and command-line flags are matched by it.</summary>
    private static string? Assignment(PropertyValue value) =>
        value is StringValue text && text.Value.IndexOf('=', StringComparison.Ordinal) is > 0 and var end ? text.Value[..end] : null;

    // Without a key, only what cannot be told apart by reading is paired: a secret with a secret, an object with an object.
    private static bool AreLike(PropertyValue before, PropertyValue after) =>
        before is SecretValue || after is SecretValue || (before is MapValue && after is MapValue) || (before is ListValue && after is ListValue);

    private static (List<Element> Removed, List<Element> Added) WithoutEqualOnes(
        ImmutableArray<PropertyValue> before, ImmutableArray<PropertyValue> after)
    {
        var plain = before.Select(item => item.WithoutSecrets()).ToList();
        var removed = before.Select((item, index) => new Element(index, item)).ToList();
        var added = new List<Element>();
        for (var index = 0; index < after.Length; index++)
        {
            var equal = plain.IndexOf(after[index].WithoutSecrets());
            if (equal < 0)
            {
                added.Add(new Element(index, after[index]));
                continue;
            }
            plain.RemoveAt(equal);
            removed.RemoveAt(equal);
        }
        return (removed, added);
    }

    private readonly record struct Element(int Index, PropertyValue Value);
}
