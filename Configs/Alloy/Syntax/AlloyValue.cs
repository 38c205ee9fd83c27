using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Infra.Configs.Alloy.Syntax;

/// <summary>What an attribute of Alloy's configuration can be set to.</summary>
internal abstract record AlloyValue
{
    /// <summary>The secret or not so secret text in an environment variable of Alloy.</summary>
    public static AlloyValue Environment(string variable) => new AlloyCall("sys.env", [variable]);

    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator AlloyValue?(string? text) => text is null ? null : new AlloyText(text);

    public static implicit operator AlloyValue(bool flag) => new AlloyLiteral(flag ? "true" : "false");

    public static implicit operator AlloyValue(int number) => new AlloyLiteral(number.ToString(CultureInfo.InvariantCulture));

    public static implicit operator AlloyValue(decimal number) => new AlloyLiteral(number.ToString(CultureInfo.InvariantCulture));

    public static implicit operator AlloyValue(Duration duration) => new AlloyText(AlloyDuration.Of(duration));

    [return: NotNullIfNotNull(nameof(texts))]
    public static implicit operator AlloyValue?(string[]? texts) => texts is null ? null : new AlloyList(texts.Select(text => new AlloyText(text)));

    public static implicit operator AlloyValue(decimal[] numbers) => new AlloyList(numbers.Select(number => (AlloyValue)number));

    public static implicit operator AlloyValue(AlloyReference[] references) => new AlloyList(references);
}

/// <summary>A text: written between backticks where that spares escapes.</summary>
internal sealed record AlloyText(string Text) : AlloyValue;

/// <summary>A number or a truth value, as it is written.</summary>
internal sealed record AlloyLiteral(string Text) : AlloyValue;

/// <summary>The call of a function of Alloy's standard library.</summary>
internal sealed record AlloyCall(string Function, IReadOnlyList<AlloyValue> Arguments) : AlloyValue;

/// <summary>What a component exports, as another one uses it.</summary>
internal sealed record AlloyReference(AlloyComponentKind Kind, string Label, string Export) : AlloyValue
{
    public override string ToString() => $"{Kind.Name}.{Label}.{Export}";
}

/// <summary>A list in the order in which it is given.</summary>
internal sealed record AlloyList : AlloyValue
{
    public AlloyList(IEnumerable<AlloyValue> items)
    {
        Items = [.. items];
    }

    public IReadOnlyList<AlloyValue> Items { get; }
}

/// <summary>A mapping, written in the order of its keys, since their order means nothing.</summary>
internal sealed record AlloyMap : AlloyValue
{
    public AlloyMap(IEnumerable<KeyValuePair<string, AlloyValue>> entries)
    {
        Entries = [.. entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)];
    }

    public IReadOnlyList<KeyValuePair<string, AlloyValue>> Entries { get; }

    /// <summary>A mapping of texts.</summary>
    public static AlloyMap Of(IEnumerable<KeyValuePair<string, string>> entries) =>
        new(entries.Select(entry => KeyValuePair.Create(entry.Key, (AlloyValue)entry.Value)));

    /// <summary>A mapping of names to themselves: an empty value stands for the key's own name.</summary>
    public static AlloyMap OfNames(params string[] names) => Of(names.Select(name => KeyValuePair.Create(name, "")));
}
