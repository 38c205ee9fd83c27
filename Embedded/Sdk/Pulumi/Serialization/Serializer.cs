using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;

namespace Pulumi.Serialization;

/// <summary>Brings inputs into their wire form and gathers the resources that they come from.</summary>
/// <param name="keepResources">Whether the engine reads references to resources; else it gets their ids.</param>
internal sealed class Serializer(bool keepResources)
{
    public HashSet<Resource> Dependencies { get; } = [];

    /// <returns>Null for nothing: the property is left out.</returns>
    public async ValueTask<Value?> SerializeAsync(string path, object? value) => value switch
    {
        null or ValueTuple => null,
        string text => Value.ForString(text),
        bool boolean => Value.ForBool(boolean),
        int number => Value.ForNumber(number),
        double number => Value.ForNumber(number),
        InputArgs args => Value.ForStruct(await SerializeAsync(path, args.ToDictionary()).ConfigureAwait(false)),
        AssetOrArchive asset => await SerializeAssetAsync(path, asset).ConfigureAwait(false),
        IInputCollection collection => await SerializeAsync(path, collection.Members).ConfigureAwait(false),
        IInput input => await SerializeOutputAsync(path, input.ToOutput()).ConfigureAwait(false),
        IOutput output => await SerializeOutputAsync(path, output).ConfigureAwait(false),
        IUnion union => await SerializeAsync(path, union.Value).ConfigureAwait(false),
        JsonElement json => FromJson(json),
        CustomResource resource => await SerializeResourceAsync(path, resource).ConfigureAwait(false),
        ComponentResource component => await SerializeComponentAsync(path, component).ConfigureAwait(false),
        IDictionary map => await SerializeMapAsync(path, map).ConfigureAwait(false),
        IList list => await SerializeListAsync(path, list).ConfigureAwait(false),
        Enum number when number.GetTypeCode() == TypeCode.Int32 => Value.ForNumber((int)value),
        Task => throw new InvalidOperationException($"{path}: Tasks are not allowed inside ResourceArgs; wrap it with Output.Create."),
        _ when value.GetType().IsDefined(typeof(EnumTypeAttribute)) => await SerializeAsync(path, FromEnumType(path, value)).ConfigureAwait(false),
        _ when value.GetType().IsDefined(typeof(OutputTypeAttribute)) => await SerializeMapAsync(path, FromOutputType(value)).ConfigureAwait(false),
        _ => throw new InvalidOperationException(
            $"{path}: {value.GetType().FullName} is not a supported argument type; supported are bool, int, double, string, lists, maps, assets, resources, outputs and args."),
    };

    public async Task<Struct> SerializeAsync(string path, IReadOnlyDictionary<string, object?> properties)
    {
        var result = new Struct();
        foreach (var (key, property) in properties)
        {
            if (await SerializeAsync($"{path}.{key}", property).ConfigureAwait(false) is { } value)
                result.Fields.Add(key, value);
        }

        return result;
    }

    private async Task<Value?> SerializeOutputAsync(string path, IOutput output)
    {
        var data = await output.GetDataAsync().ConfigureAwait(false);
        Dependencies.UnionWith(data.Resources);
        if (!data.IsKnown)
            return Value.ForString(WireFormat.Unknown);
        var value = await SerializeAsync(path, data.BoxedValue).ConfigureAwait(false);
        return data.IsSecret ? Special(WireFormat.Secret, (WireFormat.SecretValue, value ?? Value.ForNull())) : value;
    }

    private async Task<Value> SerializeAssetAsync(string path, AssetOrArchive asset)
    {
        var value = await SerializeAsync($"{path}.{asset.Property}", asset.Value).ConfigureAwait(false);
        return Special(asset.Signature, (asset.Property, value ?? Value.ForNull()));
    }

    private async Task<Value> SerializeResourceAsync(string path, CustomResource resource)
    {
        Dependencies.Add(resource);
        var id = resource.Id is null ? null : await SerializeOutputAsync($"{path}.id", resource.Id).ConfigureAwait(false);
        if (!keepResources)
            return id ?? Value.ForString("");
        var urn = await SerializeOutputAsync($"{path}.urn", resource.Urn).ConfigureAwait(false);
        var isKnown = id is not null && id.StringValue != WireFormat.Unknown;
        return Special(WireFormat.ResourceReference, (WireFormat.Urn, urn!), (WireFormat.Id, isKnown ? id! : Value.ForString("")));
    }

    // A component goes out as its name: what is inside may well lead back here.
    private async Task<Value?> SerializeComponentAsync(string path, ComponentResource component)
    {
        var urn = await SerializeOutputAsync($"{path}.urn", component.Urn).ConfigureAwait(false);
        return keepResources ? Special(WireFormat.ResourceReference, (WireFormat.Urn, urn!)) : urn;
    }

    private async Task<Value> SerializeMapAsync(string path, IDictionary map)
    {
        var properties = new Dictionary<string, object?>(map.Count, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in map)
            properties.Add(entry.Key as string ?? throw new InvalidOperationException($"{path}: the keys of a map must be strings, not {entry.Key.GetType().FullName}."), entry.Value);
        return Value.ForStruct(await SerializeAsync(path, properties).ConfigureAwait(false));
    }

    private async Task<Value> SerializeListAsync(string path, IList list)
    {
        var count = IsDefaultArray(list) ? 0 : list.Count;
        var values = new Value[count];
        for (var i = 0; i < count; i++)
            values[i] = await SerializeAsync($"{path}[{i}]", list[i]).ConfigureAwait(false) ?? Value.ForNull();
        return Value.ForList(values);
    }

    private static Value Special(string signature, params ReadOnlySpan<(string Key, Value Value)> fields)
    {
        var result = new Struct { Fields = { [WireFormat.Signature] = Value.ForString(signature) } };
        foreach (var (key, value) in fields)
            result.Fields[key] = value;
        return Value.ForStruct(result);
    }

    private static bool IsDefaultArray(IList list)
    {
        var type = list.GetType();
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            && (bool)type.GetProperty(nameof(ImmutableArray<int>.IsDefault))!.GetValue(list)!;
    }

    private static Value? FromJson(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return Value.ForString(json.GetString());
            case JsonValueKind.Number:
                return Value.ForNumber(json.GetDouble());
            case JsonValueKind.True or JsonValueKind.False:
                return Value.ForBool(json.GetBoolean());
            case JsonValueKind.Array:
                return Value.ForList([.. json.EnumerateArray().Select(item => FromJson(item) ?? Value.ForNull())]);
            case JsonValueKind.Object:
                var result = new Struct();
                foreach (var property in json.EnumerateObject())
                    result.Fields[property.Name] = FromJson(property.Value) ?? Value.ForNull();
                return Value.ForStruct(result);
            default:
                return null;
        }
    }

    private static object? FromEnumType(string path, object value)
    {
        var type = value.GetType();
        var conversion = type.GetMethod("op_Explicit", BindingFlags.Public | BindingFlags.Static, [type]);
        return conversion?.ReturnType == typeof(string) || conversion?.ReturnType == typeof(double)
            ? conversion.Invoke(null, [value])
            : throw new InvalidOperationException($"{path}: {type.FullName} needs an explicit conversion to string or double.");
    }

    // The fields of an output type are named as its properties, with a capital letter.
    private static Dictionary<string, object?> FromOutputType(object value)
        => value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.IsInitOnly)
            .ToDictionary(field => char.ToLowerInvariant(field.Name[0]) + field.Name[1..], field => field.GetValue(value));
}
