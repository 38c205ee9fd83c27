using Infra.Configs;

namespace Infra.Stacks;

/// <summary>What a service has where nothing else is set.</summary>
internal sealed record ServiceDefaults(string Name)
{
    /// <summary>The setting that says on which port of this machine the service is published; null if it never is.</summary>
    public string? PortSetting { get; private init; }

    /// <summary>How many processors it may use at once.</summary>
    public required decimal Processors { get; init; }

    /// <summary>Memory limits in megabytes.</summary>
    public required (int Sandbox, int Dev, int Prod) Memory { get; init; }

    private int DevPort { get; init; }

    private int ProdPort { get; init; }

    public static IReadOnlyList<ServiceDefaults> All { get; } =
    [
        new(ServiceNames.Prometheus) { PortSetting = "prometheusPort", DevPort = 9090, Memory = (512, 1024, 2048), Processors = 1m },
        new(ServiceNames.Alertmanager) { PortSetting = "alertmanagerPort", DevPort = 9093, Memory = (128, 128, 256), Processors = 0.5m },
        new(ServiceNames.Postgres) { PortSetting = "postgresPort", Memory = (256, 512, 1024), Processors = 1m },
        new(ServiceNames.PostgresExporter) { PortSetting = "postgresExporterPort", Memory = (64, 128, 128), Processors = 0.5m },
        new(ServiceNames.NodeExporter) { PortSetting = "nodeExporterPort", Memory = (64, 128, 128), Processors = 0.5m },
        new(ServiceNames.BlackboxExporter) { Memory = (64, 128, 128), Processors = 0.5m },
        new(ServiceNames.Loki) { PortSetting = "lokiPort", DevPort = 3100, Memory = (512, 1024, 4096), Processors = 1m },
        new(ServiceNames.Tempo) { PortSetting = "tempoPort", DevPort = 3200, Memory = (512, 1024, 4096), Processors = 1m },
        new(ServiceNames.Alloy) { PortSetting = "alloyPort", DevPort = 12345, Memory = (256, 512, 1024), Processors = 1m },
        new(ServiceNames.Canary) { Memory = (64, 64, 64), Processors = 0.1m },
        new(ServiceNames.Grafana) { PortSetting = "grafanaPort", DevPort = 3001, ProdPort = 3001, Memory = (256, 768, 1024), Processors = 1m },
        new(ServiceNames.Cadvisor) { Memory = (128, 256, 512), Processors = 0.5m },
        new(ServiceNames.SocketProxy) { Memory = (64, 64, 64), Processors = 0.2m },
        new(ServiceNames.DiscoveryProxy) { Memory = (64, 64, 64), Processors = 0.1m },
        new(ServiceNames.Minio) { PortSetting = "demoMinioPort", DevPort = 9000, Memory = (512, 512, 512), Processors = 1m },
        new(ServiceNames.Nessie) { PortSetting = "demoNessiePort", DevPort = 19120, Memory = (1024, 1024, 1024), Processors = 1m },
        // Of which Trino takes four fifths for its heap; what else its virtual machine needs is more than a fifth of 3 GB.
        new(ServiceNames.Trino) { PortSetting = "demoTrinoPort", DevPort = 8080, Memory = (4096, 4096, 4096), Processors = 2m },
        new(ServiceNames.DagsterWebserver) { PortSetting = "demoDagsterPort", DevPort = 3000, Memory = (1024, 1024, 1024), Processors = 1m },
        new(ServiceNames.DagsterDaemon) { Memory = (2048, 2048, 2048), Processors = 1m },
    ];

    /// <summary>The port of this machine on which it is published; 0 for none.</summary>
    public int Port(StackEnvironment environment) => environment == StackEnvironment.Prod ? ProdPort : DevPort;

    public int MemoryMegabytes(StackEnvironment environment) => environment switch
    {
        StackEnvironment.Sandbox => Memory.Sandbox,
        StackEnvironment.Dev => Memory.Dev,
        _ => Memory.Prod,
    };
}
