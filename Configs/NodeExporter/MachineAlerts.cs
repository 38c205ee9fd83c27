using Infra.Configs.Alerts;

namespace Infra.Configs.NodeExporter;

/// <summary>Alerts about the machine, and about what its exporter reads from files: the certificates.</summary>
internal static class MachineAlerts
{
    private const string FreeShare =
        """node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660"} / node_filesystem_size_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660"}""";

    private const int Day = 24 * 3600;

    private const string Writable = " and on (instance, device, mountpoint) node_filesystem_readonly == 0";

    /// <param name="certificatesRenewedBefore">How long before its end an update renews a certificate; null for a stack without any.</param>
    public static IReadOnlyList<AlertRule> Rules(Duration? certificatesRenewedBefore) =>
    [
        DiskAlmostFull, DiskFull, ContainerOutOfMemory,
        .. certificatesRenewedBefore is { } early ? new[] { CertificateExpiresSoon(early), CertificateExpires(early), CertificateExpiryUnknown } : [],
    ];

    private static AlertRule DiskAlmostFull { get; } = new()
    {
        Name = "DiskAlmostFull",
        Expression = $"({FreeShare} < 0.2){Writable}",
        For = Duration.Minutes(10),
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.mountpoint }} is almost full",
        Description = "{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }}) on {{ $labels.instance }} are free.",
    };

    private static AlertRule DiskFull { get; } = new()
    {
        Name = "DiskFull",
        // Loki takes nothing more from 90 % on.
        Expression = $"({FreeShare} < 0.12){Writable}",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Summary = "{{ $labels.mountpoint }} is full",
        Description = "{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }}) on {{ $labels.instance }} are free; with less than 10 % Loki takes no more logs.",
    };

    // The kernel counts for the whole machine; cAdvisor could tell containers apart, but only where containers may read the kernel's log.
    private static AlertRule ContainerOutOfMemory { get; } = new()
    {
        Name = "ContainerOutOfMemory",
        Expression = "increase(node_vmstat_oom_kill[10m]) > 0",
        Severity = AlertSeverity.Critical,
        Summary = "Something on {{ $labels.instance }} has run out of memory",
        Description = "The kernel has killed a process because its container exceeded its memory limit, or because the machine had no memory left.",
    };

    // Nobody is told before an update would renew it, nor while updates are on time: that is half of the time that they have.
    private static AlertRule CertificateExpiresSoon(Duration renewedBefore) => new()
    {
        Name = "CertificateExpiresSoon",
        Expression = $"phlo_certificate_expiry_timestamp_seconds - time() < {Seconds(Math.Min(14 * Day, renewedBefore.TotalSeconds / 2))}",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Component = "{{ $labels.certificate }}",
        Summary = "The certificate of {{ $labels.certificate }} expires soon",
        Description = "It is valid for another {{ $value | humanizeDuration }}. An update renews it.",
    };

    private static AlertRule CertificateExpires(Duration renewedBefore) => new()
    {
        Name = "CertificateExpires",
        Expression = $"phlo_certificate_expiry_timestamp_seconds - time() < {Seconds(Math.Min(3 * Day, renewedBefore.TotalSeconds / 10))}",
        For = Duration.Minutes(5),
        Severity = AlertSeverity.Critical,
        Component = "{{ $labels.certificate }}",
        Summary = "The certificate of {{ $labels.certificate }} is about to expire",
        Description = "It is valid for another {{ $value | humanizeDuration }}; after that nobody can connect to {{ $labels.certificate }}.",
    };

    private static AlertRule CertificateExpiryUnknown { get; } = new()
    {
        Name = "CertificateExpiryUnknown",
        Expression = "node_textfile_scrape_error == 1 or absent(phlo_certificate_expiry_timestamp_seconds)",
        For = Duration.Minutes(15),
        Severity = AlertSeverity.Warning,
        Component = ScrapeJobs.Node,
        Summary = "Nobody watches the certificates",
        Description = "The node exporter cannot read the file that says when they expire.",
    };

    private static string Seconds(int seconds) => seconds % Day == 0 ? $"{seconds / Day} * {Day}" : $"{seconds}";
}
