using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Random;

/// <summary>What passwords and strings are made of.</summary>
internal static class RandomText
{
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private const string Special = "!@#$%&*()-_=+[]{}<>:?";

    private static readonly string[] Minimums = ["minLower", "minNumeric", "minSpecial", "minUpper"];

    public static PropertyMap WithDefaults(PropertyMap inputs)
    {
        // The older name of "numeric": whichever is given counts for both.
        var numeric = inputs.Get("numeric") ?? inputs.Get("number") ?? PropertyValue.True;
        inputs = inputs.Set("numeric", numeric).Set("number", numeric)
            .Fallback("lower", PropertyValue.True).Fallback("special", PropertyValue.True).Fallback("upper", PropertyValue.True);
        return Minimums.Aggregate(inputs, (map, name) => map.Fallback(name, PropertyValue.Of(0)));
    }

    public static IEnumerable<CheckFailure> Validate(PropertyMap inputs)
    {
        foreach (var minimum in Minimums.Where(name => inputs.Number(name) < 0))
        {
            yield return new CheckFailure(minimum, $"expected 0 or more, found {inputs.Number(minimum)}");
        }

        if (inputs.Number("length") is { } length)
        {
            var needed = Minimums.Sum(name => inputs.Number(name) ?? 0);
            if (length < 1) yield return new CheckFailure("length", $"expected 1 or more, found {length}");
            else if (length < needed) yield return new CheckFailure("length", $"expected at least {needed}, the sum of the minimums, found {length}");
        }

        if (inputs.Flag("upper") == false && inputs.Flag("lower") == false && inputs.Flag("numeric") == false && inputs.Flag("special") == false)
        {
            yield return new CheckFailure("upper", "expected at least one of upper, lower, numeric and special to be true, found none");
        }
    }

    public static string Create(PropertyMap inputs)
    {
        var source = new RandomSource();
        var special = inputs.Text("overrideSpecial") is { Length: > 0 } own ? own : Special;
        var all = Allowed(inputs, "upper", Upper) + Allowed(inputs, "lower", Lower) + Allowed(inputs, "numeric", Digits) + Allowed(inputs, "special", special);
        var letters = new List<char>();
        Add(letters, source, Upper, inputs.Number("minUpper"));
        Add(letters, source, Lower, inputs.Number("minLower"));
        Add(letters, source, Digits, inputs.Number("minNumeric"));
        Add(letters, source, special, inputs.Number("minSpecial"));
        Add(letters, source, all, inputs.Number("length") - letters.Count);
        source.Shuffle(letters);
        return new string([.. letters]);
    }

    /// <summary>The inputs that describe a text that was made elsewhere.</summary>
    public static PropertyMap Describe(string text) =>
        WithDefaults(PropertyMap.Of(("length", PropertyValue.Of(text.Length))));

    private static string Allowed(PropertyMap inputs, string name, string letters) => inputs.Flag(name) == false ? "" : letters;

    private static void Add(List<char> letters, RandomSource source, string alphabet, double? count)
    {
        for (var index = 0; index < (count ?? 0); index++) letters.Add(alphabet[(int)source.Below((ulong)alphabet.Length)]);
    }
}
