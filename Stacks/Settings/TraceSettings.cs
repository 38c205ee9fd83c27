using System.Globalization;
using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>Which traces are kept, and where they go.</summary>
internal sealed record TraceSettings
{
    /// <summary>The part that is kept of traces that are neither slow nor in error; 100 keeps all and needs no sampling.</summary>
    public required decimal SamplePercentage { get; init; }

    /// <summary>The duration from which on a trace is slow, and kept.</summary>
    public required Duration SlowerThan { get; init; }

    /// <summary>The part of the demo's queries that are traced at all.</summary>
    public required decimal DemoPercentage { get; init; }

    /// <summary>What senders have to know in a stack with TLS; null for a password that the stack generates.</summary>
    public required Secret? OtlpPassword { get; init; }

    /// <summary>A Tempo that is written to in place of the stack's own; null for that.</summary>
    public required RemoteStoreSettings? Tempo { get; init; }

    public static TraceSettings Read(SettingReader reader) => new()
    {
        SamplePercentage = reader.Value<decimal>("traceSamplePercentage", 100m, Percentage, "a number from 0 to 100, such as 12.5"),
        SlowerThan = reader.Duration("traceSlowThreshold", Duration.Seconds(2), new Duration(TimeSpan.FromMilliseconds(1)), Duration.Hours(1)),
        DemoPercentage = reader.Value<decimal>("demoTracePercentage", 50m, Percentage, "a number from 0 to 100, such as 12.5"),
        OtlpPassword = new TargetCredentials(reader).Read("otlpPassword", "otlp"),
        Tempo = RemoteStoreSettings.ReadTempo(reader),
    };

    private static decimal? Percentage(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100 ? number : null;
}
