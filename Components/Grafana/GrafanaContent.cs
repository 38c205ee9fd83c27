using Infra.Configs.CustomDashboards;
using Infra.Configs.Dashboards;
using Infra.Configs.Grafana;
using Infra.Configs.Grafana.DataSources;
using Pulumi;
using Pulumiverse.Grafana;
using Oss = Pulumiverse.Grafana.Oss;

namespace Infra.Components.Grafana;

/// <summary>A data source and what is secret about it.</summary>
internal sealed record DataSourceEntry(DataSource Definition)
{
    /// <summary>Null where nothing is.</summary>
    public Output<DataSourceSecrets>? Secrets { get; init; }
}

/// <summary>What is in Grafana.</summary>
internal sealed record GrafanaContentArgs
{
    /// <summary>The address of the API.</summary>
    public required string Url { get; init; }

    /// <summary>What has to be there for Grafana to answer at that address.</summary>
    public required Resource Server { get; init; }

    /// <summary>What takes everything in Grafana along when it is deleted; null if that outlives the stack.</summary>
    public Resource? Keeper { get; init; }

    public required string AdminUser { get; init; }

    public required Output<string> AdminPassword { get; init; }

    /// <summary>The authorities that Grafana's certificate must come from, as PEM; null for plain HTTP.</summary>
    public Output<string>? Authority { get; init; }

    public required IReadOnlyList<DataSourceEntry> DataSources { get; init; }

    public required IReadOnlyList<GrafanaFolder> Folders { get; init; }

    public IReadOnlyList<Dashboard> Dashboards { get; init; } = [];

    /// <summary>Boards that people brought.</summary>
    public IReadOnlyList<CustomDashboard> CustomDashboards { get; init; } = [];
    /// <summary>What Grafana evaluates itself, and whom it hands what fires to.</summary>
    public required GrafanaAlertingArgs Alerting { get; init; }

    /// <summary>The board that people see first, by its uid; null for Grafana's own page.</summary>
    public string? Home { get; init; }

    /// <summary>The time zone that people see: <c>browser</c>, <c>utc</c> or a name such as <c>Europe/Berlin</c>.</summary>
    public required string Timezone { get; init; }

    /// <summary>The day that a week begins with, in lower case.</summary>
    public required string WeekStart { get; init; }
}

/// <summary>What is in Grafana: made through its API, never from files, so that nothing has two owners.</summary>
internal sealed class GrafanaContent : ComponentResource
{
    private const int Retries = 5;
    private const int RetryWaitSeconds = 2;

    /// <summary>The provider, for what others put into Grafana.</summary>
    public Provider Provider { get; }

    public GrafanaContent(string name, GrafanaContentArgs args, ComponentResourceOptions? options = null)
        : base("phlo:grafana:GrafanaContent", name, options)
    {
        // By order and not by an address that only the container knows: while that is replaced, a provider whose settings are
        // unknown would have a preview warn of everything in Grafana.
        Provider = new Provider($"{name}-provider", Connection(args), new CustomResourceOptions { Parent = this, DependsOn = { args.Server } });
        // Nobody has to be asked to delete what is gone anyway, which a Grafana that does not run could not do; and what holds
        // it made anew is empty.
        var inGrafana = new CustomResourceOptions { Parent = this, Provider = Provider, DeletedWith = args.Keeper };

        foreach (var dataSource in args.DataSources)
            _ = new Oss.DataSource($"{name}-{dataSource.Definition.Uid}", Arguments(dataSource), inGrafana);
        var folders = args.Folders.ToDictionary(
            folder => folder.Uid, folder => new Oss.Folder($"{name}-{folder.Uid}", new Oss.FolderArgs { Uid = folder.Uid, Title = folder.Title }, inGrafana));
        var boards = args.Dashboards.ToDictionary(dashboard => dashboard.Uid, dashboard => new Oss.Dashboard($"{name}-{dashboard.Uid}", new Oss.DashboardArgs
        {
            ConfigJson = DashboardJson.Render(dashboard),
            Folder = folders[dashboard.Folder.Uid].Uid,
            Overwrite = true,
        }, inGrafana));
        foreach (var board in args.CustomDashboards)
        {
            _ = new Oss.Dashboard($"{name}-{board.Uid}", new Oss.DashboardArgs
            {
                ConfigJson = board.Json,
                Folder = folders[GrafanaFolders.Lakehouse.Uid].Uid,
                Overwrite = true,
            }, inGrafana);
        }

        _ = new GrafanaAlerting(name, args.Alerting, folders.ToDictionary(folder => folder.Key, folder => folder.Value.Uid), inGrafana);
        _ = new Oss.OrganizationPreferences($"{name}-preferences", new Oss.OrganizationPreferencesArgs
        {
            Timezone = args.Timezone,
            WeekStart = args.WeekStart,
            HomeDashboardUid = args.Home is { } home ? (Input<string>)boards[home].Uid : null,
        }, inGrafana);

        RegisterOutputs();
    }

    // Everything that the environment of the machine could say otherwise is said here.
    private static ProviderArgs Connection(GrafanaContentArgs args) => new()
    {
        Url = args.Url,
        Auth = args.AdminPassword.Apply(password => $"{args.AdminUser}:{password}"),
        CaCert = args.Authority is { } authority ? (Input<string>)authority : null,
        InsecureSkipVerify = false,
        TlsCert = null,
        TlsKey = null,
        Retries = Retries,
        RetryWait = RetryWaitSeconds,
        StoreDashboardSha256 = false,
        CloudAccessPolicyToken = null,
        CloudApiUrl = null,
        OncallAccessToken = null,
        OncallUrl = null,
        SmAccessToken = null,
        SmUrl = null,
    };

    private static Oss.DataSourceArgs Arguments(DataSourceEntry args)
    {
        var definition = args.Definition;
        var arguments = new Oss.DataSourceArgs
        {
            Uid = definition.Uid,
            Name = definition.Name,
            Type = definition.Type,
            Url = definition.Url,
            IsDefault = definition.IsDefault,
            JsonDataEncoded = definition.OptionsJson,
        };
        if (definition.User is not null)
            arguments.Username = definition.User;
        if (definition.BasicAuthUser is not null)
        {
            arguments.BasicAuthEnabled = true;
            arguments.BasicAuthUsername = definition.BasicAuthUser;
        }

        if (args.Secrets is not null)
            arguments.SecureJsonDataEncoded = Output.CreateSecret(args.Secrets.Apply(secrets => secrets.ToJson()!));
        return arguments;
    }
}
