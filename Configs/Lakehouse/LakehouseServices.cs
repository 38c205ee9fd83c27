namespace Infra.Configs.Lakehouse;

/// <summary>The services of a Phlo lakehouse: their names in settings, labels and scrape jobs.</summary>
internal static class LakehouseServices
{
    public const string Trino = "trino";
    public const string Nessie = "nessie";
    public const string Minio = "minio";
    public const string Postgres = "postgres";
    public const string Dagster = "dagster";

    /// <summary>All of them, those first that need no other.</summary>
    public static IReadOnlyList<string> All { get; } = [Minio, Postgres, Nessie, Trino, Dagster];
}
