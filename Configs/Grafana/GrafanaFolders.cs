namespace Infra.Configs.Grafana;

/// <summary>A folder of dashboards and alerts.</summary>
/// <param name="Uid">By which it is found.</param>
/// <param name="Title">What people read.</param>
internal sealed record GrafanaFolder(string Uid, string Title);

/// <summary>The folders in Grafana.</summary>
internal static class GrafanaFolders
{
    /// <summary>What is watched.</summary>
    public static GrafanaFolder Lakehouse { get; } = new("lakehouse", "Lakehouse");

    /// <summary>What watches it.</summary>
    public static GrafanaFolder Observability { get; } = new("observability", "Observability");

    public static IReadOnlyList<GrafanaFolder> All { get; } = [Lakehouse, Observability];
}
