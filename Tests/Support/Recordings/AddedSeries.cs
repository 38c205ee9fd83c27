namespace Infra.Tests.Support.Recordings;

/// <summary>A series that the recorded products did not serve, because it was switched on since or is of a newer version.</summary>
/// <param name="Series">A line as the product writes it.</param>
/// <param name="Why">What makes it appear, and what else proves that it does.</param>
internal sealed record AddedLine(string Product, string Series, string Why);

/// <summary>What the pinned products serve as this project sets them up, beyond what was recorded.</summary>
internal static class AddedSeries
{
    private const string Collector = "a collector that is switched on since; Debian's exporter serves it by the queries of this project (Tests/Configs/PostgresExporter)";
    private const string Query = "a query of this project that came later; it is run against a real Postgres (Tests/Configs/PostgresExporter)";
    private const string Heap = "a composite attribute of the virtual machine, which Trino serves from 477 on (metrics.jmx-object-names)";
    private const string Certificates = "written by this project itself in a stack with TLS (CertificateExpiryMetrics)";
    private const string Cap = "0 in the recorded stack, which had no cap of bytes";

    public static IReadOnlyList<AddedLine> All { get; } =
    [
        new("postgres-exporter", "pg_postmaster_start_time_seconds 1796046000", Collector),
        new("postgres-exporter", """pg_database_wraparound_age_datfrozenxid_seconds{datname="lakehouse"} 812""", Collector),
        new("postgres-exporter", """dagster_running_run_age_seconds{job_name="ingest"} 42""", Query),
        new("postgres-exporter", """dagster_ticks_by_name_1h_count{name="every_minute",type="schedule",status="success"} 60""", Query),
        new("trino", "JMX_java_lang_TYPE_Memory_ATTRIBUTE_HeapMemoryUsage_used 8.0e8", Heap),
        new("trino", "JMX_java_lang_TYPE_Memory_ATTRIBUTE_HeapMemoryUsage_max 3.2e9", Heap),
        new("node-exporter", """phlo_certificate_expiry_timestamp_seconds{certificate="loki"} 1798638000""", Certificates),
        new("prometheus", "prometheus_tsdb_retention_limit_bytes 2.0e10", Cap),
    ];

    /// <summary>The recording with these series besides; what it has of a name gives way to what is added.</summary>
    public static Recording AddTo(Recording recording)
    {
        var lines = All.Where(added => added.Product == recording.Product).Select(added => added.Series).ToList();
        if (lines.Count == 0)
            return recording;

        var names = lines.Select(line => line.Split('{', ' ')[0]).ToHashSet();
        var added = Recording.Parse(recording.Product, [.. names.Select(name => $"# TYPE {name} gauge"), .. lines]);
        return recording with { Samples = [.. recording.Samples.Where(sample => !names.Contains(sample.Name)), .. added.Samples] };
    }
}
