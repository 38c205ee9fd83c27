using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Cadvisor;

internal static class ContainerAlertScenarios
{
    private const string Own = """container_label_phlo_component="loki" """;
    private const string Composed = """container_label_com_docker_compose_service="trino" """;
    private const string Start = "container_start_time_seconds";
    private const string Memory = "container_memory_working_set_bytes";
    private const string Limit = "container_spec_memory_limit_bytes";

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        new("ContainerRestarts", "trino", [Container(Start, "100x25 200 300 400x20", Composed)], [Container(Start, "100x25 200 300x20"), Of("cadvisor", Start, "100x25 200 300 400x20", """id="/system.slice" """), Of("trino", Start, "100x25 200 300 400x20", """name="a" """)]),
        // No health check, and one that has not been asked yet.
        new("ContainerUnhealthy", "loki", [Container("container_health_state", "0x60", Own)], [Container("container_health_state", "-1x60", Own), Container("container_health_state", "1x25 0x9 1x30")]),
        new("ContainerMemoryNearLimit", "loki", [Container(Memory, "95x60", Own), Container(Limit, "100x60", Own)], [Container(Memory, "85x60", Own), Container(Limit, "100x60", Own), Container(Memory, "95x60"), Container(Limit, "0x60")]),
        // Six hundred periods a minute, of which four in ten; and a container that has something to do for four seconds of a minute.
        new("ContainerCpuThrottled", "loki", Periods(600, 360), Periods(600, 240), 60),
        new("ContainerCpuThrottled", "loki", Periods(600, 360), Periods(40, 40), 60),
    ];

    private static string[] Periods(int all, int throttled) =>
        [Container("container_cpu_cfs_periods_total", $"0+{all}x90", Own), Container("container_cpu_cfs_throttled_periods_total", $"0+{throttled}x90", Own)];

    private static string Container(string metric, string values, string labels = "") => Of("cadvisor", metric, values, $"name=\"phlo-trino\",{labels}".TrimEnd(','));
}
