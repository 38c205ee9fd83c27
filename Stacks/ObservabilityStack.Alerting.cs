using Infra.Components.Alertmanager;
using Infra.Components.Containers;
using Infra.Configs;
using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;
using Infra.Configs.Lakehouse;
using Infra.Configs.Prometheus;

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
        Grafana = _settings.Services.Contains(ServiceNames.Grafana) ? _settings.Grafana.RootUrl.AbsoluteUri : null,
        Alertmanager = Published(ServiceNames.Alertmanager),
        Prometheus = Published(ServiceNames.Prometheus) is not null,
    };

    private string? Published(string service) => _settings.Ports[service] is var port && port != 0 ? $"{(_settings.Security.Tls ? "https" : "http")}://localhost:{port}" : null;

    // The alerts about what is scraped, and no others.
    private IReadOnlyList<AlertGroup> AlertGroups(IEnumerable<ScrapeJob> jobs) => AlertRules.Groups(new AlertScope
    {
        PendingPeriod = _settings.Alerts.PendingPeriod,
        // Dagster's metrics come with its database's.
        Services = jobs.Select(job => job.Service).Concat(_settings.Lakehouse.Dagster is null ? [] : [LakehouseServices.Dagster]).ToHashSet(),
        CertificatesRenewedBefore = _settings.Security.Tls ? Duration.Hours(_settings.Security.EarlyRenewalHours) : null,
        Canary = Canaries,
        RemoteWrite = _settings.Prometheus.RemoteWrite is not null,
    });
}
