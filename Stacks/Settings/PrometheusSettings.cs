using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>How often Prometheus looks and how long it remembers.</summary>
internal sealed record PrometheusSettings
{
    public required Duration ScrapeInterval { get; init; }

    public required Duration EvaluationInterval { get; init; }

    /// <summary>How long samples are kept; null for as long as the size allows.</summary>
    public required Duration? Retention { get; init; }

    /// <summary>The most that is kept on disk; null for as much as the retention time takes.</summary>
    public required ByteSize? RetentionSize { get; init; }

    /// <summary>How late a sample may come after younger ones; zero refuses those that do.</summary>
    public required Duration OutOfOrderTimeWindow { get; init; }

    /// <summary>How many samples a scrape may bring.</summary>
    public required int SampleLimit { get; init; }

    /// <summary>The store that metrics are sent on to; null for none.</summary>
    public required RemoteWriteSettings? RemoteWrite { get; init; }

    public static PrometheusSettings Read(SettingReader reader, EnvironmentDefaults defaults)
    {
        var scrapeInterval = reader.Duration("scrapeInterval", defaults.ScrapeInterval, Duration.Seconds(1), Duration.Minutes(2));
        return new PrometheusSettings
        {
            ScrapeInterval = scrapeInterval,
            EvaluationInterval = reader.Duration("evaluationInterval", scrapeInterval, Duration.Seconds(1), Duration.Minutes(5)),
            Retention = reader.Given("prometheusRetention") == SettingReader.None ? null
                : reader.Duration("prometheusRetention", defaults.Retention, Duration.Hours(1), Duration.Days(3650)),
            RetentionSize = ReadRetentionSize(reader, defaults),
            OutOfOrderTimeWindow = reader.Duration("outOfOrderTimeWindow", Duration.Minutes(30), Duration.Seconds(0), Duration.Days(1)),
            SampleLimit = reader.Number("scrapeSampleLimit", 50_000, 1_000, 5_000_000),
            RemoteWrite = RemoteWriteSettings.Read(reader),
        };
    }

    private static ByteSize? ReadRetentionSize(SettingReader reader, EnvironmentDefaults defaults)
    {
        const string key = "prometheusRetentionSize";
        if (reader.Given(key) is not SettingReader.None)
        {
            return reader.Given(key) is null
                ? defaults.RetentionSize
                : reader.Value(key, default, ByteSize.TryParse, "a size with a unit (B, KB, MB, GB, TB), such as 40GB, or none");
        }

        return null;
    }
}
