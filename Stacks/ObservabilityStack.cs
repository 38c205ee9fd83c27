using Infra.Components.Alertmanager;
using Infra.Components.Containers;
using Infra.Components.NodeExporter;
using Infra.Components.Postgres;
using Infra.Components.PostgresExporter;
using Infra.Components.Prometheus;
using Infra.Configs;
using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;
using Infra.Configs.PostgresExporter;
using Infra.Configs.Prometheus;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Random;

namespace Infra.Stacks;

/// <summary>The observability of a lakehouse: what its settings say, made of the components.</summary>
internal sealed class ObservabilityStack : Stack
{
    private readonly StackSettings _settings;

    /// <summary>Where Prometheus is.</summary>
    [Output("prometheusUrl")]
    public Output<string> PrometheusUrl { get; private set; }

    /// <summary>Where Alertmanager is.</summary>
    [Output("alertmanagerUrl")]
    public Output<string> AlertmanagerUrl { get; private set; }

    /// <summary>Where the Postgres exporter is.</summary>
    [Output("postgresExporterUrl")]
    public Output<string> PostgresExporterUrl { get; private set; }

    /// <summary>Where the node exporter is.</summary>
    [Output("nodeExporterUrl")]
    public Output<string> NodeExporterUrl { get; private set; }

    /// <summary>The Postgres that is watched, without its password.</summary>
    [Output("postgresUrl")]
    public Output<string> PostgresUrl { get; private set; }

    /// <summary>The password of that Postgres, generated or given.</summary>
    [Output("postgresPassword")]
    public Output<string> PostgresPassword { get; private set; }

    /// <summary>The stack that its configuration describes. A mistake in it is told before anything is registered.</summary>
    public ObservabilityStack()
        : this(StackSettings.Load())
    {
    }

    internal ObservabilityStack(StackSettings settings, StackOptions? options = null)
        : base(options)
    {
        _settings = settings;
        var policy = Policy();

        var password = settings.Postgres.Password?.ToOutput() ?? GeneratedPassword();
        var postgres = settings.Postgres.Demo ? DemoPostgres(policy, password) : null;
        var postgresExporter = PostgresExporter(policy, password, postgres);
        var nodeExporter = new NodeExporterServer(ServiceNames.NodeExporter, new NodeExporterServerArgs
        {
            Profile = Profile(policy, ServiceNames.NodeExporter),
        });
        var alertmanager = Alertmanager(policy);
        var prometheus = Prometheus(policy, alertmanager, postgresExporter, nodeExporter);

        PrometheusUrl = Output.Create(prometheus.Url);
        AlertmanagerUrl = Output.Create(alertmanager.Url);
        PostgresExporterUrl = Output.Create(postgresExporter.Url);
        NodeExporterUrl = Output.Create(nodeExporter.Url);
        PostgresUrl = Output.Create(
            $"postgresql://{settings.Postgres.User}@{postgres?.Service.ReachableAddress ?? settings.Postgres.Address}/{settings.Postgres.Database}");
        PostgresPassword = Output.CreateSecret(password);
    }

    private PostgresServer DemoPostgres(ContainerPolicy policy, Output<string> password) => new(ServiceNames.Postgres, new PostgresServerArgs
    {
        Profile = Profile(policy, ServiceNames.Postgres),
        User = _settings.Postgres.User,
        Password = password,
        Database = _settings.Postgres.Database,
    });

    private PostgresExporterServer PostgresExporter(ContainerPolicy policy, Output<string> password, PostgresServer? postgres) =>
        new(ServiceNames.PostgresExporter, new PostgresExporterServerArgs
        {
            Profile = Profile(policy, ServiceNames.PostgresExporter),
            DataSource = new DataSource(
                postgres?.Service.Address ?? _settings.Postgres.Address, _settings.Postgres.User, _settings.Postgres.Database, _settings.Postgres.SslMode)
            {
                ScrapeInterval = _settings.Prometheus.ScrapeInterval,
            },
            Password = password,
            External = postgres is null,
            DatabaseNetwork = postgres is null ? _settings.Network.Lakehouse : null,
        });

