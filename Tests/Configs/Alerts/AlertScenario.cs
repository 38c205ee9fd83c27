using System.Text;

namespace Infra.Tests.Configs.Alerts;

/// <summary>An alert that is seen to fire and to stay silent.</summary>
internal interface IAlertScenario
{
    /// <summary>The alert's name.</summary>
    string Alert { get; }
}

/// <summary>Series with which an alert has to fire, and series with which it may not, though they are near to it.</summary>
/// <param name="Alert">The alert's name.</param>
/// <param name="Component">The component that the alert has to be about.</param>
/// <param name="Firing">Series with a value for each minute, in the notation of promtool.</param>
/// <param name="Silent">The same.</param>
/// <param name="Minute">When it is looked at.</param>
internal sealed record AlertScenario(string Alert, string Component, string[] Firing, string[] Silent, int Minute = 30) : IAlertScenario
{
    private const string RulesFile = "rules.yml";

    /// <summary>All scenarios as one file of promtool's, for the rules in <c>rules.yml</c>.</summary>
    public static string Render(IEnumerable<AlertScenario> scenarios, Func<string, string> severityOf)
    {
        var text = new StringBuilder($"rule_files: [{RulesFile}]\nevaluation_interval: 1m\ntests:\n");
        foreach (var scenario in scenarios)
        {
            var labels = $"alertname=\"{scenario.Alert}\", component=\"{scenario.Component}\", severity=\"{severityOf(scenario.Alert)}\"";
            scenario.Append(text, "fires", scenario.Firing, $"\n        exp_samples: [{{labels: '{{{labels}}}', value: 1}}]");
            scenario.Append(text, "stays silent", scenario.Silent, "");
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, string name, string[] series, string expectation)
    {
        text.Append($"  - name: {Alert} {name}\n    interval: 1m\n    input_series:{(series.Length == 0 ? " []" : "")}\n");
        foreach (var one in series)
        {
            var space = one.IndexOf("} ", StringComparison.Ordinal) + 1;
            text.Append($"      - series: '{one[..space]}'\n        values: '{one[(space + 1)..]}'\n");
        }

        text.Append($"    promql_expr_test:\n      - expr: count by (alertname, component, severity) (ALERTS{{alertname=\"{Alert}\", alertstate=\"firing\"}})\n");
        text.Append($"        eval_time: {Minute}m{expectation}\n");
    }
}
