using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Monitoring;

internal static class StackAlertScenarios
{
    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        new("Watchdog", "alerting", [], []),
        new("TargetDown", "node", [Of("node", "up", "0x60")], [Of("node", "up", "1x60")]),
    ];
}
