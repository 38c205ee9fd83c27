using Infra.Configs.Lakehouse;
using Infra.Configs.Rules;

namespace Infra.Configs.Availability;

/// <summary>
/// The one meaning of «up»: a service answers, and can work as far as anything says so. Boards and health read this series.
/// </summary>
internal static class AvailabilityRules
{
    /// <summary>1 for a service that works, else 0, by <c>job</c> and <c>service</c>.</summary>
    public const string Up = "service:phlo_up:bool";

    /// <summary>The seconds after which a daemon of Dagster's without a sign of life counts as dead; it gives one every 30 s.</summary>
    public const int HeartbeatLimitSeconds = 180;

    /// <summary>When any of Dagster's daemons last gave a sign of life.</summary>
    public const string Heartbeat = "max by (job, service) (dagster_daemon_last_heartbeat_timestamp_seconds{job=\"dagster\"})";

    // No instance of several that can work is an outage; one of them is not.
    private const string Ready = "max by (job, service) (probe_success)";

    private const string Answers = $$"""max by (job, service) (up{service!="{{LakehouseServices.Postgres}}"})""";

    private const string ExporterAnswers = $$"""max by (job, service) (up{service="{{LakehouseServices.Postgres}}"})""";

    private static readonly string DaemonsLive = $"(time() - {Heartbeat} < bool {HeartbeatLimitSeconds})";

    public static RecordingGroup Group { get; } = new("availability", null,
    [
        new RecordingRule(Up, OrUnprobed(Answers)),
        // What is scraped is the exporter, which answers without its database as well.
        new RecordingRule(Up, $"max by (job, service) (pg_up{{job=\"postgres\"}}) or {ExporterAnswers} * 0"),
        // It is not scraped at all: its metrics are in its database.
        new RecordingRule(Up, OrUnprobed(DaemonsLive)),
    ]);

    private static string OrUnprobed(string answers) => $"{answers} * on (job, service) {Ready} or {answers}";
}
