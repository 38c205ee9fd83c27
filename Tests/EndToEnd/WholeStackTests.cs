using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Docker.DotNet.Models;
using Infra.Tests.Support;
using Infra.Tests.Support.Grafana;

namespace Infra.Tests.EndToEnd;

/// <summary>
/// Everything of dev and prod on a real Docker engine: networks, certificates, volumes, limits, hardened containers, and what
/// is in Grafana. The services themselves cannot be had here: in each container runs a stand-in that does nothing and says
/// that it is healthy, and Grafana's API is the double. What the services would make of their configuration is no part of this.
/// </summary>
[Collection(EndToEndGroup.Name)]
public sealed class WholeStackTests : IAsyncDisposable
{
    private const string Image = "phlo-stand-in:1.0.0";
    private const string Password = "kT7-mw2Lq9vX-of-the-double";

    private static readonly string[] Services =
        ["alertmanager", "alloy", "blackbox-exporter", "cadvisor", "canary", "discovery-proxy", "grafana", "loki", "node-exporter", "postgres-exporter", "prometheus", "socket-proxy", "tempo"];

    private static readonly string[] DataSources = ["alertmanager", "loki", "prometheus", "tempo"];

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Comes_up_as_one_stays_as_it_is_and_leaves_nothing(string environment)
    {
        DockerEngine.SkipUnlessAvailable();
        await StandInAsync();
        using var authority = X509Certificate2.CreateFromPem(Authority.First.Certificate, Authority.First.Key);
        await using var grafana = await GrafanaDouble.StartAsync(new GrafanaDoubleOptions
        {
            Password = Password,
            Certificate = environment == "prod" ? Certificate(authority) : null,
        });
        await using var project = Project(environment, grafana);

        (await project.UpAsync()).ShouldSucceed();

        Assert.Equal(Services.Select(project.Container), await RunningAsync(project));
        Assert.Equal(DataSources, grafana.Content.DataSources.Keys.Order(StringComparer.Ordinal));
        await ShowsNoSecretAsync(project);
        Assert.Equal([("lakehouse", "dagster"), ("observability", "logs")], grafana.Content.RuleGroups.Keys.Order());
        Assert.Equal(["contact-points", "policies", "rule-groups"], Alerting(grafana));
        (await project.RunAsync("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes")).ShouldSucceed();

        (await project.RunAsync("destroy", "--yes", "--skip-preview")).ShouldSucceed();

        Assert.Equal(0, (await project.FindAsync()).Count);
        // They would have gone with Grafana's volume: nobody was asked.
        Assert.Equal(DataSources, grafana.Content.DataSources.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(grafana.Violations);
    }

    public async ValueTask DisposeAsync()
    {
        if (DockerEngine.Available)
        {
            await TestImage.RemoveAsync(Image);
        }
    }

    // In the order in which it was made: nothing may fire that nobody takes.
    private static IEnumerable<string> Alerting(GrafanaDouble grafana) =>
        grafana.Changes.Where(call => call.Contains("/v1/provisioning/", StringComparison.Ordinal)).Select(call => call.Split('/').Last(part => part.Contains('-') || part == "policies")).Distinct();

    private static Task<string> StandInAsync()
    {
        const string healthy = "exit 0";
        string[] probes = ["usr/bin/loki", "tempo", "healthcheck", "stand-in/wget", "stand-in/grep", "stand-in/sh", "stand-in/promtool", "stand-in/amtool"];
        var scripts = probes.ToDictionary(path => path, _ => healthy);
        // Ends when it is asked to, as the first process of a container does only if it says so.
        scripts["stand-in/run"] = "trap 'exit 0' TERM INT QUIT\nwhile :; do sleep 3600 & wait $!; done";
        // Alloy has a script before it, and its health check is one.
        scripts["bin/bash"] = "[ \"$1\" = -c ] && exit 0\nexec /stand-in/run";
        // cAdvisor has a script before it that ends with it.
        scripts["usr/bin/cadvisor"] = scripts["stand-in/run"];
        return TestImage.CreateAsync(Image, scripts, "ENV PATH=/stand-in:/bin:/usr/bin", "ENTRYPOINT [\"/stand-in/run\"]");
    }

    private static SandboxProject Project(string environment, GrafanaDouble grafana)
    {
        var project = new SandboxProject();
        project.Set("environment", environment);
        project.SetImages(Services.ToDictionary(service => service, _ => Image));
        foreach (var setting in new[] { "prometheusPort", "alertmanagerPort", "lokiPort", "tempoPort", "alloyPort" })
        {
            project.Set(setting, 0);
        }

        project.Set("grafanaPort", FreePort.Find(IPAddress.Loopback));
        project.Set("grafanaApiUrl", grafana.Url);
        project.Set("grafanaAdminPassword", Password);
        project.Set("postgresPassword", ProdSettings.Password);
        project.Set("alertWebhookUrl", ProdSettings.WebhookUrl);
        project.Set("healthCheckInterval", "1s");
        project.Set("stopGracePeriod", "5s");
        project.Set("keepData", "false");
        if (environment == "prod")
        {
            project.Set("tlsAuthorityCertificate", OneLine(Authority.First.Certificate));
            project.Set("tlsAuthorityKey", OneLine(Authority.First.Key));
            // An older engine keeps it, and must give it back without a difference.
            project.Set("networkGatewayMode", "isolated");
            // The stand-in is nobody's image, and the machine may be small, or have Docker elsewhere.
            project.SetWaivers("image-without-digest", "unknown-registry", "unencrypted-secret", "senseless-limit", "host-access");
        }

        return project;
    }

    private static async Task<IEnumerable<string>> RunningAsync(SandboxProject project)
    {
        using var docker = project.Docker();
        var containers = await docker.Containers.ListContainersAsync(new ContainersListParameters());
        return containers.Select(container => container.Names[0].TrimStart('/'))
            .Where(name => name.StartsWith(project.Container(""), StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }

    private static async Task ShowsNoSecretAsync(SandboxProject project)
    {
        var inspected = await ToolProcess.RunAsync("docker", ["inspect", .. (await project.FindAsync()).Containers]);
        var state = await File.ReadAllTextAsync(project.StateFile, TestContext.Current.CancellationToken);
        Assert.Equal(0, inspected.ExitCode);
        Assert.All([Password, ProdSettings.Password, ProdSettings.WebhookUrl, "BEGIN PRIVATE KEY", "BEGIN EC PRIVATE KEY"], secret =>
        {
            Assert.DoesNotContain(secret, inspected.Output);
            Assert.DoesNotContain(secret, state);
        });
    }

    private static X509Certificate2 Certificate(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(12), [1, 2, 3]);
        return certificate.CopyWithPrivateKey(key);
    }

    // As it stands between the quotes of the stack's file.
    private static string OneLine(string pem) => pem.ReplaceLineEndings("\\n");
}
