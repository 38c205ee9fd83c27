using System.Globalization;
using Infra.Components.Alertmanager;
using Infra.Components.Containers;
using Infra.Components.Grafana;
using Infra.Components.Postgres;
using Infra.Components.Prometheus;
using Infra.Configs;
using Infra.Configs.Alerts;
using Infra.Configs.Dashboards;
using Infra.Configs.Grafana;
using Infra.Configs.Grafana.Alerting;
using Infra.Configs.Grafana.DataSources;
using Infra.Configs.Monitoring;
using Pulumi;

namespace Infra.Stacks;

// What people see.
internal sealed partial class ObservabilityStack
{
    private GrafanaServer Grafana(ContainerPolicy policy, Output<string> adminPassword)
    {
        var settings = _settings.Grafana;
        var grafana = new GrafanaServer(ServiceNames.Grafana, new GrafanaServerArgs
        {
            Profile = Profile(policy, ServiceNames.Grafana),
            Config = new GrafanaConfig
            {
                RootUrl = settings.RootUrl,
                AdminUser = settings.AdminUser,
                Database = settings.Database,
                Smtp = _settings.Smtp is { } smtp ? new GrafanaSmtp(smtp.Host, smtp.User, smtp.From, smtp.RequireTls) : null,
                Plugins = settings.Plugins,
                DisabledPlugins = settings.DisabledPlugins,
                // Of Loki and Tempo that way leads to writing lines and to stopping them, with Grafana's certificate. These two are let
                // through to less, and the pages of alerts and silences ask them by it.
                ProxiedHosts = _settings.Security.Tls
                    ? [$"{ServiceNames.Prometheus}:{PrometheusServer.Port}", $"{ServiceNames.Alertmanager}:{AlertmanagerServer.Port}", .. settings.ProxiedHosts]
                    : [],
            },
            AdminPassword = adminPassword,
            SecretKey = GeneratedPassword("grafana-secret-key"),
            DatabasePassword = settings.DatabasePassword?.ToOutput(),
            DatabaseAuthority = settings.DatabaseAuthority,
            SmtpPassword = _settings.Smtp?.Password?.ToOutput(),
            AsksDemo = _settings.Postgres.Demo && settings.Lakehouse.PostgresUser is not null,
            LakehouseNetworks = settings.Lakehouse is { PostgresUser: null, TrinoUrl: null } ? [] : _settings.Lakehouse.Networks,
        });
        FillGrafana(grafana, adminPassword);
        return grafana;
    }

    private void FillGrafana(GrafanaServer grafana, Output<string> adminPassword)
    {
        var settings = _settings.Grafana;
        if (settings.Lakehouse.TrinoUrl is not null && !settings.Plugins.Any(plugin => plugin.StartsWith(LakehouseDataSources.TrinoPlugin, StringComparison.Ordinal)))
            Log.Warn($"grafanaTrinoUrl is set and grafanaPlugins does not fetch {LakehouseDataSources.TrinoPlugin}: unless the image or the data volume has it, Grafana refuses the data source (docs/grafana.md).");

        var dashboards = MonitoredProducts.Dashboards(_monitoring!);
        _ = new GrafanaContent("grafana-content", new GrafanaContentArgs
        {
            Url = settings.ApiUrl ?? grafana.Url,
            Server = grafana.Service.Container,
            Keeper = grafana.Keeper,
            AdminUser = settings.AdminUser,
            AdminPassword = adminPassword,
            Authority = Security(ServiceNames.Grafana)?.Tls.Authority,
            DataSources =
            [
                Store(ServiceNames.Prometheus, endpoint => StackDataSources.Prometheus(endpoint, _settings.Prometheus.ScrapeInterval)),
                Store(ServiceNames.Alertmanager, StackDataSources.Alertmanager),
                .. Stores(),
                .. Lakehouse(),
            ],
            Folders = GrafanaFolders.All,
            Dashboards = dashboards,
            CustomDashboards = settings.CustomDashboards,
            Alerting = Alerting(),
            Home = dashboards.Any(board => board.Uid == BoardUids.Overview) ? BoardUids.Overview : null,
            Timezone = settings.Timezone,
            WeekStart = settings.WeekStart,
        });
    }

