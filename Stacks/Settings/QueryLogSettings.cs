namespace Infra.Stacks.Settings;

/// <summary>Whether Trino's ended queries are taken, and how much of their SQL is kept.</summary>
internal sealed record QueryLogSettings
{
    /// <summary>Whether Alloy takes what Trino posts.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The longest SQL text that is kept, in bytes; 0 keeps none.</summary>
    public required int SqlLength { get; init; }

    /// <summary>Whether texts and numbers in the SQL are kept.</summary>
    public required bool Literals { get; init; }

    public static QueryLogSettings Read(SettingReader reader, LakehouseSettings lakehouse) => new()
    {
        Enabled = reader.Flag("queryLog", lakehouse.Targets.Any(target => target.Service == "trino")),
        // With what stands beside it, more would not fit into an entry's four kilobytes.
        SqlLength = reader.Number("queryLogSqlLength", 1000, 0, 2000),
        Literals = reader.Flag("queryLogLiterals", false),
    };
}
