using System.Text.RegularExpressions;
using Infra.Configs.Alerts;

namespace Infra.Configs.Alertmanager;

/// <summary>Conditions on an alert's labels, in the syntax that all releases of Alertmanager read alike.</summary>
internal static class AlertMatchers
{
    public static string Name(string alert) => $"alertname=\"{alert}\"";

    /// <summary>One of several names.</summary>
    public static string Name(params IEnumerable<string> alerts) => $"alertname=~\"{string.Join('|', alerts)}\"";

    public static string Severity(AlertSeverity severity) => $"severity=\"{AlertRulesYaml.Label(severity)}\"";

    /// <summary>One of several severities.</summary>
    public static string Severity(params IEnumerable<AlertSeverity> severities) => $"severity=~\"{string.Join('|', severities.Select(AlertRulesYaml.Label))}\"";

    /// <summary>One of several components, with their parts: <c>dagster</c> is <c>dagster-daemon</c> too.</summary>
    public static string Component(params IEnumerable<string> components) =>
        // A backslash within the quotes needs one of its own.
        $"component=~\"({string.Join('|', components.Select(Regex.Escape)).Replace("\\", "\\\\", StringComparison.Ordinal)})(-.+)?\"";

    /// <summary>Has the label.</summary>
    public static string Has(string label) => $"{label}!=\"\"";
}
