using System.Text.RegularExpressions;

namespace Infra.Stacks.Settings;

/// <summary>
/// What a product replaces by something else where it stands in its configuration: Grafana <c>$__file{…}</c> by a file's content, and
/// <c>$__env{…}</c> and <c>${…}</c> by a variable's, Alertmanager and Prometheus <c>{{…}}</c> by what a template says. None has an escape.
/// </summary>
internal static partial class Expansion
{
    /// <summary>For messages, behind what else is expected.</summary>
    public const string Expectation = "without ${…}, $__file{…} or {{…}}, which would be expanded";

    public static bool IsIn(string text) => Marks().IsMatch(text);

    [GeneratedRegex(@"\$(__\w+)?\{|\{\{")]
    private static partial Regex Marks();
}
