using System.Text.RegularExpressions;

namespace Infra.Tests.Support.Recordings;

/// <summary>Values that a label is known to have, where the recording stops before it comes to them.</summary>
/// <param name="Names">A regular expression of the names that it is so for, if they were cut.</param>
/// <param name="Why">How the values are known.</param>
internal sealed record CutLabel(string Product, string Names, string Label, IReadOnlyList<string> Values, string Why)
{
    /// <summary>Other labels that go with a value.</summary>
    public Func<string, IReadOnlyDictionary<string, string>> Besides { get; init; } = _ => new Dictionary<string, string>();
}

/// <summary>
/// Puts back what a recording leaves out: it has the first few series of a name. A histogram gets its last bucket, without which it
/// has no quantiles, and other series the values of a label that are known.
/// </summary>
internal static class CutSeries
{
    /// <summary>The containers of the stack that was recorded, by the names of their logs.</summary>
    private static IReadOnlyList<string> Containers { get; } =
        [.. Directory.GetFiles(Path.Combine(Recording.Folder, "logs"), "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> TablesOfLakehouse { get; } =
    [
        "bulk_actions", "concurrency_limits", "concurrency_slots", "daemon_heartbeats", "dynamic_partitions", "event_logs", "instance_info", "instigators",
        "job_ticks", "jobs", "kvs", "objs2", "pending_steps", "refs2", "run_tags", "runs", "secondary_indexes", "snapshots",
    ];

    public static IReadOnlyList<CutLabel> Labels { get; } =
    [
        new("trino", ".*", "quantile", ["0.5", "0.75", "0.9", "0.95", "0.99"], "every summary of Trino's has these five; 0.5 and 0.75 were recorded"),
        new("cadvisor", "container_.*", "container_label_phlo_component", Containers, "each container has its own series; those of the first few were recorded")
        {
            Besides = component => new Dictionary<string, string> { ["name"] = $"phlo-dev-{component}", ["id"] = $"/docker/{component}" },
        },
        new("tempo-generated", "traces_spanmetrics_latency_bucket", "le", ["0.002", "0.004", "0.008", "0.016", "0.032", "0.064", "0.128", "0.256", "0.512", "1.02", "2.05", "4.1"],
            "Tempo's own bounds; modules/generator/processor/spanmetrics/config.go"),
        new("node-exporter", "node_cpu_seconds_total", "mode", ["idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"], "the columns of /proc/stat"),
        new("node-exporter", "node_cpu_seconds_total", "cpu", ["0", "1"], "the machine had two"),
        new("postgres-exporter", "dagster_daemon_last_heartbeat_timestamp_seconds", "daemon_type", ["SENSOR"], "the seventh of Dagster's daemons"),
        new("postgres-exporter", "dagster_recent_runs_count", "job_name", ["quality_check", "report"], "the jobs in the recorded log of the daemon"),
        new("postgres-exporter", "pg_stat(io)?_user_tables_.*", "relname", TablesOfLakehouse, "the tables that Dagster and Nessie make"),
        new("postgres-exporter", "pg_stat_activity_(count|max_tx_duration)", "state", ["idle"], "the sixth of Postgres' states"),
    ];

    public static Recording Complete(Recording recording)
    {
        var samples = WithLastBuckets(recording.Samples);
        foreach (var cut in Labels.Where(cut => cut.Product == recording.Product))
            samples = WithValues(samples, cut, recording.Cut);

        return recording with { Samples = samples };
    }

    private static List<RecordedSample> WithValues(IReadOnlyList<RecordedSample> samples, CutLabel cut, IReadOnlySet<string> names)
    {
        var matching = new Regex($"^(?:{cut.Names})$");
        var completed = samples.ToList();
        foreach (var series in samples.Where(sample => names.Contains(sample.Name) && matching.IsMatch(sample.Name)).GroupBy(sample => sample.Name))
        {
            // The last one has what all of them have: before it are those of the machine itself.
            var of = series.Where(sample => sample.Labels.GetValueOrDefault(cut.Label, "").Length > 0).ToList();
            if (of.Count == 0)
                continue;

            var known = of.Select(sample => sample.Labels[cut.Label]).ToHashSet();
            var template = of.Where(sample => sample.Labels[cut.Label] == of[0].Labels[cut.Label]).ToList();
            foreach (var value in cut.Values.Where(value => !known.Contains(value)))
            {
                completed.AddRange(template.Select(sample =>
                {
                    var labels = sample.Labels.ToDictionary();
                    labels[cut.Label] = value;
                    foreach (var (label, other) in cut.Besides(value))
                        labels[label] = other;
                    return sample with { Labels = labels };
                }));
            }
        }

        return completed;
    }

    private static List<RecordedSample> WithLastBuckets(IReadOnlyList<RecordedSample> samples)
    {
        var buckets = samples.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal)).ToLookup(Stem);
        var counts = samples.Where(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal) && buckets.Any(series => IsOf(series.Key, sample)));
        var added = new List<RecordedSample>();
        foreach (var count in counts)
        {
            var own = buckets[Stem(count)].ToList();
            if (own.Any(bucket => bucket.Labels["le"] == "+Inf"))
                continue;

            // One that was cut off before its first bucket is taken to be spread as the one that was not.
            var name = count.Name[..^"count".Length] + "bucket";
            if (own.Count == 0)
                added.AddRange(Spread(samples, name, count));
            added.Add(Bucket(count, name, "+Inf", count.Value));
        }

        return [.. samples, .. added];
    }

    private static IEnumerable<RecordedSample> Spread(IReadOnlyList<RecordedSample> samples, string name, RecordedSample count)
    {
        var model = samples.Where(sample => sample.Name == name).GroupBy(Stem).First();
        var all = samples.First(sample => sample.Name == count.Name && Stem(sample) == model.Key).Value;
        return model.Where(bucket => bucket.Labels["le"] != "+Inf")
            .Select(bucket => Bucket(count, name, bucket.Labels["le"], all > 0 ? Math.Floor(count.Value * bucket.Value / all) : 0));
    }

    private static RecordedSample Bucket(RecordedSample count, string name, string le, double value) =>
        count with { Name = name, Labels = new Dictionary<string, string>(count.Labels) { ["le"] = le }, Value = value };

    private static bool IsOf(string stem, RecordedSample count) => stem.Split('\n')[0] == count.Name[..^"_count".Length];

    // The histogram's name and labels, without what tells its series apart.
    private static string Stem(RecordedSample sample)
    {
        var ending = sample.Name.EndsWith("_bucket", StringComparison.Ordinal) ? "_bucket" : "_count";
        return sample.Name[..^ending.Length] + sample.Without("le")[sample.Name.Length..];
    }
}
