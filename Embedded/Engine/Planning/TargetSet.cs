using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Embedded.Engine.Planning;

/// <summary>The URNs of <c>--target</c>: <c>*</c> stands for a part of a name, <c>**</c> for anything.</summary>
internal sealed class TargetSet(ImmutableArray<string> targets)
{
    private readonly ImmutableArray<Regex> _patterns =
    [
        .. targets.Where(target => target.Contains('*', StringComparison.Ordinal)).Select(target => new Regex(
            "^" + Regex.Escape(target).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^:]*", StringComparison.Ordinal) + "$",
            RegexOptions.CultureInvariant)),
    ];

    public bool IsConstrained => !targets.IsEmpty;

    public bool Contains(string urn) =>
        targets.IsEmpty || targets.Contains(urn) || _patterns.Any(pattern => pattern.IsMatch(urn));

    /// <summary>Exact targets that name nothing in <paramref name="known"/>.</summary>
    public IEnumerable<string> Missing(IReadOnlySet<string> known) =>
        targets.Where(target => !target.Contains('*', StringComparison.Ordinal) && !known.Contains(target));
}
