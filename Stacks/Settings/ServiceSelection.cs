using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>Which services a stack has.</summary>
internal static class ServiceSelection
{
    // Those that a distribution has no package of.
    private static readonly HashSet<string> PublishedOnly =
    [
        ServiceNames.Loki, ServiceNames.Tempo, ServiceNames.Alloy, ServiceNames.Canary, ServiceNames.Grafana, ServiceNames.Cadvisor, ServiceNames.SocketProxy,
        ServiceNames.DiscoveryProxy,
        .. ServiceNames.Lakehouse.Where(service => service != ServiceNames.Postgres),
    ];

    public static IReadOnlySet<string> Of(ImageSettings images, PostgresSettings postgres, ProbeSettings probes) => ServiceNames.All
        .Where(service => !(images.Local && PublishedOnly.Contains(service)))
        .Where(service => postgres.Demo || !ServiceNames.Lakehouse.Contains(service))
        .Where(service => service != ServiceNames.PostgresExporter || postgres.Enabled)
        .Where(service => service != ServiceNames.BlackboxExporter || probes.Any)
        .Where(service => service != ServiceNames.Canary || probes.Canary)
        .ToHashSet();
}
