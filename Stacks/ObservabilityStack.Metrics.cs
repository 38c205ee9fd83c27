using Infra.Components.Alertmanager;
using Infra.Components.Containers;
using Infra.Components.NodeExporter;
using Infra.Components.PostgresExporter;
using Infra.Components.Postgres;
using Infra.Components.Prometheus;
using Infra.Configs;
using Infra.Configs.Alerts;
using Infra.Configs.PostgresExporter;
using Infra.Configs.Prometheus;
using Infra.Configs.Tls;
using Pulumi;

namespace Infra.Stacks;

// How metrics are collected and kept.
internal sealed partial class ObservabilityStack
{
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
            ProbesItself = !_settings.Images.Local,
            Retention = _settings.Prometheus.Retention,
            RetentionSize = _settings.Prometheus.RetentionSize,
        });

    private PostgresExporterServer PostgresExporter(ContainerPolicy policy, Output<string> password, PostgresServer? postgres) =>
        new(ServiceNames.PostgresExporter, new PostgresExporterServerArgs
        {
            Profile = Profile(policy, ServiceNames.PostgresExporter),
            DataSource = new DataSource(
                postgres?.Service.Address ?? _settings.Postgres.Address, _settings.Postgres.User, _settings.Postgres.Database,
                postgres is not null && _settings.Security.Tls ? "verify-full" : _settings.Postgres.SslMode)
            {
                ScrapeInterval = _settings.Prometheus.ScrapeInterval,
                AuthorityFile = _settings.Security.Tls ? TlsFiles.Authority : null,
            },
            Password = password,
            External = postgres is null,
            DatabaseNetwork = postgres is null ? _settings.Network.Lakehouse : null,
        });
}
