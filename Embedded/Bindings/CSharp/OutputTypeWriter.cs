namespace Embedded.Bindings.CSharp;

/// <summary>Writes a class that a resource or function gives: read-only fields, set by the constructor.</summary>
internal static class OutputTypeWriter
{
    private static readonly HashSet<string> Keywords =
    [
        "as", "base", "bool", "break", "case", "catch", "char", "checked", "class", "const", "continue", "default", "delegate", "do", "else", "enum",
        "event", "explicit", "extern", "false", "finally", "fixed", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal",
        "is", "lock", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly",
        "ref", "return", "sealed", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "using", "virtual", "void", "while",
    ];

    public static string Write(ApiClass api, Property[] properties, string summary)
    {
        var fields = api.Members.Select(member => Field(member, ArgsWriter.Find(api, member, properties))).ToArray();
        var text = new ClassText(api.Namespace, fields.Any(field => field.Type.Contains("Immutable", StringComparison.Ordinal))
            ? ["System.Collections.Immutable"] : []);
        text.Summary(summary).Line("[OutputType]").Open($"public sealed class {api.Name}");
        foreach (var field in fields)
        {
            text.Summary(Summaries.Output(field.Property)).Line($"public readonly {field.Type} {field.Name};").Line();
        }

        text.Line("[OutputConstructor]").Line($"private {api.Name}(");
        foreach (var field in fields)
        {
            text.Line($"    {field.Type} {field.Parameter}{(field == fields[^1] ? ")" : ",")}");
        }

        text.Open();
        foreach (var field in fields) text.Line($"{field.Name} = {field.Parameter};");
        return text.Close().Close().ToString();
    }

    private static OutputField Field(ApiMember member, Property property)
    {
        var type = CSharpType.Parse(member.Type);
        return new(
            member.Name, type + (!property.Required && type.IsReference ? "?" : ""), property,
            Keywords.Contains(property.Name) ? "@" + property.Name : property.Name);
    }

    private sealed record OutputField(string Name, string Type, Property Property, string Parameter);
}
