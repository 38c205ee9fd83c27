using System.Globalization;

namespace Infra.Configs.Lakehouse;

/// <summary>Where the demo's services send their traces, by OTLP over gRPC, and how many.</summary>
/// <param name="Endpoint">The address with its scheme: <c>http://alloy:4317</c>.</param>
/// <param name="Percentage">The part in percent that is traced of what does not come with a trace already.</param>
internal sealed record DemoTracing(string Endpoint, decimal Percentage)
{
    /// <summary>The part as a number from 0 to 1.</summary>
    public string Ratio => (Percentage / 100).ToString("0.####", CultureInfo.InvariantCulture);
}
