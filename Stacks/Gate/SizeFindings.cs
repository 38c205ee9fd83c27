using System.Globalization;
using Infra.Configs;

namespace Infra.Stacks.Gate;

/// <summary>Limits that let nothing through, or that limit nothing: beyond what the machine has, or, where that is not known, beyond what a machine for this has.</summary>
internal sealed class SizeFindings(StackSettings settings, MachineFacts machine)
{
    private const long Megabyte = 1 << 20;
    private const long Gigabyte = 1L << 30;
    private const long LargestMemoryMegabytes = 128 * 1024;
    private const int MostProcessors = 64;
    private const int MostProcesses = 32768;
    private const int FullestDisk = 95;
    private const int EmptiestDisk = 20;
    private const long SmallestStore = 512 * Megabyte;
    private const long SmallestLog = Megabyte;
    private const long LargestStore = 10L << 40;
    private const long LargestLog = 2 * Gigabyte;
    private const int MostSamples = 1_000_000;
    private const int MostLines = 50_000;
    private const int FastestTraces = 100;

    private static readonly Duration LongestLogs = Duration.Days(1100);
    private static readonly Duration LongestTraces = Duration.Days(90);

    public IEnumerable<GateFinding> All => [.. Containers(), .. Memory(), .. Processors(), .. Stores(), .. Rates()];

    private IEnumerable<GateFinding> Containers()
    {
        var containers = settings.Containers;
        if (containers.ProcessLimit > MostProcesses)
            yield return Found("processLimit", $"{containers.ProcessLimit}", $"at most {MostProcesses}, which is all that a machine usually has");

        var most = machine.DiskBytes is { } disk ? Math.Min(LargestLog, disk / 10 / settings.Services.Count) : LargestLog;
        if (containers.LogMaxSize is not { } size)
            yield break;

        var bytes = Bytes(size);
        if (bytes < SmallestLog)
            yield return Found("logMaxSize", size, "at least 1m: lines would be gone before Alloy has read them");
        if (bytes is null || bytes > most / containers.LogMaxFiles)
        {
            yield return Found(
                "logMaxSize", size,
                $"at most {most / containers.LogMaxFiles / Megabyte}m with logMaxFiles = {containers.LogMaxFiles}: {settings.Services.Count} containers have logs, of at most {most / Megabyte} MB each");
        }
    }

    // Null for more than can be counted.
    private static long? Bytes(string size)
    {
        var unit = size[^1] switch { 'k' => 1L << 10, 'm' => 1L << 20, _ => 1L << 30 };
        return long.TryParse(size[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= long.MaxValue / unit ? count * unit : null;
    }

    private IEnumerable<GateFinding> Memory()
    {
        var megabytes = machine.MemoryBytes / Megabyte;
        var most = megabytes ?? LargestMemoryMegabytes;
        var limits = Given(settings.Containers.MemoryMegabytes);
        foreach (var (service, limit) in limits.Where(limit => limit.Value > most))
            yield return Found($"memoryLimits.{service}", $"{limit}", $"at most {most}{(megabytes is null ? " (128 GB)" : ": the machine has no more megabytes")}");

        var sum = limits.Values.Where(limit => limit <= most).Sum(limit => (long)limit);
        if (megabytes is { } all && sum > all)
            yield return Found("memoryLimits", $"{sum} in all", $"at most {all} in all services together: the machine has no more megabytes");
    }

    private IEnumerable<GateFinding> Processors()
    {
        var most = machine.Processors ?? MostProcessors;
        var reason = machine.Processors is null ? "" : ": the machine has no more processors";
        foreach (var (service, limit) in Given(settings.Containers.Processors).Where(limit => limit.Value > most))
            yield return Found($"cpuLimits.{service}", limit.ToString(CultureInfo.InvariantCulture), $"at most {most}{reason}");
    }

    private IEnumerable<GateFinding> Stores()
    {
        // A disk that is full to the last byte is what the limit is there against; others are on it as well.
        var most = machine.DiskBytes is { } disk ? disk / 10 * 8 : LargestStore;
        if (settings.Prometheus.RetentionSize is { } size && size.Bytes > most)
        {
            yield return Found(
                "prometheusRetentionSize", size.ToString(),
                machine.DiskBytes is { } known ? $"at most {most / Gigabyte}GB, four fifths of the {known / Gigabyte} GB that Docker's disk has" : $"at most {most >> 40}TB");
        }

        // Without any there is a rule of its own.
        if (settings.Prometheus.RetentionSize is { Count: > 0 } least && least.Bytes < SmallestStore)
            yield return Found("prometheusRetentionSize", least.ToString(), "at least 512MB: what is less holds no day");
        if (settings.Loki.DiskLimitPercent is > 0 and < EmptiestDisk)
            yield return Found("lokiDiskLimit", $"{settings.Loki.DiskLimitPercent}", $"at least {EmptiestDisk}: a disk that is used at all is as full as that, and Loki would take nothing");
        if (settings.Loki.DiskLimitPercent > FullestDisk)
            yield return Found("lokiDiskLimit", $"{settings.Loki.DiskLimitPercent}", $"at most {FullestDisk}: a disk that is fuller than that keeps everybody from writing");
        if (settings.ObjectStore.LokiBucket is null && settings.Loki.Retention > LongestLogs)
            yield return Found("lokiRetention", settings.Loki.Retention.ToString(), $"at most {LongestLogs}, or a lokiBucket: the disk does not hold more");
        if (settings.ObjectStore.TempoBucket is null && settings.Tempo.Retention > LongestTraces)
            yield return Found("tempoRetention", settings.Tempo.Retention.ToString(), $"at most {LongestTraces}, or a tempoBucket: nothing else bounds what Tempo keeps on the disk");
    }

    private IEnumerable<GateFinding> Rates()
    {
        if (settings.Prometheus.SampleLimit > MostSamples)
            yield return Found("scrapeSampleLimit", $"{settings.Prometheus.SampleLimit}", $"at most {MostSamples}: one target could fill Prometheus' memory");
        if (settings.Logs.LinesPerSecond > MostLines)
            yield return Found("logRateLimit", $"{settings.Logs.LinesPerSecond}", $"at most {MostLines}: one container could fill Loki's disk within hours");
        if (settings.Tempo.IngestionRateMegabytes > FastestTraces)
            yield return Found("tempoIngestionRate", $"{settings.Tempo.IngestionRateMegabytes}", $"at most {FastestTraces}: spans could fill Tempo's disk within hours");
    }

    private SortedDictionary<string, T> Given<T>(IReadOnlyDictionary<string, T?> limits)
        where T : struct =>
        new(limits.Where(limit => settings.Services.Contains(limit.Key) && limit.Value is not null).ToDictionary(limit => limit.Key, limit => limit.Value!.Value), StringComparer.Ordinal);

    private static GateFinding Found(string setting, string value, string expectation) => new(GateRule.SenselessLimit, setting, value, expectation);
}
