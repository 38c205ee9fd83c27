using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>How long Tempo keeps traces, and how fast it takes them.</summary>
internal sealed record TempoSettings
{
    public required Duration Retention { get; init; }

    /// <summary>Megabytes of spans that are taken in a second: with the retention, all that bounds what Tempo keeps.</summary>
    public required int IngestionRateMegabytes { get; init; }

    public static TempoSettings Read(SettingReader reader, StackEnvironment environment) => new()
    {
        Retention = reader.Duration("tempoRetention", Duration.Days(environment == StackEnvironment.Prod ? 14 : 7), Duration.Hours(1), Duration.Days(3650)),
        IngestionRateMegabytes = reader.Number("tempoIngestionRate", 15, 1, 1000),
    };
}