    // Alertmanager asks everybody for a password where it asks at all; the contact point could show no certificate.
    private GrafanaAlertingArgs Alerting()
    {
        var security = Security(ServiceNames.Alertmanager);
        return new GrafanaAlertingArgs
        {
            Groups = GrafanaRules.Groups(AlertRules.Groups(_monitoring!), _settings.Stack, AlertLinks()),
            AlertmanagerUrl = $"{(security is null ? "http" : "https")}://{AddressOf(ServiceNames.Alertmanager)}",
            AlertmanagerUser = security?.Credential?.User,
            AlertmanagerPassword = security?.Credential?.Password,
        };
    }

    private Output<string> AdminPassword() => _settings.Grafana.AdminPassword?.ToOutput() ?? GeneratedPassword("grafana-admin-password");

    private IEnumerable<DataSourceEntry> Stores()
    {
        if (_settings.Services.Contains(ServiceNames.Loki))
            yield return Store(ServiceNames.Loki, StackDataSources.Loki);
        if (_settings.Services.Contains(ServiceNames.Tempo))
            yield return Store(ServiceNames.Tempo, StackDataSources.Tempo);
    }

    // What asks for no password asks for a certificate.
    private DataSourceEntry Store(string service, Func<Endpoint, DataSource> define)
    {
        var address = AddressOf(service);
        if (Security(service) is not { } security)
            return new DataSourceEntry(define(new Endpoint("http", address)));

        var definition = define(new Endpoint("https", address)
        {
            ServerName = service,
            User = security.Credential?.User,
            ShowsCertificate = security.Credential is null,
        });
        if (security.Credential is { } credential)
        {
            return new DataSourceEntry(definition)
            {
                Secrets = Output.Tuple(credential.Password, security.Tls.Authority)
                    .Apply(known => new DataSourceSecrets { BasicAuthPassword = known.Item1, Authority = known.Item2 }),
            };
        }

        var own = Security(ServiceNames.Grafana)!.Tls;
        return new DataSourceEntry(definition)
        {
            Secrets = Output.Tuple(own.Certificate, own.PrivateKey, security.Tls.Authority)
                .Apply(known => new DataSourceSecrets { Certificate = known.Item1, PrivateKey = known.Item2, Authority = known.Item3 }),
        };
    }

    private static string AddressOf(string service) => string.Create(CultureInfo.InvariantCulture, $"{service}:{service switch
    {
        ServiceNames.Prometheus => PrometheusServer.Port,
        ServiceNames.Alertmanager => AlertmanagerServer.Port,
        ServiceNames.Postgres => PostgresServer.Port,
        ServiceNames.Loki => 3100,
        ServiceNames.Tempo => 3200,
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "Grafana asks no such service."),
    }}");

    private IEnumerable<DataSourceEntry> Lakehouse()
    {
        var lakehouse = _settings.Grafana.Lakehouse;
        if (lakehouse.PostgresUser is { } user)
            yield return LakehousePostgres(user, lakehouse.PostgresPassword!.ToOutput());

        if (lakehouse.TrinoUrl is { } trino)
        {
            yield return new DataSourceEntry(LakehouseDataSources.Trino(trino, lakehouse.TrinoUser))
            {
                Secrets = lakehouse.TrinoPassword?.ToOutput().Apply(password => new DataSourceSecrets { BasicAuthPassword = password }),
            };
        }
    }

    private DataSourceEntry LakehousePostgres(string user, Output<string> password)
    {
        var postgres = _settings.Postgres;
        var sslMode = !postgres.Demo ? postgres.SslMode : _settings.Security.Tls ? "verify-full" : "disable";
        var authority = !sslMode.StartsWith("verify", StringComparison.Ordinal) ? null
            : postgres.Demo ? Security(ServiceNames.Grafana)?.Tls.Authority
            : _settings.Lakehouse.Authority is { } given ? Output.Create(given) : null;
        return new DataSourceEntry(LakehouseDataSources.Postgres(
            postgres.Demo ? AddressOf(ServiceNames.Postgres) : postgres.Address, postgres.Database, user, sslMode, authority is not null))
        {
            Secrets = authority is null
                ? password.Apply(text => new DataSourceSecrets { Password = text })
                : Output.Tuple(password, authority).Apply(known => new DataSourceSecrets { Password = known.Item1, Authority = known.Item2 }),
        };
    }
}
