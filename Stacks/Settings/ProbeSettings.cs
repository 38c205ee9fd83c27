namespace Infra.Stacks.Settings;

/// <summary>What is asked whether it can work, and what is written to be read back.</summary>
internal sealed record ProbeSettings
{
    /// <summary>Whether services are asked whether they are ready.</summary>
    public required bool Readiness { get; init; }

    /// <summary>Whether a log line is written each minute, and read back from the stack's own Loki.</summary>
    public required bool CanaryLog { get; init; }

    /// <summary>Whether a span is sent each minute, and read back from the stack's own Tempo.</summary>
    public required bool CanarySpan { get; init; }

    /// <summary>Whether there is anything to ask.</summary>
    public bool Any => Readiness || Canary;

    /// <summary>Whether there is a canary besides the metric.</summary>
    public bool Canary => CanaryLog || CanarySpan;

    public static ProbeSettings Read(SettingReader reader, ImageSettings images, LogSettings logs, TraceSettings traces)
    {
        var canary = reader.Flag("canary", true);
        return new ProbeSettings
        {
            Readiness = reader.Flag("readinessProbes", true),
            // What goes to somebody else's store is for them to watch.
            CanaryLog = canary && !images.Local && logs.Loki is null,
            CanarySpan = canary && !images.Local && traces.Tempo is null,
        };
    }
}
