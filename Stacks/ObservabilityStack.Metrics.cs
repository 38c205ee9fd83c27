using Infra.Components.Alertmanager;
using Infra.Components.Containers;
using Infra.Components.Postgres;
using Infra.Components.PostgresExporter;
using Infra.Components.Prometheus;
using Infra.Configs;
using Infra.Configs.Alerts;
using Infra.Configs.Monitoring;
using Infra.Configs.PostgresExporter;
using Infra.Configs.Prometheus;
using Infra.Configs.Tls;
using Pulumi;

namespace Infra.Stacks;

// How metrics are collected and kept.
internal sealed partial class ObservabilityStack
{
    private PrometheusServer Prometheus(ContainerPolicy policy, AlertmanagerServer alertmanager, IEnumerable<ScrapeJob> probes, Output<string>? minioToken)
    {
        var secrets = new SortedDictionary<string, Output<string>>(StringComparer.Ordinal);
        var jobs = OwnScrapes.All
            .Where(own => _settings.Services.Contains(own.Service))
            .Select(own => own.Job with { Access = AccessTo(policy, own.Service, secrets) })
            .Concat(_settings.Lakehouse.Targets.Select(target => LakehouseScrapes.Job(target, _settings.Lakehouse, secrets, target.Service == ServiceNames.Minio ? minioToken : null)))
            .Concat(probes.Select(probe => probe with { Access = AccessTo(policy, ServiceNames.BlackboxExporter, secrets) }))
            .ToList();
        if (_settings.Services.Contains(ServiceNames.DiscoveryProxy))
            jobs.Add(LakehouseScrapes.LabelledContainers(_settings, DockerHost(ServiceNames.DiscoveryProxy), [NetworkName(NetworkTier.Collection)]));

        var scope = _monitoring = Scope(jobs);
        var storage = new StorageSettings
        {
            Retention = _settings.Prometheus.Retention,
            RetentionSize = _settings.Prometheus.RetentionSize,
            OutOfOrderTimeWindow = _settings.Prometheus.OutOfOrderTimeWindow,
            MaxExemplars = PrometheusServer.MaxExemplars,
        };
        var config = new PrometheusConfig
        {
            ScrapeInterval = _settings.Prometheus.ScrapeInterval,
            EvaluationInterval = _settings.Prometheus.EvaluationInterval,
            ExternalLabels = new Dictionary<string, string> { ["stack"] = _settings.Stack },
            RuleFiles = [PrometheusFiles.AlertsFile, PrometheusFiles.RecordingRulesFile],
            Alertmanagers = [alertmanager.Service.Address],
            AlertmanagerAccess = AccessTo(policy, ServiceNames.Alertmanager, secrets),
            ScrapeJobs = [.. jobs.Select(job => job with { Limits = job.Limits with { Samples = _settings.Prometheus.SampleLimit } })],
            Storage = storage,
            RemoteWrite = LakehouseScrapes.LongTermStore(_settings.Prometheus.RemoteWrite, secrets),
            Release = _settings.Images.Local ? PrometheusRelease.Packaged : PrometheusRelease.Current,
        };
        return new PrometheusServer(ServiceNames.Prometheus, new PrometheusServerArgs
        {
            Profile = Profile(policy, ServiceNames.Prometheus),
            Files = PrometheusFiles.Render(
                config,
                AlertRules.Groups(scope),
                _settings.Alerts.RunbookBase,
                MonitoredProducts.RecordingGroups(scope),
                LakehouseScrapes.Authorities(_settings),
                scope,
                GrafanaUrlForLinks),
            Secrets = secrets,
            ProbesItself = !_settings.Images.Local,
            Storage = storage,
            Release = config.Release,
            ReceivesRemoteWrite = _settings.Services.Contains(ServiceNames.Tempo),
            Networks = LakehouseScrapes.Networks(_settings),
            TargetNetworks = _settings.Lakehouse.Networks,
        });
    }

    private PostgresExporterServer PostgresExporter(ContainerPolicy policy, PostgresWatcher watcher, PostgresServer? postgres)
    {
        var settings = _settings.Postgres;
        var packaged = _settings.Images.Local;
        var authority = postgres is null && settings.SslMode != "disable" ? _settings.Lakehouse.Authority : null;
        return new PostgresExporterServer(ServiceNames.PostgresExporter, new PostgresExporterServerArgs
        {
            Profile = Profile(policy, ServiceNames.PostgresExporter),
            DataSource = new DataSource(
                postgres?.Service.Address ?? settings.Address, watcher.Role, settings.Database,
                postgres is not null && Security(ServiceNames.Postgres) is not null ? "verify-full" : settings.SslMode)
            {
                ScrapeInterval = _settings.Prometheus.ScrapeInterval,
                AuthorityFile = authority is not null ? $"{PostgresExporterServer.ConfigPath}/{ExporterFiles.AuthorityFile}"
                    : TrustsTheStacksAuthority(postgres) ? TlsFiles.Authority
                    : null,
            },
            Password = watcher.Password,
            External = postgres is null,
            DatabaseNetworks = postgres is null ? _settings.Lakehouse.Networks : [],
            Queries =
            [
                .. packaged ? ExporterCollectors.AsQueries : [],
                .. _settings.Lakehouse.Dagster is { } dagster ? DagsterQueries.In(dagster.Schema) : [],
            ],
            // Only of its own Postgres does the stack know the release.
            Collectors = packaged ? [] : [.. ExporterCollectors.Current, .. postgres is not null ? new[] { ExporterCollectors.Checkpoints } : []],
            Authority = authority,
            // What distributions package may be older than that file.
            ReadsConfigFile = !packaged,
        });
    }

    // Somebody else's certificate is not of the stack's authority.
    private bool TrustsTheStacksAuthority(PostgresServer? demo) => demo is not null && Security(ServiceNames.Postgres) is not null;

    // How Prometheus speaks to a service of the stack; what it has to know for that is added to the secrets.
    private HttpAccess AccessTo(ContainerPolicy policy, string service, SortedDictionary<string, Output<string>> secrets)
    {
        if (Profile(policy, service).Security is not { } security)
            return HttpAccess.Plain;

        var access = HttpAccess.To(new ClientTls());
        if (security.Credential is not { } credential)
            return access;

        var file = $"{service}-password";
        secrets[file] = credential.Password;
        return access with { User = credential.User, PasswordFile = $"{PrometheusFiles.SecretsFolder}/{file}" };
    }
}
