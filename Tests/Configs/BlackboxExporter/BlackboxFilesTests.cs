using Infra.Configs.BlackboxExporter;
using Infra.Configs.Canary;
using Infra.Configs.Prometheus;
using Infra.Configs.Tls;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.BlackboxExporter;

public sealed class BlackboxFilesTests
{
    private static readonly ProbeModule[] Modules =
    [
        ReadinessProbes.Module("trino", "trino", ReadinessProbes.TrinoPath, new HttpAccess { AuthorityFile = "/etc/blackbox_exporter/lakehouse-ca.pem" }),
        ReadinessProbes.Module("trino-adhoc", "trino", "/v1/status", HttpAccess.Plain),
        ReadinessProbes.Module("alertmanager", "alertmanager", ReadinessProbes.AlertmanagerPath, HttpAccess.To(new ClientTls()) with { User = "phlo", PasswordFile = "/run/secrets/alertmanager-password" }),
        CanaryProbes.LogProbe(HttpAccess.To(new ClientTls())),
        CanaryProbes.SpanProbe(HttpAccess.Plain),
    ];

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(BlackboxFiles.RenderConfig(Modules), "blackbox.golden.yml");

    [Fact]
    public async Task Are_accepted_by_the_exporter()
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string> { [BlackboxFiles.ConfigFile] = BlackboxFiles.RenderConfig(Modules) });

        await ToolProcess.AcceptsAsync("prometheus-blackbox-exporter", "--config.check", $"--config.file={folder.File(BlackboxFiles.ConfigFile)}");
    }

    [Fact]
    public void Verify_every_certificate() => Assert.DoesNotContain("insecure", BlackboxFiles.RenderConfig(Modules));
}
