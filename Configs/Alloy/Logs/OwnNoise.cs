using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>A line that a healthy service of the stack's writes again and again, and that no setting of its own keeps it from.</summary>
/// <param name="Service">Who writes it.</param>
/// <param name="Reason">By which <c>loki_process_dropped_lines_total</c> counts it.</param>
/// <param name="Expression">A regular expression of what is in it.</param>
/// <param name="Why">What it says, and why that is nothing.</param>
internal sealed record OwnNoise(string Service, string Reason, string Expression, string Why)
{
    /// <summary>All of them; <c>docs/logs.md</c> lists them.</summary>
    public static IReadOnlyList<OwnNoise> All { get; } =
    [
        new(
            ServiceNames.Loki, "loki_deletion_disabled", "(?:GetCacheGenNumbers|gennumber_loader).*deletion is not available for this tenant",
            "Two lines, one of them an error, for each query: Loki asks itself for requests to delete, which are disabled on purpose."),
        new(
            ServiceNames.Loki, "loki_empty_ring", "error getting ingester clients.*empty ring",
            "An error at each start, before Loki has found itself."),
        new(
            ServiceNames.Tempo, "tempo_no_jobs", "(?:BackendScheduler/Next|error calling scheduler).*no jobs found",
            "A warning every 15 seconds and an error a minute: there is nothing to compact."),
        new(
            ServiceNames.Cadvisor, "cadvisor_machine_id", "Failed to get system UUID|Couldn't collect info from any of the files in .*machine-id",
            "cAdvisor sees no file that names the machine, and needs none."),
        new(
            ServiceNames.Cadvisor, "cadvisor_perf_event", "Error getting perf_event cgroup path",
            "A warning for each new container: the kernel counts no events of processors for containers, and nobody asks for them."),
        new(
            ServiceNames.NodeExporter, "node_exporter_udev", "Failed to open directory, disabling udev device properties",
            "An error at each start where the machine has no udev: disks have no model and serial number then."),
    ];

    /// <summary>Lines of other services pass by all of it at once.</summary>
    public static AlloyBlock Stage { get; } = Match(
        All.Select(noise => noise.Service).Distinct(StringComparer.Ordinal),
        All.GroupBy(noise => noise.Service).Select(own => Match([own.Key], own.Select(Drop))));

    private static AlloyBlock Match(IEnumerable<string> services, IEnumerable<AlloyBlock> stages) => new("stage.match")
    {
        { "selector", $$"""{component=~"{{string.Join('|', services.Order(StringComparer.Ordinal))}}"}""" },
        stages,
    };

    private static AlloyBlock Drop(OwnNoise noise) => new("stage.drop") { { "expression", noise.Expression }, { "drop_counter_reason", noise.Reason } };
}
