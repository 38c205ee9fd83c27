namespace Infra.Configs.Alloy.Logs;

/// <summary>
/// The products whose lines are read in a way of their own, and how a container shows that it runs one: in the name of its service,
/// in what its image says of itself, or in a label that says it outright. Docker's discovery does not tell the image's name.
/// </summary>
internal static class LogProducts
{
    public const string Dagster = "dagster";
    public const string Minio = "minio";
    public const string Nessie = "nessie";
    public const string Postgres = "postgres";
    public const string Trino = "trino";

    /// <summary>Everything else.</summary>
    public const string Other = "other";

    // What a name may have behind the product's: a number, or its part among several.
    private const string Part = @"(?:[-_.](?:\d+|catalog|coordinator|db|database|main|master|node|primary|replica|server|standby|worker|[a-z]\d+))*";

    private const string PostgresNames = "postgres|postgresql|pg|pgvector|postgis|timescaledb";

    /// <summary>
    /// Names of services, in the order in which they decide: the last that matches. What a service belongs to stands before what it
    /// is, so <c>dagster-postgres</c> is Postgres.
    /// </summary>
    public static IReadOnlyList<(string Product, string Expression)> ByName { get; } =
    [
        (Dagster, @"(?:.*[-_.])?dagster(?:[-_.].*)?"),
        (Trino, $"(?:.*[-_.])?trino{Part}"),
        (Nessie, $"(?:.*[-_.])?nessie{Part}"),
        (Minio, $"(?:.*[-_.])?minio{Part}"),
        (Postgres, $"(?:.*[-_.])?(?:{PostgresNames}){Part}"),
        (Other, ".*exporter.*"),
    ];

    /// <summary>What an image says of itself: its title, its name or where its source is.</summary>
    public static IReadOnlyList<(string Product, string Expression)> ByImage { get; } =
    [
        (Dagster, OfImage("dagster")),
        (Trino, OfImage("trino")),
        (Nessie, OfImage("nessie")),
        (Minio, OfImage("minio")),
        (Postgres, OfImage(PostgresNames)),
    ];

    public static IReadOnlyList<string> All { get; } = [Dagster, Minio, Nessie, Postgres, Trino, Other];

    private static string OfImage(string names) => $"(?i)(?:.*[;/])?(?:{names})(?:[:@ ;.].*)?";
}
