using System.Globalization;
using Infra.Configs.Dashboards;

namespace Infra.Health.Snapshot;

/// <summary>Writes a value with its unit, as Grafana would: short, and readable.</summary>
internal static class UnitText
{
    private static readonly string[] Decimal = ["", " K", " Mil", " Bil", " Tri"];
    private static readonly string[] Binary = [" B", " KiB", " MiB", " GiB", " TiB", " PiB"];

    public static string Of(double value, string unit)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "–" : value > 0 ? "∞" : "-∞";
        return unit switch
        {
            Units.Share => Number(value * 100) + " %",
            Units.Seconds or Units.Duration => Time(value),
            Units.Milliseconds => Time(value / 1000),
            Units.Bytes => Scaled(value, 1024, Binary),
            Units.BytesPerSecond => Scaled(value, 1024, Binary) + "/s",
            Units.PerSecond => Scaled(value, 1000, Decimal) + "/s",
            Units.RequestsPerSecond => Scaled(value, 1000, Decimal) + " req/s",
            Units.PerMinute => Scaled(value, 1000, Decimal) + "/min",
            Units.Since => Ago(DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds((long)value)),
            Units.Time => DateTimeOffset.FromUnixTimeMilliseconds((long)value).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            _ => Scaled(value, 1000, Decimal),
        };
    }

    private static string Scaled(double value, int step, string[] endings)
    {
        var size = 0;
        while (Math.Abs(value) >= step && size < endings.Length - 1)
        {
            value /= step;
            size++;
        }

        return Number(value) + endings[size];
    }

    private static string Time(double seconds) => Math.Abs(seconds) switch
    {
        0 => "0 s",
        < 0.001 => Number(seconds * 1_000_000) + " µs",
        < 1 => Number(seconds * 1000) + " ms",
        < 120 => Number(seconds) + " s",
        < 7200 => Number(seconds / 60) + " min",
        < 2 * 86400 => Number(seconds / 3600) + " h",
        _ => Number(seconds / 86400) + " d",
    };

    private static string Ago(TimeSpan age) => age < TimeSpan.Zero ? $"in {Time(-age.TotalSeconds)}" : $"{Time(age.TotalSeconds)} ago";

    private static string Number(double value) => value.ToString(Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.#", _ => "0.##" }, CultureInfo.InvariantCulture);
}
