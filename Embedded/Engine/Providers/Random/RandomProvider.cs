using System.Collections.Immutable;
using System.Globalization;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Random;

/// <summary>The package <c>random</c>: values that are drawn once and stay until their inputs or keepers change.</summary>
internal sealed class RandomProvider : LocalProvider
{
    private const string Prefix = "random:index/";

    /// <summary>Cost of the official provider's hash.</summary>
    private const int BcryptCost = 10;

    public override string Package => "random";

    public override string Version => RandomSchemas.Version;

    protected override ResourceSchema? Find(string type) => RandomSchemas.Find(type);

    protected override PropertyMap WithDefaults(string type, PropertyMap inputs) => Kind(type) switch
    {
        "RandomPassword" or "RandomString" => RandomText.WithDefaults(inputs),
        "RandomPet" => inputs.Fallback("length", PropertyValue.Of(2)).Fallback("separator", PropertyValue.Of("-")),
        _ => inputs,
    };

    protected override void Validate(string type, PropertyMap inputs, ImmutableArray<CheckFailure>.Builder failures)
    {
        switch (Kind(type))
        {
            case "RandomPassword" or "RandomString":
                failures.AddRange(RandomText.Validate(inputs));
                break;
            case "RandomBytes" or "RandomPet":
                AtLeastOne(inputs, "length", failures);
                break;
            case "RandomId":
                AtLeastOne(inputs, "byteLength", failures);
                break;
            case "RandomInteger" when inputs.Number("min") > inputs.Number("max"):
                failures.Add(new CheckFailure("min", string.Create(
                    CultureInfo.InvariantCulture, $"expected at most max ({inputs.Number("max")}), found {inputs.Number("min")}")));
                break;
            case "RandomShuffle" when inputs.Number("resultCount") < 0:
                failures.Add(new CheckFailure("resultCount", string.Create(
                    CultureInfo.InvariantCulture, $"expected 0 or more, found {inputs.Number("resultCount")}")));
                break;
        }
    }

    protected override ResourceResult Create(string type, PropertyMap inputs) => Kind(type) switch
    {
        "RandomPassword" => Password(RandomText.Create(inputs), inputs),
        "RandomString" => Value(RandomText.Create(inputs), inputs),
        "RandomUuid" or "RandomUuid4" => Value(Guid.NewGuid().ToString(), inputs),
        "RandomUuid7" => Value(Guid.CreateVersion7().ToString(), inputs),
        "RandomId" => RandomBits.Id(RandomBits.Draw(inputs.Number("byteLength")), inputs),
        "RandomBytes" => RandomBits.Bytes(RandomBits.Draw(inputs.Number("length")), inputs),
        "RandomInteger" => Integer(inputs),
        "RandomShuffle" => Shuffle(inputs),
        _ => Pet(inputs),
    };

    protected override ReadResult Import(string type, string id)
    {
        switch (Kind(type))
        {
            case "RandomPassword":
                var password = Password(id, RandomText.Describe(id));
                return new ReadResult(password.Id, RandomText.Describe(id), password.Outputs);
            case "RandomString":
                return new ReadResult(id, RandomText.Describe(id), Value(id, RandomText.Describe(id)).Outputs);
            case "RandomUuid" or "RandomUuid4" or "RandomUuid7" when Guid.TryParse(id, out var uuid):
                return new ReadResult(uuid.ToString(), PropertyMap.Empty, Value(uuid.ToString(), PropertyMap.Empty).Outputs);
            case "RandomUuid" or "RandomUuid4" or "RandomUuid7":
                throw new ProviderException($"A {Kind(type)} is imported by its UUID; found '{id}'.");
            case "RandomId":
                return RandomBits.ImportId(id);
            case "RandomBytes":
                return RandomBits.ImportBytes(id);
            case "RandomInteger":
                return ImportInteger(id);
            default:
                throw new ProviderException($"A {Kind(type)} cannot be imported from '{id}': there is nothing to read it from. Remove the import id.");
        }
    }

    private static ResourceResult Password(string password, PropertyMap inputs) => new("none", inputs
        .Set("result", PropertyValue.Of(password))
        .Set("bcryptHash", PropertyValue.Of(BCrypt.Net.BCrypt.HashPassword(password, BcryptCost))));

    private static ResourceResult Value(string value, PropertyMap inputs) => new(value, inputs.Set("result", PropertyValue.Of(value)));

    private static ResourceResult Integer(PropertyMap inputs)
    {
        var (min, max) = ((long)inputs.Number("min")!, (long)inputs.Number("max")!);
        var number = min + (long)new RandomSource(inputs.Text("seed")).Below((ulong)(max - min) + 1);
        return new(number.ToString(CultureInfo.InvariantCulture), inputs.Set("result", PropertyValue.Of((double)number)));
    }

    private static ReadResult ImportInteger(string id)
    {
        var parts = id.Split(',');
        if (parts.Length is not (3 or 4) || !parts[..3].All(part => long.TryParse(part, CultureInfo.InvariantCulture, out _)))
        {
            throw new ProviderException($"A RandomInteger is imported as RESULT,MIN,MAX or RESULT,MIN,MAX,SEED; found '{id}'.");
        }

        var inputs = PropertyMap.Of(("min", Number(parts[1])), ("max", Number(parts[2])));
        if (parts.Length == 4) inputs = inputs.Set("seed", PropertyValue.Of(parts[3]));
        return new ReadResult(parts[0], inputs, inputs.Set("result", Number(parts[0])));
    }

    private static ResourceResult Shuffle(PropertyMap inputs)
    {
        var source = new RandomSource(inputs.Text("seed"));
        var items = inputs.Texts("inputs").ToList();
        var count = (int)(inputs.Number("resultCount") ?? items.Count);
        var results = new List<string>();
        // More than there are go round again, in another order.
        while (results.Count < count && items.Count > 0)
        {
            source.Shuffle(items);
            results.AddRange(items.Take(count - results.Count));
        }

        return new("-", inputs.Set("results", PropertyValue.Of(results.Select(PropertyValue.Of))));
    }

    private static ResourceResult Pet(PropertyMap inputs)
    {
        var separator = inputs.Text("separator")!;
        var name = string.Join(separator, PetNames.Draw(new RandomSource(), (int)inputs.Number("length")!));
        return new(inputs.Text("prefix") is { Length: > 0 } prefix ? prefix + separator + name : name, inputs);
    }

    private static void AtLeastOne(PropertyMap inputs, string name, ImmutableArray<CheckFailure>.Builder failures)
    {
        if (inputs.Number(name) < 1)
        {
            failures.Add(new CheckFailure(name, string.Create(CultureInfo.InvariantCulture, $"expected 1 or more, found {inputs.Number(name)}")));
        }
    }

    private static PropertyValue Number(string text) => PropertyValue.Of((double)long.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>The class of a token: <c>random:index/randomId:RandomId</c> is a <c>RandomId</c>.</summary>
    private static string Kind(string type) =>
        type.StartsWith(Prefix, StringComparison.Ordinal) ? type[(type.LastIndexOf(':') + 1)..] : type;
}
