namespace Embedded.Bindings.CSharp;

/// <summary>Writes a class of inputs: a resource's arguments or state, or a nested object of theirs.</summary>
internal static class ArgsWriter
{
    /// <param name="ofState">In a state nothing is required: it only helps to find the resource.</param>
    /// <param name="ofProvider">A provider's settings travel as JSON text.</param>
    public static string Write(ApiClass api, Property[] properties, string summary, string baseClass = "ResourceArgs", bool ofState = false, bool ofProvider = false)
    {
        var members = api.Members.Where(member => member.Name != "Empty")
            .Select(member => (Member: member, Property: Find(api, member, properties)))
            .ToArray();
        var text = new ClassText(api.Namespace, members.Any(pair => pair.Property.Deprecated) ? ["System"] : []);
        text.Summary(summary).Open($"public sealed class {api.Name} : {baseClass}");
        foreach (var (member, property) in members)
        {
            Write(text, member, ofState ? property with { Required = false } : property, ofProvider);
            text.Line();
        }

        Constructor(text, api, members.Where(pair => pair.Property.Environment.Length > 0));
        text.Line();
        text.Summary("Nothing set.").Line($"public static new {api.Name} Empty => new();");
        return text.Close().ToString();
    }

    /// <summary>The property that a member stands for.</summary>
    public static Property Find(ApiClass api, ApiMember member, Property[] properties) =>
        properties.FirstOrDefault(property => member.WireName.Length > 0 ? property.Name == member.WireName : Names.Pascal(property.Name) == member.Name)
        ?? throw new InvalidDataException($"{api.FullName}.{member.Name} is in the listing, but the schema has no such property.");

    private static void Write(ClassText text, ApiMember member, Property property, bool ofProvider)
    {
        var type = CSharpType.Parse(member.Type);
        var attribute = $"[Input({Names.Literal(property.Name)}"
            + (property.Required ? ", required: true" : "")
            + (ofProvider && property.Shape.Kind != ShapeKind.String ? ", json: true" : "") + ")]";
        var field = "_" + property.Name;
        if (!property.Secret && !type.IsList && !type.IsMap)
        {
            text.Summary(Summaries.Input(property));
            Obsolete(text, property);
            text.Line(attribute);
            // A plain value that can be missing says so in its own type.
            var nullable = !property.Required && type.Name != "System.Nullable" ? "?" : "";
            text.Line($"public {type}{nullable} {member.Name} {{ get; set; }}{(property.Required ? " = null!;" : "")}");
            return;
        }

        text.Line(attribute).Line($"private {type}? {field};").Line();
        text.Summary(Summaries.Input(property));
        Obsolete(text, property);
        text.Open($"public {type}{(type.IsList || type.IsMap || property.Required ? "" : "?")} {member.Name}");
        text.Line(type.IsList || type.IsMap ? $"get => {field} ??= new();" : $"get => {field}{(property.Required ? "!" : "")};");
        text.Line(property.Secret ? $"set => {field} = Utilities.Secret(value);" : $"set => {field} = value;");
        text.Close();
    }

    private static void Obsolete(ClassText text, Property property)
    {
        if (property.Deprecated) text.Line("[Obsolete(\"The provider has deprecated this property.\")]");
    }

    private static void Constructor(ClassText text, ApiClass api, IEnumerable<(ApiMember Member, Property Property)> fromEnvironment)
    {
        var all = fromEnvironment.ToArray();
        if (all.Length == 0)
        {
            text.Summary("Nothing set.").Open($"public {api.Name}()").Close();
            return;
        }

        text.Summary("What the environment sets, and nothing else.").Open($"public {api.Name}()");
        foreach (var (member, property) in all)
        {
            var reader = property.Shape.Kind switch
            {
                ShapeKind.Boolean => "GetEnvBoolean",
                ShapeKind.Integer => "GetEnvInt32",
                _ => "GetEnv",
            };
            var call = $"Utilities.{reader}({string.Join(", ", property.Environment.Select(Names.Literal))})";
            // An input converts from a value, not from one that may be missing; a secret that is missing is sent as a secret null.
            text.Line(property.Shape.Kind == ShapeKind.String
                ? $"{member.Name} = {call}!;"
                : $"{member.Name} = {call} is {{ }} {property.Name} ? {property.Name} : null;");
        }

        text.Close();
    }
}
