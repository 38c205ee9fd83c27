using Embedded.Engine.Planning;
using Embedded.Engine.Values;
using Google.Protobuf.WellKnownTypes;
using BoolValue = Embedded.Engine.Values.BoolValue;
using StringValue = Embedded.Engine.Values.StringValue;

namespace Embedded.Engine.Protocol;

/// <summary>Properties as they travel: JSON-like structs, in which a signature tells what is more than that.</summary>
internal static class StructConverter
{
    public const string SignatureKey = "4dabf18193072939515e22adb298388d";
    public const string Secret = "1b47061264138c4ac30d75fd1eb44270";
    public const string ResourceReference = "5cf8f73096256a8f31e491e813e4eb8e";
    public const string OutputValue = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
    private const string ValueKey = "value";

    public static PropertyMap FromStruct(Struct? properties) =>
        properties is null ? PropertyMap.Empty : PropertyMap.Of(Members(properties));

    public static PropertyValue FromValue(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.BoolValue => PropertyValue.Of(value.BoolValue),
        Value.KindOneofCase.NumberValue => PropertyValue.Of(value.NumberValue),
        Value.KindOneofCase.StringValue when value.StringValue == Urns.UnknownId => PropertyValue.Unknown,
        Value.KindOneofCase.StringValue => PropertyValue.Of(value.StringValue),
        Value.KindOneofCase.ListValue => PropertyValue.Of(value.ListValue.Values.Select(FromValue)),
        Value.KindOneofCase.StructValue => FromSigned(value.StructValue),
        _ => PropertyValue.Null,
    };

    /// <param name="secrets">Whether the receiver knows secrets; if not, it gets them plain.</param>
    /// <param name="references">Whether the receiver knows resource references; if not, it gets the id or the URN.</param>
    /// <param name="unknowns">Whether the receiver knows values that are partly unknown; if not, it gets nothing of them.</param>
    public static Struct ToStruct(PropertyMap properties, bool secrets, bool references, bool unknowns)
    {
        var result = new Struct();
        foreach (var (name, value) in properties)
            if (unknowns || !value.ContainsUnknown)
                result.Fields[name] = ToValue(value, secrets, references);
        return result;
    }

    public static Value ToValue(PropertyValue value, bool secrets, bool references)
    {
        switch (value)
        {
            case BoolValue boolean:
                return Value.ForBool(boolean.Value);
            case NumberValue number:
                return Value.ForNumber(number.Value);
            case StringValue text:
                return Value.ForString(text.Value);
            case UnknownValue:
                return Value.ForString(Urns.UnknownId);
            case Values.ListValue list:
                return Value.ForList([.. list.Items.Select(item => ToValue(item, secrets, references))]);
            case MapValue map:
                return Value.ForStruct(ToStruct(map.Properties, secrets, references, unknowns: true));
            case SecretValue { Value: UnknownValue }:
                return Value.ForString(Urns.UnknownId);
            case SecretValue secret when secrets:
                return Signed(Secret, (ValueKey, ToValue(secret.Value, secrets, references)));
            case SecretValue secret:
                return ToValue(secret.Value, secrets, references);
            case ResourceReferenceValue reference when references:
                return Reference(reference);
            case ResourceReferenceValue reference:
                return reference.Id is { } id ? ToValue(id, secrets, references) : Value.ForString(reference.Urn);
            default:
                return Value.ForNull();
        }
    }

    // An SDK leaves out what is not set, or sends null for it; both mean the same.
    private static IEnumerable<KeyValuePair<string, PropertyValue>> Members(Struct properties) => properties.Fields
        .Where(field => field.Value.KindCase is not (Value.KindOneofCase.NullValue or Value.KindOneofCase.None))
        .Select(field => KeyValuePair.Create(field.Key, FromValue(field.Value)));

    private static PropertyValue FromSigned(Struct properties)
    {
        if (!properties.Fields.TryGetValue(SignatureKey, out var signature))
            return PropertyValue.Of(FromStruct(properties));
        var fields = properties.Fields;
        switch (signature.StringValue)
        {
            case Secret:
                return PropertyValue.Secret(fields.TryGetValue(ValueKey, out var secret) ? FromValue(secret) : PropertyValue.Null);
            case ResourceReference:
                return new ResourceReferenceValue(
                    Text(properties, "urn") ?? "",
                    fields.TryGetValue("id", out var id) ? FromValue(id) : null,
                    Text(properties, "packageVersion") ?? "");
            case OutputValue:
                var value = fields.TryGetValue(ValueKey, out var known) ? FromValue(known) : PropertyValue.Unknown;
                return fields.TryGetValue("secret", out var isSecret) && isSecret.BoolValue ? PropertyValue.Secret(value) : value;
            default:
                // Assets and archives: what is in them is the provider's business.
                return PropertyValue.Of(FromStruct(properties));
        }
    }

    private static Value Reference(ResourceReferenceValue reference)
    {
        var value = Signed(ResourceReference, ("urn", Value.ForString(reference.Urn)));
        if (reference.Id is { } id)
            value.StructValue.Fields["id"] = id is UnknownValue ? Value.ForString("") : ToValue(id, true, true);
        if (reference.PackageVersion.Length > 0)
            value.StructValue.Fields["packageVersion"] = Value.ForString(reference.PackageVersion);
        return value;
    }

    private static Value Signed(string signature, (string Name, Value Value) member)
    {
        var result = new Struct();
        result.Fields[SignatureKey] = Value.ForString(signature);
        result.Fields[member.Name] = member.Value;
        return Value.ForStruct(result);
    }

    private static string? Text(Struct properties, string name) =>
        properties.Fields.TryGetValue(name, out var value) && value.KindCase == Value.KindOneofCase.StringValue ? value.StringValue : null;
}
