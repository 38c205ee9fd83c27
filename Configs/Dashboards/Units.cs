namespace Infra.Configs.Dashboards;

/// <summary>Units, by the names that Grafana has for them (packages/grafana-data/src/valueFormats/categories.ts).</summary>
internal static class Units
{
    public const string Count = "short";
    public const string Share = "percentunit";
    public const string Seconds = "s";
    public const string Milliseconds = "ms";
    public const string Bytes = "bytes";
    public const string BytesPerSecond = "Bps";
    public const string PerSecond = "ops";
    public const string RequestsPerSecond = "reqps";
    public const string PerMinute = "opm";
    public const string Processors = "none";

    /// <summary>A Unix timestamp in milliseconds as how long ago it is: in PromQL, times 1000.</summary>
    public const string Since = "dateTimeFromNow";

    /// <summary>A Unix timestamp in milliseconds as a date.</summary>
    public const string Time = "dateTimeAsIso";

    /// <summary>A time span in seconds, in words.</summary>
    public const string Duration = "dtdurations";

    public const string Text = "string";
}

/// <summary>Colours by what they mean.</summary>
internal static class Colors
{
    public const string Good = "green";
    public const string Warning = "orange";
    public const string Bad = "red";
    public const string Neutral = "blue";
    public const string Unknown = "gray";
}
