using Infra.Components.Alertmanager;
using Infra.Components.Containers;
using Infra.Configs;
using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;
using Infra.Configs.Lakehouse;
using Infra.Configs.Monitoring;
using Infra.Configs.Prometheus;
using Infra.Configs.Slos;

namespace Infra.Stacks;

// Who is told.
internal sealed partial class ObservabilityStack
{
    private AlertmanagerServer Alertmanager(ContainerPolicy policy) => new(ServiceNames.Alertmanager, new AlertmanagerServerArgs
    {
        Profile = Profile(policy, ServiceNames.Alertmanager),
        Routing = _settings.Alerts.Routing,
        Templates = NotificationTemplates.Render(NotificationLinks()),
        Secrets = _settings.Alerts.Secrets.ToDictionary(secret => secret.Key, secret => secret.Value.ToOutput()),
        // What distributions package may be older than that setting.
        ReadsUrlFiles = !_settings.Images.Local,
    });

    // A link is for whoever reads the notification: only what is published leads somewhere.
    private NotificationLinks NotificationLinks() => new()
    {
        Grafana = GrafanaUrlForLinks,
        Alertmanager = Published(ServiceNames.Alertmanager),
        Prometheus = Published(ServiceNames.Prometheus) is not null,
    };

    private string? GrafanaUrlForLinks => _settings.Services.Contains(ServiceNames.Grafana) ? _settings.Grafana.RootUrl.AbsoluteUri : null;

    private string? Published(string service) => _settings.Ports[service] is var port && port != 0 ? $"{(_settings.Security.Tls ? "https" : "http")}://localhost:{port}" : null;

    // What alerts, rules and dashboards can be about: known once the scrape jobs are.
    private MonitoringScope? _monitoring;

    // What is scraped, and nothing else, is watched.
    private MonitoringScope Scope(IEnumerable<ScrapeJob> jobs)
    {
        var scope = WithoutPromises(jobs);
        return scope with { Slos = DefaultSlos.Of(scope, _settings.Slos) };
    }

    private MonitoringScope WithoutPromises(IEnumerable<ScrapeJob> jobs) => new()
    {
        ScrapeInterval = _settings.Prometheus.ScrapeInterval,
        PendingPeriod = _settings.Alerts.PendingPeriod,
        // Dagster's metrics come with its database's.
        Services = jobs.Select(job => job.Service).Concat(_settings.Lakehouse.Dagster is null ? [] : [LakehouseServices.Dagster]).ToHashSet(),
        CertificatesRenewedBefore = _settings.Security.Tls ? Duration.Hours(_settings.Security.EarlyRenewalHours) : null,
        Canary = Canaries,
        Packaged = _settings.Images.Local,
        RemoteWrite = _settings.Prometheus.RemoteWrite is not null,
        AssetFreshness = _settings.Lakehouse.Dagster?.AssetFreshness ?? new Dictionary<string, Duration>(),
        LogSilence = _settings.Logs.SilenceServices is { Count: > 0 } silent ? new LogSilence(silent, _settings.Logs.SilencePeriod) : null,
        DagsterSchema = _settings.Services.Contains(ServiceNames.Grafana) && _settings.Grafana.Lakehouse.PostgresUser is not null ? _settings.Lakehouse.Dagster?.Schema : null,
        LokiDiskLimit = _settings.Loki.DiskLimitPercent > 0 ? _settings.Loki.DiskLimitPercent / 100m : null,
        LogDiskMegabytes = _settings.Logs.DiskMegabytes,
        LokiRetention = _settings.Loki.Retention,
        TempoRetention = _settings.Tempo.Retention,
    };

    // Grafana's board is for whoever can reach Grafana.
    private AlertLinks AlertLinks() => new(_settings.Alerts.RunbookBase, NotificationLinks().Grafana);
}
