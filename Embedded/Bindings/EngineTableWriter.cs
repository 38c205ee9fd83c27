using System.Globalization;
using System.Text;

namespace Embedded.Bindings;

/// <summary>Writes the tables by which the engine's providers check and compare: one class for a resource, built on first use.</summary>
internal static class EngineTableWriter
{
    public static IEnumerable<GeneratedFile> Write(Package package, PackageSchema schema)
    {
        var folder = $"Engine/Providers/Schema/Tables/{package.PascalName}";
        yield return new($"{folder}/{package.PascalName}Schemas.g.cs", Index(package));
        foreach (var token in package.Resources)
        {
            yield return new($"{folder}/{Names.ClassOf(token)}.g.cs", Table(package, schema.ResourceOf(token)));
        }
    }

    private static string Index(Package package)
    {
        var text = new StringBuilder();
        text.Append(GeneratedFile.Header);
        text.Append("namespace Embedded.Engine.Providers.Schema.Tables;\n\n");
        text.Append(CultureInfo.InvariantCulture, $"/// <summary>The resources of the package <c>{package.Name}</c> {package.Version} that this project uses.</summary>\n");
        text.Append(CultureInfo.InvariantCulture, $"internal static partial class {package.PascalName}Schemas\n{{\n");
        text.Append(CultureInfo.InvariantCulture, $"    public const string Version = {Names.Literal(package.Version)};\n\n");
        text.Append("    public static ResourceSchema? Find(string type) => type switch\n    {\n");
        foreach (var token in package.Resources)
        {
            text.Append(CultureInfo.InvariantCulture, $"        {Names.Literal(token)} => {Names.ClassOf(token)}.Schema,\n");
        }

        text.Append("        _ => null,\n    };\n}\n");
        return text.ToString();
    }

    private static string Table(Package package, Resource resource)
    {
        var text = new StringBuilder();
        text.Append(GeneratedFile.Header);
        text.Append("using static Embedded.Engine.Providers.Schema.PropertySchema;\n");
        text.Append("using static Embedded.Engine.Providers.Schema.PropertyTraits;\n\n");
        text.Append("namespace Embedded.Engine.Providers.Schema.Tables;\n\n");
        text.Append(CultureInfo.InvariantCulture, $"internal static partial class {package.PascalName}Schemas\n{{\n");
        text.Append(CultureInfo.InvariantCulture, $"    public static class {Names.ClassOf(resource.Token)}\n    {{\n");
        text.Append(CultureInfo.InvariantCulture, $"        public static readonly ResourceSchema Schema = new(\n            {Names.Literal(resource.Token)},\n            [\n");
        foreach (var input in resource.Inputs) AppendProperty(text, input, "                ");
        text.Append("            ],\n            [\n");
        foreach (var output in resource.Outputs)
        {
            text.Append(CultureInfo.InvariantCulture, $"                new({Names.Literal(output.Name)}{(output.Secret ? ", Secret: true" : "")}),\n");
        }

        text.Append("            ]);\n    }\n}\n");
        return text.ToString();
    }

    private static void AppendProperty(StringBuilder text, Property property, string indent)
    {
        text.Append(indent);
        AppendShape(text, property.Name, property.Shape, indent);
        var traits = string.Join(" | ", new[] { (property.Required, "Required"), (property.Replaces, "Replaces"), (property.Secret, "Secret") }
            .Where(trait => trait.Item1).Select(trait => trait.Item2));
        if (traits != "") text.Append(", ").Append(traits);
        if (property.Default is not null) text.Append(", fallback: ").Append(Value(property.Default));
        text.Append("),\n");
    }

    /// <summary>The factory call without its closing bracket.</summary>
    private static void AppendShape(StringBuilder text, string name, Shape shape, string indent)
    {
        text.Append(shape.Kind).Append('(').Append(Names.Literal(name));
        if (shape.Element is not null)
        {
            text.Append(", ");
            AppendShape(text, "", shape.Element, indent);
            text.Append(')');
        }

        if (shape.Kind != ShapeKind.Object) return;
        text.Append(",\n").Append(indent).Append("[\n");
        foreach (var property in shape.Properties) AppendProperty(text, property, indent + "    ");
        text.Append(indent).Append(']');
    }

    private static string Value(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Names.Literal((string)value),
    };
}
