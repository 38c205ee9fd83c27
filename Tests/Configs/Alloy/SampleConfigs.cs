using Infra.Configs;
using Infra.Configs.Alloy;
using Infra.Configs.Alloy.Queries;
using Infra.Configs.Tls;

namespace Infra.Tests.Configs.Alloy;

/// <summary>Configurations as the stacks have them, and one that uses all there is.</summary>
internal static class SampleConfigs
{
    public static AlloyConfig Dev { get; } = new()
    {
        Stack = "dev",
        Logs = new LogCollection { DockerHost = "tcp://socket-proxy:2375", MaxAge = Duration.Days(6), LinesPerSecond = 1000 },
        Loki = new LokiTarget("http://loki:3100/loki/api/v1/push") { Outage = Duration.Hours(24) },
        Queries = new QueryLogCollection { SqlLength = 1000, Literals = false },
        Traces = new TraceCollection { MemoryLimitMegabytes = 256, Tempo = new TempoTarget("tempo:4317") { Plain = true } },
    };

    public static AlloyConfig Prod { get; } = Dev with
    {
        Stack = "prod",
        Loki = new LokiTarget("https://loki:3100/loki/api/v1/push") { Outage = Duration.Hours(24), Tls = new ClientTls() },
        Queries = new QueryLogCollection { SqlLength = 1000, Literals = false, Access = new QueryLogAccess(new ServerTls(), "/run/secrets/query-log-client.pem") },
        Traces = new TraceCollection
        {
            MemoryLimitMegabytes = 512,
            Tempo = new TempoTarget("tempo:4317") { Plain = false, Tls = new ClientTls() },
            Sampling = new TraceSampling(12.5m, Duration.Seconds(2)),
            Access = new OtlpAccess(new ServerTls(), "/run/secrets/otlp-users"),
        },
        Http = new HttpAccess(new ServerTls(), "alloy", "/run/secrets/http-password"),
    };

    /// <summary>Loki and Tempo somewhere else, each with a password.</summary>
    public static AlloyConfig Remote { get; } = Prod with
    {
        Loki = new LokiTarget("https://logs.example.com/loki/api/v1/push")
        {
            Outage = Duration.Hours(24),
            Tenant = "lake",
            Credential = new FileCredential("12345", "/run/secrets/loki-password"),
        },
        Traces = Prod.Traces! with
        {
            Tempo = new TempoTarget("traces.example.com:443") { Plain = false, Credential = new FileCredential("678", "/run/secrets/tempo-password") },
        },
    };
}
