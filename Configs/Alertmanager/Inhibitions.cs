using Infra.Configs.Alerts;
using Infra.Configs.Alloy;
using Infra.Configs.Lakehouse;
using Infra.Configs.Loki;

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

    // What says that lines do not get from the containers into Loki.
    private static readonly string[] LogPathAlerts =
        [AlertRules.DownName(ServiceNames.Alloy), AlertRules.DownName(ServiceNames.Loki), AlloyAlerts.DropsLogsName, AlloyAlerts.RetriesLogsName];

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

    /// <summary>
    /// That a service's lines are missing follows from its own outage, and for all services from that of what brings the lines.
    /// </summary>
    public static IReadOnlyList<InhibitRule> OfMissingLogs(DependencyGraph graph) =>
    [
        new([AlertMatchers.Name(LogPathAlerts)], [AlertMatchers.Name(LogAlerts.MissingName)], [Stack]),
        .. graph.Services.Select(service => new InhibitRule(
            [AlertMatchers.Name(AlertRules.DownName(service))], [AlertMatchers.Name(LogAlerts.MissingName), AlertMatchers.Component(service)], [Stack])),
    ];
}
