using Infra.Configs;
using Infra.Stacks.Settings;

namespace Infra.Stacks;

/// <summary>
/// Everything about a stack that can be chosen: read once, complete and valid, so that nothing after it asks again.
/// <c>docs/configuration.md</c> describes each setting by its name in <c>Pulumi.&lt;stack&gt;.yaml</c>.
/// </summary>
internal sealed record StackSettings
{
    public required string Stack { get; init; }

    public required StackEnvironment Environment { get; init; }

    /// <summary>What the name of every container, network and volume begins with.</summary>
    public required string NamePrefix { get; init; }

    public required NetworkSettings Network { get; init; }

    public required ImageSettings Images { get; init; }

    public required ContainerSettings Containers { get; init; }

    public required PrometheusSettings Prometheus { get; init; }

    public required AlertSettings Alerts { get; init; }

    public required PostgresSettings Postgres { get; init; }

    /// <summary>The port of this machine on which each service is published; 0 for none.</summary>
    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    /// <summary>The settings of the running deployment.</summary>
    /// <exception cref="Pulumi.RunException">Something in them is wrong; the message names everything that is.</exception>
    public static StackSettings Load() => StackSettingsReader.Read(SettingSource.OfDeployment());
}

/// <summary>How services reach each other and who reaches them.</summary>
internal sealed record NetworkSettings
{
    /// <summary>The address of this machine on which ports are published.</summary>
    public required string PublishAddress { get; init; }

    /// <summary>Whether the services' network has no way out; those that need one get a second network.</summary>
    public required bool Isolated { get; init; }

    /// <summary>The Docker network of the lakehouse; null where its services are reached by other ways.</summary>
    public required string? Lakehouse { get; init; }
}

/// <summary>Where images come from.</summary>
internal sealed record ImageSettings
{
    /// <summary>Whether the images are the ones built on this machine.</summary>
    public required bool Local { get; init; }

    /// <summary>A registry that mirrors the public ones; null for these themselves.</summary>
    public required string? Mirror { get; init; }

    public required bool PinDigests { get; init; }

    /// <summary>References that replace the project's own, by service.</summary>
    public required IReadOnlyDictionary<string, string> Overrides { get; init; }
}

/// <summary>What all containers have in common.</summary>
internal sealed record ContainerSettings
{
    /// <summary>Read-only root, no capabilities, no way to new privileges, a user that is not root.</summary>
    public required bool Hardened { get; init; }

    /// <summary>Whether data volumes outlive the stack.</summary>
    public required bool KeepData { get; init; }

    public required string LogMaxSize { get; init; }

    public required int LogMaxFiles { get; init; }

    public required Duration WaitTimeout { get; init; }

    public required Duration StopGracePeriod { get; init; }

    public required Duration HealthCheckInterval { get; init; }

    /// <summary>Memory limits by service.</summary>
    public required IReadOnlyDictionary<string, int> MemoryMegabytes { get; init; }

    /// <summary>Processor limits by service.</summary>
    public required IReadOnlyDictionary<string, decimal> Processors { get; init; }
}

/// <summary>How often Prometheus looks and how long it remembers.</summary>
internal sealed record PrometheusSettings
{
    public required Duration ScrapeInterval { get; init; }

    public required Duration EvaluationInterval { get; init; }

    public required Duration Retention { get; init; }

    /// <summary>The most that is kept on disk; null for as much as the retention time takes.</summary>
    public required ByteSize? RetentionSize { get; init; }
}

/// <summary>When something is an alert and who is told.</summary>
internal sealed record AlertSettings
{
    public required Duration PendingPeriod { get; init; }

    public required Duration GroupWait { get; init; }

    public required Duration GroupInterval { get; init; }

    public required Duration RepeatInterval { get; init; }

    /// <summary>The webhook that is told of alerts; null tells nobody.</summary>
    public required Secret? WebhookUrl { get; init; }

    /// <summary>The webhook that expects the Watchdog; null for none.</summary>
    public required Secret? HeartbeatUrl { get; init; }

    /// <summary>Where the runbooks are.</summary>
    public required string RunbookBase { get; init; }
}

/// <summary>The Postgres that is watched.</summary>
internal sealed record PostgresSettings
{
    /// <summary>Whether the stack brings it, for want of a lakehouse.</summary>
    public required bool Demo { get; init; }

    /// <summary>Host and port, as seen from the exporter.</summary>
    public required string Address { get; init; }

    public required string User { get; init; }

    /// <summary>The password; null for one that the stack generates.</summary>
    public required Secret? Password { get; init; }

    public required string Database { get; init; }

    public required string SslMode { get; init; }
}
