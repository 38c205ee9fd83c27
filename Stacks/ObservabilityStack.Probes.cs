using Infra.Components.Alertmanager;
using Infra.Components.BlackboxExporter;
using Infra.Components.Canary;
using Infra.Components.Containers;
using Infra.Components.Grafana;
using Infra.Components.Loki;
using Infra.Components.Tempo;
using Infra.Configs;
using Infra.Configs.BlackboxExporter;
using Infra.Configs.Canary;
using Infra.Configs.Prometheus;
using Infra.Configs.Tls;
using Pulumi;

namespace Infra.Stacks;

// What is asked whether it can work, and what is written to be read back.
internal sealed partial class ObservabilityStack
{
    private static readonly string Prober = $"{ServiceNames.BlackboxExporter}:{BlackboxExporterServer.Port}";

    // Loki, Tempo and Alloy are not asked: the canary goes the whole way through them.
    private static readonly (string Service, int Port, string Path)[] OwnProbes =
    [
        (ServiceNames.Alertmanager, AlertmanagerServer.Port, ReadinessProbes.AlertmanagerPath),
        (ServiceNames.Grafana, GrafanaServer.Port, ReadinessProbes.GrafanaPath),
    ];

    /// <returns>The scrapes that have services asked.</returns>
    private IReadOnlyList<ScrapeJob> BlackboxExporter(ContainerPolicy policy)
    {
        if (!_settings.Services.Contains(ServiceNames.BlackboxExporter))
            return [];

        var secrets = new SortedDictionary<string, Output<string>>(StringComparer.Ordinal);
        var probes = Probes(policy, secrets).ToList();
        var lakehouse = _settings.Lakehouse;
        _ = new BlackboxExporterServer(ServiceNames.BlackboxExporter, new BlackboxExporterServerArgs
        {
            Profile = Profile(policy, ServiceNames.BlackboxExporter),
            Files = new Dictionary<string, string>(LakehouseScrapes.ProbeAuthorities(lakehouse))
            {
                [BlackboxFiles.ConfigFile] = BlackboxFiles.RenderConfig(probes.Select(probe => probe.Module)),
            },
            Secrets = secrets,
            NeedsEgress = _settings.Probes.Readiness && LakehouseScrapes.IsOutside(_settings),
            TargetNetworks = _settings.Probes.Readiness ? lakehouse.Networks : [],
        });
        return [.. probes.Select(probe => probe.Job)];
    }

    private IEnumerable<(ProbeModule Module, ScrapeJob Job)> Probes(ContainerPolicy policy, SortedDictionary<string, Output<string>> secrets)
    {
        if (_settings.Probes.Readiness)
        {
            foreach (var (service, port, path) in OwnProbes.Where(own => _settings.Services.Contains(own.Service)))
            {
                // Grafana tells everybody how it is.
                var access = service == ServiceNames.Grafana ? Certified(service) : AccessTo(policy, service, secrets);
                yield return (
                    ReadinessProbes.Module(service, service, path, access),
                    ReadinessProbes.Job(service, service, [$"{service}:{port}"], path, _settings.Security.Tls, Prober));
            }

            foreach (var probe in LakehouseScrapes.Probes(_settings.Lakehouse, Prober))
                yield return probe;
        }

        if (_settings.Probes.CanaryLog)
            yield return (CanaryProbes.LogProbe(Certified(ServiceNames.Loki)), CanaryProbes.LogJob($"{ServiceNames.Loki}:{LokiServer.Port}", _settings.Security.Tls, Prober, CanaryInterval));
        if (_settings.Probes.CanarySpan)
            yield return (CanaryProbes.SpanProbe(Certified(ServiceNames.Tempo)), CanaryProbes.SpanJob($"{ServiceNames.Tempo}:{TempoServer.Port}", _settings.Security.Tls, Prober, CanaryInterval));
    }

    // How often canaries are written, and read back.
    private Duration CanaryInterval => EnvironmentDefaults.Of(_settings.Environment).CanaryInterval;

    private CanaryScope Canaries => new(CanaryInterval, _settings.Probes.CanaryLog, _settings.Probes.CanarySpan);

    // With a certificate in place of a password.
    private HttpAccess Certified(string service) => Security(service) is null ? HttpAccess.Plain : HttpAccess.To(new ClientTls());

    private void Canary(ContainerPolicy policy)
    {
        if (!_settings.Services.Contains(ServiceNames.Canary))
            return;

        var alloy = Security(ServiceNames.Alloy);
        _ = new CanaryServer(ServiceNames.Canary, new CanaryServerArgs
        {
            // There is nothing in it that this could be in the way of.
            Profile = Profile(policy with { Hardened = true }, ServiceNames.Canary),
            TracesUrl = _settings.Probes.CanarySpan ? $"{(alloy is null ? "http" : "https")}://{ServiceNames.Alloy}:{Configs.Alloy.AlloyFiles.OtlpHttpPort}{CanaryScript.TracesPath}" : null,
            Identity = _settings.Probes.CanarySpan && alloy is not null ? new CanaryIdentity(OtlpUser, OtlpPassword(), alloy.Tls.Authority) : null,
        });
    }
}
