using Infra.Configs;
using Infra.Configs.Contract;
using Infra.Configs.CustomDashboards;
using Infra.Configs.Dashboards;
using Infra.Configs.Grafana.DataSources;
using Infra.Configs.Lakehouse;
using Infra.Configs.Monitoring;
using Infra.Configs.Slos;

namespace Infra.Stacks.Settings;

/// <summary>Reads the boards that people put into a folder.</summary>
internal static class DashboardSettings
{
    private const string Key = "dashboardsFolder";

    /// <summary>In the project, for boards that are kept with it; it may be missing.</summary>
    private const string Default = "Configs/Dashboards/Custom";

    /// <param name="services">The services of the stack.</param>
    /// <param name="lakehouse">What Grafana asks of the lakehouse itself.</param>
    public static IReadOnlyList<CustomDashboard> Read(SettingReader reader, IReadOnlySet<string> services, GrafanaLakehouseSettings lakehouse)
    {
        var folder = reader.Text(Key, Default, text => text is Default or SettingReader.None || Directory.Exists(text), "a folder that there is, or none");
        if (folder == SettingReader.None || !Directory.Exists(folder))
            return [];

        var surroundings = new Lazy<DashboardSurroundings>(() => Surroundings(services, lakehouse));
        var boards = new Dictionary<string, CustomDashboard>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var reading = DashboardFile.Read(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path), surroundings.Value);
            var file = Path.GetFileName(path);
            foreach (var (finding, index) in reading.Findings.Select((finding, index) => (finding, index)))
                reader.Mistake($"{Key}.{file}:{finding.Line}{(index == 0 ? "" : $" ({index + 1})")}", finding.Found, finding.Problem);
            if (reading.Board is { } board && (BoardUids.All.Contains(board.Uid) || !boards.TryAdd(board.Uid, board)))
                reader.Mistake($"{Key}.{file}", board.Uid, "expected a uid that no other board has");
        }

        return [.. boards.Values];
    }

    private static DashboardSurroundings Surroundings(IReadOnlySet<string> services, GrafanaLakehouseSettings lakehouse)
    {
        // Whatever this stack has of it: a board does not become wrong because a service is not watched for a while.
        var everything = new MonitoringScope
        {
            PendingPeriod = Duration.Minutes(1),
            ScrapeInterval = Duration.Minutes(1),
            Services = new HashSet<string>([.. ServiceNames.All, .. LakehouseServices.All, ScrapeJobs.Node]),
        };
        var metrics = MetricContract.Of(everything with { Slos = DefaultSlos.Of(everything) }).Names.ToHashSet(StringComparer.Ordinal);
        return new DashboardSurroundings
        {
            DataSources = new Dictionary<string, string?>
            {
                ["prometheus"] = DataSourceUids.Prometheus,
                ["alertmanager"] = DataSourceUids.Alertmanager,
                ["loki"] = services.Contains(ServiceNames.Loki) ? DataSourceUids.Loki : null,
                ["tempo"] = services.Contains(ServiceNames.Tempo) ? DataSourceUids.Tempo : null,
                ["grafana-postgresql-datasource"] = lakehouse.PostgresUser is null ? null : DataSourceUids.Postgres,
                [LakehouseDataSources.TrinoPlugin] = lakehouse.TrinoUrl is null ? null : DataSourceUids.Trino,
            }.Where(source => source.Value is not null).ToDictionary(source => source.Key, source => source.Value!),
            Metrics = metrics,
            NearestMetric = name => NearestName.Of(name, metrics),
        };
    }
}
