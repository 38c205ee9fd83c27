using Infra.Configs;

namespace Infra.Stacks;

/// <summary>What a stack is for. Nothing below <c>Stacks/</c> knows of it.</summary>
internal enum StackEnvironment
{
    /// <summary>A machine without an image registry; the end-to-end tests.</summary>
    Sandbox,

    /// <summary>A laptop.</summary>
    Dev,

    /// <summary>A server that others depend on.</summary>
    Prod,
}

/// <summary>What <c>auto</c> means in an environment.</summary>
internal sealed record EnvironmentDefaults
{
    public required bool IsolatedNetwork { get; init; }

    public required Duration ScrapeInterval { get; init; }

    public required Duration Retention { get; init; }

    public required ByteSize? RetentionSize { get; init; }

    public required Duration AlertPendingPeriod { get; init; }

    public required Duration AlertGroupWait { get; init; }

    public required Duration AlertGroupInterval { get; init; }

    /// <summary>How often the metric is written that shows whether metrics can be.</summary>
    public required Duration CanaryInterval { get; init; }

    public required bool DemoLakehouse { get; init; }

    /// <summary>Whether there is a whole lakehouse to watch, and not its Postgres alone.</summary>
    public required bool WatchesLakehouse { get; init; }

    public required bool LocalImages { get; init; }

    public required bool PinImageDigests { get; init; }

    public required bool HardenContainers { get; init; }

    public required bool KeepData { get; init; }

    public required Duration HealthCheckInterval { get; init; }

    public static EnvironmentDefaults Of(StackEnvironment environment) => environment switch
    {
        StackEnvironment.Sandbox => Sandbox,
        StackEnvironment.Dev => Dev,
        StackEnvironment.Prod => Prod,
        _ => throw new ArgumentOutOfRangeException(nameof(environment), environment, null),
    };

    // Everything happens within seconds, so that the tests see it happen.
    private static EnvironmentDefaults Sandbox { get; } = new()
    {
        IsolatedNetwork = false,
        ScrapeInterval = Duration.Seconds(5),
        Retention = Duration.Hours(6),
        RetentionSize = new ByteSize(512, "MB"),
        AlertPendingPeriod = Duration.Seconds(10),
        AlertGroupWait = Duration.Seconds(1),
        AlertGroupInterval = Duration.Seconds(5),
        CanaryInterval = Duration.Seconds(5),
        DemoLakehouse = true,
        WatchesLakehouse = false,
        LocalImages = true,
        PinImageDigests = false,
        HardenContainers = false,
        KeepData = false,
        HealthCheckInterval = Duration.Seconds(1),
    };

    private static EnvironmentDefaults Dev { get; } = new()
    {
        IsolatedNetwork = false,
        ScrapeInterval = Duration.Seconds(15),
        Retention = Duration.Days(7),
        RetentionSize = null,
        AlertPendingPeriod = Duration.Minutes(1),
        AlertGroupWait = Duration.Seconds(30),
        AlertGroupInterval = Duration.Minutes(5),
        CanaryInterval = Duration.Minutes(1),
        DemoLakehouse = false,
        WatchesLakehouse = true,
        LocalImages = false,
        PinImageDigests = false,
        HardenContainers = false,
        KeepData = false,
        HealthCheckInterval = Duration.Seconds(2),
    };

    private static EnvironmentDefaults Prod { get; } = new()
    {
        IsolatedNetwork = true,
        ScrapeInterval = Duration.Seconds(15),
        Retention = Duration.Days(30),
        RetentionSize = new ByteSize(40, "GB"),
        AlertPendingPeriod = Duration.Minutes(1),
        AlertGroupWait = Duration.Seconds(30),
        AlertGroupInterval = Duration.Minutes(5),
        CanaryInterval = Duration.Minutes(1),
        DemoLakehouse = false,
        WatchesLakehouse = true,
        LocalImages = false,
        PinImageDigests = true,
        HardenContainers = true,
        KeepData = true,
        HealthCheckInterval = Duration.Seconds(10),
    };
}
