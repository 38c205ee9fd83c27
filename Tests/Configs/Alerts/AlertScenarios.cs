using System.Reflection;

namespace Infra.Tests.Configs.Alerts;

/// <summary>The scenarios of all alerts: the <c>All</c> of every class whose name ends in <c>AlertScenarios</c>, in the products' rooms.</summary>
internal static class AlertScenarios
{
    /// <summary>Those of metrics, of logs and of SQL.</summary>
    public static IReadOnlyList<IAlertScenario> Every { get; } =
    [
        .. typeof(AlertScenarios).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith(nameof(AlertScenarios), StringComparison.Ordinal) && type != typeof(AlertScenarios))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => (IEnumerable<IAlertScenario>)type.GetProperty(nameof(All), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!),
    ];

    /// <summary>Those of metrics.</summary>
    public static IReadOnlyList<AlertScenario> All { get; } = [.. Every.OfType<AlertScenario>()];
}
