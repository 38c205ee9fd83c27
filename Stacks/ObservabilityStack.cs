using System.Collections.Immutable;
using Infra.Components.NodeExporter;
using Infra.Components.Postgres;
using Infra.Configs;
using Pulumi;
using Infra.Stacks.Settings;

namespace Infra.Stacks;

/// <summary>The observability of a lakehouse: what its settings say, made of the components.</summary>
internal sealed partial class ObservabilityStack : Stack
{
    private readonly StackSettings _settings;

    /// <summary>Where Prometheus is.</summary>
    [Output("prometheusUrl")]
    public Output<string> PrometheusUrl { get; private set; }

    /// <summary>Where Alertmanager is.</summary>
    [Output("alertmanagerUrl")]
    public Output<string> AlertmanagerUrl { get; private set; }

    /// <summary>Where Loki is; nothing in a stack without it.</summary>
    [Output("lokiUrl")]
    public Output<string> LokiUrl { get; private set; }

    /// <summary>Where Tempo is; nothing in a stack without it.</summary>
    [Output("tempoUrl")]
    public Output<string> TempoUrl { get; private set; }

    /// <summary>Where the Postgres exporter is.</summary>
    [Output("postgresExporterUrl")]
    public Output<string> PostgresExporterUrl { get; private set; }

    /// <summary>Where the node exporter is.</summary>
    [Output("nodeExporterUrl")]
    public Output<string> NodeExporterUrl { get; private set; }

    /// <summary>Where Alloy is; empty in a stack without it.</summary>
    [Output("alloyUrl")]
    public Output<string> AlloyUrl { get; private set; }

    /// <summary>What senders of traces have to know as the user <c>otlp</c>; empty where nobody is asked.</summary>
    [Output("otlpPassword")]
    public Output<string> OtlpSecret { get; private set; }

    /// <summary>The certificate and the key by which Trino posts its queries, as PEM; empty where nobody is asked.</summary>
    [Output("queryLogIdentity")]
    public Output<string> QueryLogIdentity { get; private set; }

    /// <summary>The Postgres that is watched, without its password.</summary>
    [Output("postgresUrl")]
    public Output<string> PostgresUrl { get; private set; }

    /// <summary>The password of that Postgres, generated or given.</summary>
    [Output("postgresPassword")]
    public Output<string> PostgresPassword { get; private set; }

    /// <summary>Where people find Grafana; empty in a stack without it.</summary>
    [Output("grafanaUrl")]
    public Output<string> GrafanaUrl { get; private set; }

    /// <summary>The password of Grafana's administrator, generated or given; empty in a stack without Grafana.</summary>
    [Output("grafanaAdminPassword")]
    public Output<string> GrafanaAdminPassword { get; private set; }

    /// <summary>The certificates that callers of a secured stack's services have to trust, as PEM; empty without TLS.</summary>
    [Output("authorityCertificate")]
    public Output<string> AuthorityCertificate { get; private set; }

    /// <summary>The user that a secured stack's services know, and their passwords by service; empty without TLS.</summary>
    [Output("servicePasswords")]
    public Output<ImmutableDictionary<string, string>> ServicePasswords { get; private set; }

    /// <summary>The stack that its configuration describes. A mistake in it is told before anything is registered.</summary>
    public ObservabilityStack()
        : this(StackSettings.Load())
    {
    }

    internal ObservabilityStack(StackSettings settings, StackOptions? options = null)
        : base(options)
    {
        _settings = settings;
        foreach (var waiver in settings.Waivers)
            Log.Warn(Describe(waiver));

        var policy = Policy();
        foreach (var service in settings.Services.Order(StringComparer.Ordinal))
            Security(service);
        _queryLogClient = QueryLogClient();

        var password = settings.Postgres.Password?.ToOutput() ?? (settings.Postgres.Enabled ? GeneratedPostgresPassword() : Output.Create(""));
        var watcher = HasWholeDemo ? new PostgresWatcher(DemoWatcher, GeneratedPassword("watcher-password")) : new PostgresWatcher(settings.Postgres.User, password);
        var postgres = settings.Postgres.Demo ? DemoPostgres(policy, password, watcher) : null;
        var minioToken = postgres is not null && HasWholeDemo ? DemoLakehouse(policy, postgres, password) : null;
        var postgresExporter = settings.Postgres.Enabled ? PostgresExporter(policy, watcher, postgres) : null;
        var nodeExporter = new NodeExporterServer(ServiceNames.NodeExporter, new NodeExporterServerArgs
        {
            Profile = Profile(policy, ServiceNames.NodeExporter),
            Metrics = settings.Security.Tls ? CertificateMetrics() : null,
            FileSystems = settings.Machine.FileSystems,
            DockerRoot = settings.Logs.DockerRoot,
        });
        var alertmanager = Alertmanager(policy);
        SocketProxies(policy);
        Cadvisor(policy);
        var alloy = Alloy(policy);
        Canary(policy);
        var prometheus = Prometheus(policy, alertmanager, BlackboxExporter(policy), minioToken);
        var loki = settings.Services.Contains(ServiceNames.Loki) ? LokiStore(policy, alertmanager) : null;
        var tempo = settings.Services.Contains(ServiceNames.Tempo) ? TempoStore(policy, prometheus) : null;

        var grafanaPassword = settings.Services.Contains(ServiceNames.Grafana) ? AdminPassword() : null;
        var grafana = grafanaPassword is null ? null : Grafana(policy, grafanaPassword);

        PrometheusUrl = Output.Create(prometheus.Url);
        AlertmanagerUrl = Output.Create(alertmanager.Url);
        LokiUrl = Output.Create(loki?.Url ?? "");
        TempoUrl = Output.Create(tempo?.Url ?? "");
        PostgresExporterUrl = Output.Create(postgresExporter?.Url ?? "");
        NodeExporterUrl = Output.Create(nodeExporter.Url);
        AlloyUrl = Output.Create(alloy?.Url ?? "");
        OtlpSecret = Output.CreateSecret(_otlpPassword ?? Output.Create(""));
        QueryLogIdentity = Output.CreateSecret(_queryLogClient?.IdentityPem ?? Output.Create(""));
        PostgresUrl = Output.Create(
            $"postgresql://{settings.Postgres.User}@{postgres?.Service.ReachableAddress ?? settings.Postgres.Address}/{settings.Postgres.Database}");
        PostgresPassword = Output.CreateSecret(password);
        GrafanaUrl = Output.Create(grafana is null ? "" : settings.Grafana.RootUrl.AbsoluteUri);
        GrafanaAdminPassword = Output.CreateSecret(grafanaPassword ?? Output.Create(""));
        AuthorityCertificate = _authority?.TrustedPem ?? Output.Create("");
        ServicePasswords = Passwords();
    }

    private static string Describe(Waiver waiver) => waiver.Findings.Count == 0
        ? $"gateWaivers.{waiver.Rule} lets nothing through: remove it."
        : $"Waived: {waiver.Rule} ({waiver.Reason}). Lets through {string.Join(", ", waiver.Findings.Select(finding => finding.Setting).Distinct())}.";
}
