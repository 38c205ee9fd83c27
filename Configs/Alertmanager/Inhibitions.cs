using Infra.Configs.Alerts;
using Infra.Configs.Lakehouse;

namespace Infra.Configs.Alertmanager;

/// <summary>Which alerts hold back which others, so that an outage is told of once.</summary>
/// <remarks>
/// Two alerts that both lack a label agree in it. So what makes a pair is demanded of both, and no alert is a source and a
/// target of one rule.
/// </remarks>
internal static class Inhibitions
{
    private const string Component = "component";
    private const string Stack = "stack";

    /// <summary>A component's worse alert holds back its lesser ones.</summary>
    public static IReadOnlyList<InhibitRule> BySeverity { get; } =
    [
        new(
            [AlertMatchers.Severity(AlertSeverity.Critical), AlertMatchers.Has(Component)],
            [AlertMatchers.Severity(AlertSeverity.Warning, AlertSeverity.Info), AlertMatchers.Has(Component)],
            [Component, Stack]),
        new(
            [AlertMatchers.Severity(AlertSeverity.Warning), AlertMatchers.Has(Component)],
            [AlertMatchers.Severity(AlertSeverity.Info), AlertMatchers.Has(Component)],
            [Component, Stack]),
    ];

    /// <summary>The outage of a service holds back every alert about what cannot work without it.</summary>
    public static IReadOnlyList<InhibitRule> ByDependency(DependencyGraph graph) =>
    [
        .. from service in graph.Services
           let dependents = graph.DependentsOf(service)
           where dependents.Count > 0
           select new InhibitRule([AlertMatchers.Name(AlertRules.DownName(service))], [AlertMatchers.Component(dependents)], [Stack]),
    ];
}
