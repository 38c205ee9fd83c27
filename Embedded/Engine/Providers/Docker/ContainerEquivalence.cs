using System.Collections.Immutable;
using System.Globalization;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>
/// Different spellings of one thing: capabilities with and without <c>CAP_</c>, durations, numbers of CPUs, and what
/// counts as not given. Docker gives many of them back in another spelling than it took.
/// </summary>
internal static class ContainerEquivalence
{
    private static readonly ImmutableHashSet<string> Ordered = ["command", "entrypoints", "tests"];

    /// <summary>The new inputs, with the old spelling wherever it means the same.</summary>
    public static PropertyMap KeepEquivalent(PropertyMap oldInputs, PropertyMap newInputs)
    {
        foreach (var name in (ReadOnlySpan<string>)["capabilities", "healthcheck", "cpus", "securityOpts"])
            if (oldInputs.Get(name) is { } old && newInputs.Get(name) is { } @new && AreSame(name, old, @new))
                newInputs = newInputs.Set(name, old);
        return newInputs;
    }

    /// <summary>Whether two values of this input property make the same container.</summary>
    public static bool AreSame(string property, PropertyValue? one, PropertyValue? other) =>
        (one is not { ContainsUnknown: true } && other is not { ContainsUnknown: true }
            && Canonical(property, one) == Canonical(property, other));

    /// <summary>One spelling for all that means the same; empty for what counts as not given.</summary>
    private static string Canonical(string property, PropertyValue? value)
    {
        switch (value?.Unwrapped)
        {
            case BoolValue flag:
                return flag.Value ? "true" : "";
            case NumberValue { Value: not 0 } number:
                return number.Value.ToString("R", CultureInfo.InvariantCulture);
            case StringValue text:
                return Text(property, text.Value);
            case ListValue list:
                var items = list.Items.Select(item => Canonical(property, item));
                if (!Ordered.Contains(property))
                    items = items.Distinct().Order(StringComparer.Ordinal);
                return string.Concat(items.Select(Framed));
            case MapValue map:
                return string.Concat(map.Properties
                    .Where(pair => !pair.Key.StartsWith(SchemaCheck.ReservedPrefix, StringComparison.Ordinal))
                    .Select(pair => (pair.Key, Value: Canonical(pair.Key, pair.Value)))
                    .Where(pair => pair.Value.Length > 0)
                    .Select(pair => Framed(pair.Key) + Framed(pair.Value)));
            default:
                return "";
        }
    }

    private static string Text(string property, string text) => property switch
    {
        "adds" or "drops" => Capability(text),
        "interval" or "timeout" or "startPeriod" or "startInterval" =>
            GoDuration.TryParse(text, out var duration) ? (duration == TimeSpan.Zero ? "" : GoDuration.Format(duration)) : text,
        "cpus" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var cpus)
            ? cpus.ToString("0.#########", CultureInfo.InvariantCulture)
            : text,
        // The two are the same to Docker, which gives back the one it was given.
        "securityOpts" => text switch
        {
            "no-new-privileges:true" or "no-new-privileges=true" => "no-new-privileges",
            _ => text,
        },
        _ => text,
    };

    /// <summary>As newer engines write it: upper case, with the prefix.</summary>
    public static string Capability(string name)
    {
        var upper = name.ToUpperInvariant();
        return upper == "ALL" || upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper : "CAP_" + upper;
    }

    private static string Framed(string text) => string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}");
}
