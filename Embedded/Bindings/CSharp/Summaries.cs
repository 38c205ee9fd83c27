using System.Globalization;

namespace Embedded.Bindings.CSharp;

/// <summary>One line on a property, of what its schema says.</summary>
internal static class Summaries
{
    public static string Input(Property property)
    {
        var sentences = new List<string> { Words(property.Name) + ": " + Kind(property.Shape) + "." };
        if (property.Required) sentences.Add("Required.");
        if (property.Default is { } value) sentences.Add("Default: " + Text(value) + ".");
        if (property.Environment.Length > 0) sentences.Add($"Where it is not set: the environment variable {property.Environment[0]}.");
        if (property.Replaces) sentences.Add("A change replaces the resource.");
        if (property.Secret) sentences.Add("Kept secret.");
        return string.Join(" ", sentences);
    }

    public static string Output(Property property) =>
        Words(property.Name) + ": " + Kind(property.Shape) + "." + (property.Secret ? " Kept secret." : "");

    private static string Kind(Shape shape) => shape.Kind switch
    {
        ShapeKind.String => "a string",
        ShapeKind.Integer => "a whole number",
        ShapeKind.Number => "a number",
        ShapeKind.Boolean => "true or false",
        ShapeKind.List => "a list of " + Plural(shape.Element!),
        ShapeKind.Map => "a map of " + Plural(shape.Element!),
        _ => "an object",
    };

    private static string Plural(Shape shape) => shape.Kind switch
    {
        ShapeKind.String => "strings",
        ShapeKind.Integer or ShapeKind.Number => "numbers",
        ShapeKind.Boolean => "flags",
        ShapeKind.List => "lists",
        ShapeKind.Map => "maps",
        _ => "objects",
    };

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    /// <summary>Words of a camel-case name, the first with a capital letter.</summary>
    private static string Words(string name) =>
        Names.Pascal(string.Concat(name.Select((letter, index) =>
            char.IsUpper(letter) && index > 0 ? " " + char.ToLowerInvariant(letter) : letter.ToString())));
}
