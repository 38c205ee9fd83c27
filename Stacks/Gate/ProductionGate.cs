using Infra.Components.Containers;
using Infra.Configs;
using Infra.Configs.Alertmanager;
using Infra.Stacks.Settings;

namespace Infra.Stacks.Gate;

/// <summary>
/// What stands between a stack's settings and prod: everything that makes it unfit for others to depend on, found before
/// anything is registered.
/// </summary>
internal static class ProductionGate
{
    public static IReadOnlyList<GateFinding> Findings(StackSettings settings, SettingReader reader) =>
    [
        .. CredentialFindings.Of(settings, reader),
        .. ImageFindings.Of(settings),
        .. Network(settings),
        .. new TlsFindings(settings, reader.ProviderSettings, new OtherMachine(reader.Machine.Networks)).All,
        .. HostFindings.Of(settings, reader.Machine),
        .. Limits(settings),
        .. new SizeFindings(settings, reader.Machine).All,
        .. TimeFindings.Of(settings),
        .. Stores(settings),
        .. Alerting(settings),
    ];

    private static IEnumerable<GateFinding> Network(StackSettings settings)
    {
        if (!settings.Security.Tls)
            yield return new(GateRule.TlsOff, "tls", "false", "true: whoever reaches a network could read and send whatever they like");
        if (!settings.Network.Isolated)
            yield return new(GateRule.SharedNetwork, "isolatedNetwork", "false", "true");

        var own = Enum.GetNames<NetworkTier>().Select(tier => $"{settings.NamePrefix}-{tier}").Append(settings.NamePrefix);
        foreach (var network in settings.Lakehouse.Networks.Intersect(own, StringComparer.OrdinalIgnoreCase))
            yield return new(GateRule.SharedNetwork, "lakehouseNetworks", network, "a network of the lakehouse, none of the stack's own");

        foreach (var service in ServiceDefaults.All.Where(service => service.Name != ServiceNames.Grafana && settings.Services.Contains(service.Name)))
        {
            var port = settings.Ports[service.Name];
            if (port != 0)
                yield return new(GateRule.PublishedPort, service.PortSetting!, $"{port}", "0: only Grafana is published, and shows what the others know");
        }
    }

    private static IEnumerable<GateFinding> Limits(StackSettings settings)
    {
        var containers = settings.Containers;
        if (!containers.Hardened)
            yield return new(GateRule.WritableRoot, "hardenContainers", "false", "true");
        if (containers.ProcessLimit is null)
            yield return new(GateRule.MissingProcessLimit, "processLimit", SettingReader.None, "a number of processes, such as 4096");
        if (containers.LogMaxSize is null)
            yield return new(GateRule.MissingLogLimit, "logMaxSize", SettingReader.None, "a size, such as 10m");

        foreach (var service in settings.Services.Order(StringComparer.Ordinal))
        {
            if (containers.MemoryMegabytes[service] is null)
                yield return new(GateRule.MissingMemoryLimit, $"memoryLimits.{service}", SettingReader.None, "a number of megabytes");
            if (containers.Processors[service] is null)
                yield return new(GateRule.MissingCpuLimit, $"cpuLimits.{service}", SettingReader.None, "a number of processors, such as 0.5");
        }
    }

    private static IEnumerable<GateFinding> Stores(StackSettings settings)
    {
        if (settings.Prometheus.Retention is null)
            yield return new(GateRule.MissingRetention, "prometheusRetention", SettingReader.None, "a duration such as 30d, after which samples are deleted");
        // For Prometheus, nothing is no limit.
        if (settings.Prometheus.RetentionSize is null or { Count: 0 })
            yield return new(GateRule.MissingByteCap, "prometheusRetentionSize", settings.Prometheus.RetentionSize?.ToString() ?? SettingReader.None, "a size such as 40GB, so that the store cannot fill the disk");
        if (settings.Loki.DiskLimitPercent == 0)
            yield return new(GateRule.MissingByteCap, "lokiDiskLimit", "0", "a percentage such as 90, at which Loki takes no more lines");
        if (settings.Postgres.Demo)
            yield return new(GateRule.DemoLakehouse, "lakehouse", "demo", "external: the demo's services are for trying, without authentication or TLS");
    }

    private static IEnumerable<GateFinding> Alerting(StackSettings settings)
    {
        // The Watchdog's is the one that may be without: there is not always somebody outside who listens.
        var silent = settings.Alerts.Routing.ReceiversWithoutDestination().Where(receiver => receiver != AlertRouting.WatchdogReceiver).ToList();
        if (silent.Count > 0)
        {
            yield return new(
                GateRule.ReceiverWithoutDestination, "alertWebhookUrl", null,
                $"somebody who is told of {string.Join(", ", silent)}: a webhook, Slack, PagerDuty or mail (docs/alerting.md), such as ./infra config set --secret alertWebhookUrl");
        }
    }
}
