using Infra.Configs.Slos;
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

    public required SecuritySettings Security { get; init; }

    public required PrometheusSettings Prometheus { get; init; }

    public required AlertSettings Alerts { get; init; }

    /// <summary>What is promised otherwise than by default, by the SLO's name.</summary>
    public required IReadOnlyDictionary<string, SloChoice> Slos { get; init; }

    public required LogSettings Logs { get; init; }

    public required MachineSettings Machine { get; init; }

    public required QueryLogSettings QueryLog { get; init; }

    public required TraceSettings Traces { get; init; }

    public required ProbeSettings Probes { get; init; }

    public required LokiSettings Loki { get; init; }

    public required TempoSettings Tempo { get; init; }

    public required ObjectStoreSettings ObjectStore { get; init; }

    /// <summary>The mail server; null for none.</summary>
    public required SmtpSettings? Smtp { get; init; }

    public required PostgresSettings Postgres { get; init; }

    public required LakehouseSettings Lakehouse { get; init; }

    public required GrafanaSettings Grafana { get; init; }

    /// <summary>The services that the stack has.</summary>
    public required IReadOnlySet<string> Services { get; init; }

    /// <summary>The port of this machine on which each service is published; 0 for none.</summary>
    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    /// <summary>What is let through although a rule of prod is against it.</summary>
    public IReadOnlyList<Waiver> Waivers { get; init; } = [];

    /// <summary>The settings of the running deployment.</summary>
    /// <exception cref="Pulumi.RunException">Something in them is wrong; the message names everything that is.</exception>
    public static StackSettings Load() => StackSettingsReader.Read(SettingSource.OfDeployment());
}
