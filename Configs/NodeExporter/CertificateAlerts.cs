using System.Globalization;
using Infra.Configs.Alerts;

namespace Infra.Configs.NodeExporter;

/// <summary>Alerts about the stack's certificates, whose ends the node exporter reads from a file.</summary>
internal static class CertificateAlerts
{
    private const int Day = 24 * 3600;

    private const string Left = $$"""{{CertificateExpiryMetrics.Name}}{job="node"} - time()""";

    /// <param name="renewedBefore">How long before its end an update renews a certificate.</param>
    public static IReadOnlyList<AlertRule> Rules(Duration renewedBefore) => [ExpiresSoon(renewedBefore), Expires(renewedBefore), ExpiryUnknown];

    /// <summary>From here on the first alert fires: not before an update would renew it, nor while updates are on time, which is half of the time that they have.</summary>
    public static int SoonSeconds(Duration renewedBefore) => Math.Min(14 * Day, renewedBefore.TotalSeconds / 2);

    /// <summary>From here on the second one fires.</summary>
    public static int NowSeconds(Duration renewedBefore) => Math.Min(3 * Day, renewedBefore.TotalSeconds / 10);

    private static AlertRule ExpiresSoon(Duration renewedBefore) => new()
    {
        Name = "CertificateExpiresSoon",
        Expression = $"{Left} < {Seconds(SoonSeconds(renewedBefore))}",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Component = "{{ $labels.certificate }}",
        Summary = "The certificate of {{ $labels.certificate }} expires soon",
        Description = "It is valid for another {{ $value | humanizeDuration }}. An update renews it.",
    };

    private static AlertRule Expires(Duration renewedBefore) => new()
    {
        Name = "CertificateExpires",
        Expression = $"{Left} < {Seconds(NowSeconds(renewedBefore))}",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Component = "{{ $labels.certificate }}",
        Summary = "The certificate of {{ $labels.certificate }} is about to expire",
        Description = "It is valid for another {{ $value | humanizeDuration }}. After that nobody can connect to {{ $labels.certificate }}.",
    };

    private static AlertRule ExpiryUnknown { get; } = new()
    {
        Name = "CertificateExpiryUnknown",
        Expression = $$"""node_textfile_scrape_error{job="node"} == 1 or absent({{CertificateExpiryMetrics.Name}}{job="node"})""",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Component = ScrapeJobs.Node,
        Summary = "Nobody watches the certificates",
        Description = "The node exporter cannot read the file that says when they expire.",
    };

    private static string Seconds(int seconds) => seconds % Day == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds / Day} * {Day}")
        : seconds.ToString(CultureInfo.InvariantCulture);
}
