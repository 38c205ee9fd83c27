using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>How long Loki keeps logs, and how much of the disk it may find used.</summary>
internal sealed record LokiSettings
{
    public required Duration Retention { get; init; }

    /// <summary>How full the disk may be, in percent, before Loki takes no more; 0 for no limit.</summary>
    public required int DiskLimitPercent { get; init; }

    public static LokiSettings Read(SettingReader reader, StackEnvironment environment)
    {
        return new LokiSettings
        {
            // Loki deletes by day.
            Retention = reader.Duration("lokiRetention", Duration.Days(environment == StackEnvironment.Prod ? 30 : 7), Duration.Days(1), Duration.Days(3650)),
            // A laptop's disk is full for other reasons, and Loki would refuse everything.
            DiskLimitPercent = reader.Number("lokiDiskLimit", environment == StackEnvironment.Prod ? 90 : 0, 0, 100),
        };
    }
}
