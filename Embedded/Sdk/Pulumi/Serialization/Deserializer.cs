using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>A value that came from the engine; one that is not known is null.</summary>
internal readonly record struct Received(object? Value, bool IsKnown = true, bool IsSecret = false);

/// <summary>Reads what the engine sends: null, bool, double, string, ImmutableArray, ImmutableDictionary, assets and resources.</summary>
internal static class Deserializer
{
    public static Received Deserialize(Value value)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StringValue:
                return value.StringValue == WireFormat.Unknown ? new(null, IsKnown: false) : new(value.StringValue);
            case Value.KindOneofCase.NumberValue:
                return new(value.NumberValue);
            case Value.KindOneofCase.BoolValue:
                return new(value.BoolValue);
            case Value.KindOneofCase.ListValue:
                return DeserializeList(value.ListValue.Values);
            case Value.KindOneofCase.StructValue:
                return DeserializeStruct(value.StructValue.Fields);
            default:
                return new(null);
        }
    }

    private static Received DeserializeList(RepeatedField<Value> values)
    {
        var (isKnown, isSecret) = (true, false);
        var result = ImmutableArray.CreateBuilder<object?>(values.Count);
        foreach (var value in values)
        {
            var item = Deserialize(value);
            result.Add(item.Value);
            isKnown &= item.IsKnown;
            isSecret |= item.IsSecret;
        }

        return new(result.MoveToImmutable(), isKnown, isSecret);
    }

    private static Received DeserializeStruct(MapField<string, Value> fields)
    {
        if (fields.TryGetValue(WireFormat.Signature, out var signature))
        {
            switch (signature.StringValue)
            {
                case WireFormat.Secret when fields.TryGetValue(WireFormat.SecretValue, out var secret):
                    return Deserialize(secret) with { IsSecret = true };
                case WireFormat.Asset or WireFormat.Archive:
                    return new(DeserializeAsset(fields, signature.StringValue == WireFormat.Archive));
                case WireFormat.ResourceReference when fields.TryGetValue(WireFormat.Urn, out var urn):
                    return new(new DependencyResource(urn.StringValue));
                default:
                    throw new InvalidOperationException($"The engine sent a value of the unknown kind '{signature.StringValue}'.");
            }
        }

        var (isKnown, isSecret) = (true, false);
        var result = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var (key, value) in fields)
        {
            // The engine's and the providers' own notes.
            if (key.StartsWith("__", StringComparison.Ordinal))
                continue;
            var item = Deserialize(value);
            result.Add(key, item.Value);
            isKnown &= item.IsKnown;
            isSecret |= item.IsSecret;
        }

        return new(result.ToImmutable(), isKnown, isSecret);
    }

    private static AssetOrArchive DeserializeAsset(MapField<string, Value> fields, bool isArchive)
    {
        if (fields.TryGetValue(WireFormat.AssetPath, out var path))
            return isArchive ? new FileArchive(path.StringValue) : new FileAsset(path.StringValue);
        if (fields.TryGetValue(WireFormat.AssetUri, out var uri))
            return isArchive ? new RemoteArchive(uri.StringValue) : new RemoteAsset(uri.StringValue);
        if (!isArchive && fields.TryGetValue(WireFormat.AssetText, out var text))
            return new StringAsset(text.StringValue);
        if (isArchive && fields.TryGetValue(WireFormat.ArchiveAssets, out var assets))
            return new AssetArchive(assets.StructValue.Fields.ToDictionary(asset => asset.Key, asset => (AssetOrArchive)Deserialize(asset.Value).Value!));
        throw new InvalidOperationException("The engine sent an asset or archive without path, URI or content.");
    }
}
