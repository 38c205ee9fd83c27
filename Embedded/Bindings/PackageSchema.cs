using System.Text.Json;
using System.Text.RegularExpressions;

namespace Embedded.Bindings;

/// <summary>A provider package's schema file, as far as the generator reads it.</summary>
internal sealed partial class PackageSchema
{
    private readonly JsonElement _root;

    private PackageSchema(JsonElement root) => _root = root;

    public static PackageSchema Load(string file) =>
        new(JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.Clone());

    public Resource ResourceOf(string token)
    {
        var json = _root.GetProperty("resources").GetProperty(token);
        return new(
            token,
            Properties(token, json, "inputProperties", "requiredInputs"),
            Properties(token, json, "properties", "required"),
            json.TryGetProperty("aliases", out var aliases)
                ? [.. aliases.EnumerateArray().Select(alias => alias.GetProperty("type").GetString()!)]
                : []);
    }

    /// <summary>The provider itself; its settings are its inputs.</summary>
    public Resource Provider
    {
        get
        {
            var token = "pulumi:providers:" + _root.GetProperty("name").GetString();
            var json = _root.GetProperty("provider");
            return new(token, Properties(token, json, "inputProperties", "requiredInputs"), Properties(token, json, "properties", "required"), []);
        }
    }

    private Property[] Properties(string owner, JsonElement json, string properties, string required)
    {
        if (!json.TryGetProperty(properties, out var all)) return [];
        var names = json.TryGetProperty(required, out var list) ? list.EnumerateArray().Select(name => name.GetString()!).ToHashSet() : [];
        return
        [
            .. all.EnumerateObject()
                .OrderBy(property => property.Name, StringComparer.Ordinal)
                .Select(property => PropertyOf(owner, property.Name, property.Value, names.Contains(property.Name))),
        ];
    }

    private Property PropertyOf(string owner, string name, JsonElement json, bool required)
    {
        var shape = ShapeOf(json);
        var place = Names.ClassOf(owner) + "." + name;
        return new(name, shape)
        {
            Required = required,
            Secret = json.TryGetProperty("secret", out var secret) && secret.GetBoolean(),
            Replaces = Corrections.ReplaceOf(owner, name)
                ?? (json.TryGetProperty("willReplaceOnChanges", out var replace) && replace.GetBoolean()),
            Default = Corrections.Defaults.TryGetValue(place, out var corrected) ? corrected : DefaultOf(json, shape.Kind),
            Deprecated = json.TryGetProperty("deprecationMessage", out _),
            Environment = json.TryGetProperty("defaultInfo", out var info)
                ? [.. info.GetProperty("environment").EnumerateArray().Select(variable => variable.GetString()!)]
                : [],
        };
    }

    private Shape ShapeOf(JsonElement json)
    {
        if (json.TryGetProperty("$ref", out var reference))
        {
            var token = reference.GetString()!["#/types/".Length..];
            return new(ShapeKind.Object)
            {
                TypeToken = token,
                Properties = Properties(token, _root.GetProperty("types").GetProperty(token), "properties", "required"),
            };
        }

        return json.GetProperty("type").GetString() switch
        {
            "string" => new(ShapeKind.String),
            "integer" => new(ShapeKind.Integer),
            "number" => new(ShapeKind.Number),
            "boolean" => new(ShapeKind.Boolean),
            "array" => new(ShapeKind.List) { Element = ShapeOf(json.GetProperty("items")) },
            "object" => new(ShapeKind.Map) { Element = ShapeOf(json.GetProperty("additionalProperties")) },
            var other => throw new InvalidDataException($"The schema has a property of type '{other}', which the generator does not know."),
        };
    }

    /// <summary>
    /// The schema has no field for a default that the provider itself applies; its description names it in one fixed phrase.
    /// </summary>
    private static object? DefaultOf(JsonElement json, ShapeKind kind)
    {
        if (!json.TryGetProperty("description", out var description)) return null;
        var match = DefaultPhrase().Match(Markup().Replace(description.GetString()!, ""));
        if (!match.Success) return null;
        var text = match.Groups[1].Value;
        return kind switch
        {
            ShapeKind.Boolean => bool.Parse(text),
            ShapeKind.Integer or ShapeKind.Number => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
            ShapeKind.String when text.Length > 0 => text,
            _ => null,
        };
    }

    [GeneratedRegex("Defaults to `([^`]*)`")]
    private static partial Regex DefaultPhrase();

    [GeneratedRegex("</?span[^>]*>")]
    private static partial Regex Markup();
}

internal sealed record Resource(string Token, Property[] Inputs, Property[] Outputs, string[] Aliases);

internal sealed record Property(string Name, Shape Shape)
{
    public bool Required { get; init; }
    public bool Secret { get; init; }
    public bool Replaces { get; init; }

    public bool Deprecated { get; init; }

    /// <summary>bool, double or string; null where there is none.</summary>
    public object? Default { get; init; }

    /// <summary>Environment variables that the value is read from where it is not set.</summary>
    public string[] Environment { get; init; } = [];
}

internal sealed record Shape(ShapeKind Kind)
{
    /// <summary>What a list or map holds.</summary>
    public Shape? Element { get; init; }

    public string? TypeToken { get; init; }
    public Property[] Properties { get; init; } = [];
}

internal enum ShapeKind
{
    String,
    Integer,
    Number,
    Boolean,
    List,
    Map,
    Object,
}
