using Infra.Configs.Json;

namespace Infra.Configs.Grafana.DataSources;

/// <summary>Something that Grafana asks. What is secret about it is in a <see cref="DataSourceSecrets"/> beside it.</summary>
internal sealed record DataSource
{
    /// <summary>By which dashboards, alerts and other data sources name it: one of <see cref="DataSourceUids"/>.</summary>
    public required string Uid { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>The plugin that knows how to ask.</summary>
    public required string Type { get; init; }

    public required string Url { get; init; }

    /// <summary>Who asks, where the plugin takes a user of its own.</summary>
    public string? User { get; init; }

    /// <summary>Who asks by HTTP basic authentication; null without it.</summary>
    public string? BasicAuthUser { get; init; }

    /// <summary>Whether it is what a new panel asks. One of all is.</summary>
    public bool IsDefault { get; init; }

    /// <summary>What the plugin wants to know besides.</summary>
    public required JsonMap Options { get; init; }

    /// <summary>The options as Grafana takes them.</summary>
    public string OptionsJson => JsonText.Render(Options);
}

/// <summary>The fixed names of the data sources.</summary>
internal static class DataSourceUids
{
    public const string Prometheus = "prometheus";
    public const string Loki = "loki";
    public const string Tempo = "tempo";
    public const string Alertmanager = "alertmanager";
    public const string Postgres = "postgres";
    public const string Trino = "trino";
}
