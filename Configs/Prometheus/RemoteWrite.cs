using Infra.Configs.Yaml;

namespace Infra.Configs.Prometheus;

/// <summary>A store for metrics that speaks Prometheus' remote write: Mimir, Thanos, another Prometheus.</summary>
internal sealed record RemoteWrite
{
    /// <summary>The name that the queue has in Prometheus' own metrics.</summary>
    public const string Name = "long-term";

    public required string Url { get; init; }

    /// <summary>How the store is spoken to; its scheme is in the address.</summary>
    public required HttpAccess Access { get; init; }

    /// <summary>Headers for the store, such as Mimir's tenant. They are shown in Prometheus' pages: no secrets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The most requests that are under way at once.</summary>
    public required int MaxShards { get; init; }

    /// <summary>The section of the configuration.</summary>
    public YamlMap ToYaml()
    {
        var map = new YamlMap
        {
            { "url", Url },
            { "name", Name },
            { "remote_timeout", Duration.Seconds(30) },
            { "headers", YamlMap.Sorted(Headers) },
            { "send_exemplars", true },
        };
        Access.AddTo(map);
        map.Add("queue_config", new YamlMap
        {
            // Each shard holds several requests, so that one slow answer does not stop the reading of the write-ahead log.
            { "capacity", SamplesPerSend * 5 },
            { "max_shards", MaxShards },
            { "max_samples_per_send", SamplesPerSend },
            // A store that is away is asked less and less often; what it missed waits in the write-ahead log.
            { "min_backoff", Duration.Milliseconds(100) },
            { "max_backoff", Duration.Seconds(30) },
            { "retry_on_http_429", true },
        });
        return map;
    }

    private const int SamplesPerSend = 2000;
}
