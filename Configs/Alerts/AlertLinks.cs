namespace Infra.Configs.Alerts;

/// <summary>Where the links of an alert lead.</summary>
/// <param name="Runbooks">Where the runbooks are: the address of the folder of pages.</param>
/// <param name="Grafana">Where people reach Grafana; null for a stack without it.</param>
internal sealed record AlertLinks(string Runbooks, string? Grafana = null)
{
    /// <summary>The page that says what to do.</summary>
    public string Runbook(AlertRule rule) => $"{Runbooks.TrimEnd('/')}/{rule.Runbook}.md";

    /// <summary>The board that shows what is wrong; null where there is none.</summary>
    public string? Dashboard(AlertRule rule) => Grafana is null || rule.Dashboard is null ? null : $"{Grafana.TrimEnd('/')}/d/{rule.Dashboard}";
}
