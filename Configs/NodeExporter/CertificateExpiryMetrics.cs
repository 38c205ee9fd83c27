using System.Globalization;
using System.Text;

namespace Infra.Configs.NodeExporter;

/// <summary>When certificates end, as the node exporter's textfile collector takes metrics.</summary>
internal static class CertificateExpiryMetrics
{
    /// <summary>Seconds since 1970, by the service that the certificate is for.</summary>
    public const string Name = "phlo_certificate_expiry_timestamp_seconds";

    /// <param name="ends">By certificate, as RFC 3339 writes times.</param>
    public static string Render(IReadOnlyDictionary<string, string> ends)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} When the certificate of a service ends.\n# TYPE {Name} gauge\n");
        foreach (var (certificate, time) in ends.OrderBy(end => end.Key, StringComparer.Ordinal))
        {
            if (DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end))
                text.Append(CultureInfo.InvariantCulture, $"{Name}{{certificate=\"{certificate}\"}} {end.ToUnixTimeSeconds()}\n");
        }

        return text.ToString();
    }
}