    private AlertmanagerServer Alertmanager(ContainerPolicy policy) => new(ServiceNames.Alertmanager, new AlertmanagerServerArgs
    {
        Profile = Profile(policy, ServiceNames.Alertmanager),
        Routing = new AlertRouting
        {
            GroupWait = _settings.Alerts.GroupWait,
            GroupInterval = _settings.Alerts.GroupInterval,
            RepeatInterval = _settings.Alerts.RepeatInterval,
        },
        WebhookUrl = _settings.Alerts.WebhookUrl?.ToOutput(),
        HeartbeatUrl = _settings.Alerts.HeartbeatUrl?.ToOutput(),
        // What distributions package may be older than that setting.
        ReadsUrlFiles = !_settings.Images.Local,
    });

    private PrometheusServer Prometheus(ContainerPolicy policy, AlertmanagerServer alertmanager, PostgresExporterServer postgresExporter, NodeExporterServer nodeExporter) =>
        new(ServiceNames.Prometheus, new PrometheusServerArgs
        {
            Profile = Profile(policy, ServiceNames.Prometheus),
            Files = PrometheusFiles.Render(
                new PrometheusConfig
                {
                    ScrapeInterval = _settings.Prometheus.ScrapeInterval,
                    EvaluationInterval = _settings.Prometheus.EvaluationInterval,
                    ExternalLabels = new Dictionary<string, string> { ["stack"] = _settings.Stack },
                    RuleFiles = [PrometheusFiles.AlertsFile],
                    Alertmanagers = [alertmanager.Service.Address],
                    ScrapeJobs =
                    [
                        new ScrapeJob(ServiceNames.Prometheus, $"localhost:{PrometheusServer.Port}"),
                        new ScrapeJob(ServiceNames.Alertmanager, alertmanager.Service.Address),
                        new ScrapeJob(ServiceNames.Postgres, postgresExporter.Service.Address),
                        new ScrapeJob(ScrapeJobs.Node, nodeExporter.Service.Address),
                    ],
                },
                AlertRules.Groups(_settings.Alerts.PendingPeriod),
                _settings.Alerts.RunbookBase),
            Retention = _settings.Prometheus.Retention,
            RetentionSize = _settings.Prometheus.RetentionSize,
        });

    private Output<string> GeneratedPassword()
    {
        if (_settings.Containers.KeepData)
            Log.Warn("keepData keeps the demo's database, and postgresPassword is generated anew after a destroy: set it to have both fit.");

        // Letters and digits alone: what reads a password may give other characters a meaning of their own.
        return new RandomPassword("postgres-password", new RandomPasswordArgs { Length = 32, Special = false }).Result;
    }

    private ContainerPolicy Policy()
    {
        var containers = _settings.Containers;
        return new ContainerPolicy
        {
            NamePrefix = _settings.NamePrefix,
            Stack = _settings.Stack,
            Network = Network("network", _settings.NamePrefix, _settings.Network.Isolated).Name,
            EgressNetwork = EgressNetwork(),
            PublishAddress = _settings.Network.PublishAddress,
            LogMaxSize = containers.LogMaxSize,
            LogMaxFiles = containers.LogMaxFiles,
            WaitTimeoutSeconds = containers.WaitTimeout.TotalSeconds,
            StopGraceSeconds = containers.StopGracePeriod.TotalSeconds,
            HealthCheckInterval = containers.HealthCheckInterval.ToGoString(),
            Hardened = containers.Hardened,
            KeepData = containers.KeepData,
        };
    }

    private Input<string>? EgressNetwork()
    {
        if (!_settings.Network.Isolated)
            return null;

        return Network("egress-network", $"{_settings.NamePrefix}-egress", isolated: false).Name;
    }

    private Network Network(string name, string dockerName, bool isolated) => new(name, new NetworkArgs
    {
        Name = dockerName,
        Internal = isolated,
        Labels = ServiceLabels.ForNetwork(_settings.Stack),
    }, new CustomResourceOptions { DeleteBeforeReplace = true });

    private ContainerProfile Profile(ContainerPolicy policy, string service) => new()
    {
        Policy = policy,
        Image = Image(service),
        MemoryMegabytes = _settings.Containers.MemoryMegabytes[service],
        Processors = _settings.Containers.Processors[service],
        PublishedPort = _settings.Ports[service],
    };

    private string Image(string service) =>
        _settings.Images.Overrides.TryGetValue(service, out var reference) ? reference
        : _settings.Images.Local ? ContainerImages.Local(service)
        : ContainerImages.Of(service).Reference(_settings.Images.Mirror, _settings.Images.PinDigests);
}
