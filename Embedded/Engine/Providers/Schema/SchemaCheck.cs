using System.Collections.Immutable;
using System.Globalization;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Schema;

/// <summary>Validates inputs by the schema, converts what is written in another scalar type, and fills in defaults.</summary>
internal static class SchemaCheck
{
    /// <summary>
    /// Properties whose name begins with this are notes that the official providers keep among their inputs
    /// (<c>__defaults</c>); they mean nothing here.
    /// </summary>
    public const string ReservedPrefix = "__";

    /// <summary>All mistakes are reported, not only the first. Unknown values pass; nulls count as not given.</summary>
    public static CheckResult Run(ResourceSchema schema, PropertyMap inputs)
    {
        var failures = ImmutableArray.CreateBuilder<CheckFailure>();
        var result = Properties(schema.Inputs, inputs, "", schema.Type, failures);
        return new CheckResult(result, failures.ToImmutable());
    }

    private static PropertyMap Properties(
        ImmutableArray<PropertySchema> schemas, PropertyMap values, string path, string owner, ImmutableArray<CheckFailure>.Builder failures)
    {
        var result = new List<KeyValuePair<string, PropertyValue>>(values.Count + 8);
        foreach (var (name, value) in values)
        {
            if (name.StartsWith(ReservedPrefix, StringComparison.Ordinal) || value.Unwrapped is NullValue) continue;
            var place = PropertyPath.Append(path, name);
            if (PropertySchema.Find(schemas, name) is { } schema)
            {
                result.Add(KeyValuePair.Create(name, Value(schema, value, place, failures)));
            }
            else
            {
                failures.Add(new CheckFailure(place, UnknownProperty(schemas, name, owner)));
            }
        }

        foreach (var schema in schemas)
        {
            if (!schema.Required && schema.Default is null) continue;
            if (values.TryGetValue(schema.Name, out var value) && value.Unwrapped is not NullValue) continue;
            if (schema.Default is not null)
            {
                result.Add(KeyValuePair.Create(schema.Name, schema.Default));
            }
            else
            {
                failures.Add(new CheckFailure(
                    PropertyPath.Append(path, schema.Name), $"is required ({Describe(schema)}) and was not given; set it"));
            }
        }

        return PropertyMap.Of(result);
    }

    private static PropertyValue Value(PropertySchema schema, PropertyValue value, string path, ImmutableArray<CheckFailure>.Builder failures)
    {
        switch (schema.Kind, value)
        {
            case (_, UnknownValue):
                return value;
            case (_, SecretValue secret):
                return PropertyValue.Secret(Value(schema, secret.Value, path, failures));
            case (PropertyKind.List, ListValue list):
                return PropertyValue.Of(list.Items.Select((item, index) =>
                    Value(schema.Element!, item, PropertyPath.Append(path, index), failures)));
            case (PropertyKind.Map, MapValue map):
                return PropertyValue.Of(PropertyMap.Of(map.Properties
                    .Where(pair => pair.Value.Unwrapped is not NullValue && !pair.Key.StartsWith(ReservedPrefix, StringComparison.Ordinal))
                    .Select(pair => KeyValuePair.Create(
                        pair.Key, Value(schema.Element!, pair.Value, PropertyPath.Append(path, pair.Key), failures)))));
            case (PropertyKind.Object, MapValue map):
                return PropertyValue.Of(Properties(schema.Properties, map.Properties, path, path, failures));
            default:
                if (Scalar(schema.Kind, value) is { } scalar) return scalar;
                failures.Add(new CheckFailure(path, $"expected {Describe(schema)}, found {Describe(value, schema.Secret)}"));
                return value;
        }
    }

    /// <summary>The value in the wanted type, where that loses nothing; else null.</summary>
    private static PropertyValue? Scalar(PropertyKind kind, PropertyValue value) => (kind, value) switch
    {
        (PropertyKind.String, StringValue) => value,
        (PropertyKind.String, NumberValue number) => PropertyValue.Of(number.Value.ToString("R", CultureInfo.InvariantCulture)),
        (PropertyKind.String, BoolValue flag) => PropertyValue.Of(flag.Value ? "true" : "false"),
        (PropertyKind.Boolean, BoolValue) => value,
        (PropertyKind.Boolean, StringValue { Value: "true" }) => PropertyValue.True,
        (PropertyKind.Boolean, StringValue { Value: "false" }) => PropertyValue.False,
        (PropertyKind.Integer, NumberValue number) when Math.Truncate(number.Value) == number.Value => value,
        (PropertyKind.Number, NumberValue) => value,
        (PropertyKind.Integer, StringValue text) when long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            PropertyValue.Of((double)number),
        (PropertyKind.Number, StringValue text) when double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            PropertyValue.Of(number),
        _ => null,
    };

    private static string UnknownProperty(ImmutableArray<PropertySchema> schemas, string name, string owner)
    {
        var similar = schemas.FirstOrDefault(schema => string.Equals(schema.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? schemas.FirstOrDefault(schema => schema.Name == name + "s" || name == schema.Name + "s");
        var advice = similar is null ? "known are: " + string.Join(", ", schemas.Select(schema => schema.Name)) : $"did you mean '{similar.Name}'?";
        return $"is no property of {owner}; {advice}";
    }

    private static string Describe(PropertySchema schema) => schema.Kind switch
    {
        PropertyKind.String => "a string",
        PropertyKind.Integer => "a whole number",
        PropertyKind.Number => "a number",
        PropertyKind.Boolean => "true or false",
        PropertyKind.List => "a list",
        PropertyKind.Map => "a map",
        _ => "an object",
    };

    private static string Describe(PropertyValue value, bool secret) => value switch
    {
        NullValue => "nothing",
        StringValue when secret => "a string",
        StringValue text => $"the string \"{(text.Value.Length > 60 ? text.Value[..60] + "…" : text.Value)}\"",
        NumberValue number => "the number " + number.Value.ToString("R", CultureInfo.InvariantCulture),
        BoolValue flag => flag.Value ? "true" : "false",
        ListValue list => $"a list of {list.Items.Length}",
        MapValue => "an object",
        _ => "a reference to a resource",
    };
}
