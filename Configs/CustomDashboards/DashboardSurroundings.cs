namespace Infra.Configs.CustomDashboards;

/// <summary>What a stack has to answer a board.</summary>
internal sealed record DashboardSurroundings
{
    /// <summary>The uid of the data source for each type of plugin.</summary>
    public required IReadOnlyDictionary<string, string> DataSources { get; init; }

    /// <summary>Metrics that an expression can name: those of the contracts and of recording rules.</summary>
    public required IReadOnlySet<string> Metrics { get; init; }

    /// <summary>Finds the known metric that was meant; null if none is near.</summary>
    public required Func<string, string?> NearestMetric { get; init; }
}
