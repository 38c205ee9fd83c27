using System.Text.RegularExpressions;
using Infra.Configs;
using Infra.Configs.Alertmanager;
using Infra.Stacks.Settings;

namespace Infra.Stacks.Gate;

/// <summary>
/// What stands between a stack's settings and prod: everything that makes it unfit for others to depend on, found before
/// anything is registered.
/// </summary>
internal static partial class ProductionGate
{
    private const string EncryptedAddress = "an address that begins with https://";

    public static IReadOnlyList<GateFinding> Findings(StackSettings settings, SettingReader reader) =>
    [
        .. Credentials(reader),
        .. Images(settings),
        .. Network(settings),
        .. WaysOut(settings),
        .. Messages(settings),
        .. WaysIn(settings),
        .. Sockets(settings),
        .. Limits(settings),
        .. Stores(settings),
        .. Alerting(settings),
    ];

    private static IEnumerable<GateFinding> Credentials(SettingReader reader)
    {
        foreach (var path in reader.ReadableSecrets)
        {
            var option = path.Contains('.', StringComparison.Ordinal) ? "--secret --path" : "--secret";
            yield return new(GateRule.UnencryptedSecret, path, "(secret)", $"an encrypted value; set it with: ./infra config set {option} {path}");
        }

        foreach (var credential in reader.Credentials.Where(credential => credential.User is not null && PasswordStrength.IsWeak(credential.Text, credential.User)))
            yield return new(GateRule.WeakCredential, credential.Path, "(secret)", PasswordStrength.Expectation);
    }

    private static IEnumerable<GateFinding> Images(StackSettings settings)
    {
        foreach (var service in settings.Services.Order(StringComparer.Ordinal))
        {
            var reference = settings.Images.Reference(service);
            var setting = settings.Images.Overrides.ContainsKey(service) ? $"images.{service}" : settings.Images.Local ? "imageSource" : "pinImageDigests";
            if (!reference.Contains("@sha256:", StringComparison.Ordinal))
                yield return new(GateRule.ImageWithoutDigest, setting, reference, $"an image of {service} with its digest (…@sha256:…); ./infra images lock finds it");
            if (!FixedTag().IsMatch(reference.Split('@')[0]))
                yield return new(GateRule.MutableTag, setting, reference, $"an image of {service} with a full version, such as :v3.14.0");
        }
    }

    private static IEnumerable<GateFinding> Network(StackSettings settings)
    {
        if (!settings.Security.Tls)
            yield return new(GateRule.TlsOff, "tls", "false", "true: whoever reaches a network could read and send whatever they like");
        if (!settings.Network.Isolated)
            yield return new(GateRule.SharedNetwork, "isolatedNetwork", "false", "true");

        foreach (var service in ServiceDefaults.All.Where(service => service.Name != ServiceNames.Grafana && settings.Services.Contains(service.Name)))
        {
            var port = settings.Ports[service.Name];
            if (port != 0)
                yield return new(GateRule.PublishedPort, service.PortSetting!, $"{port}", "0: only Grafana is published, and shows what the others know");
        }
    }

    // What leaves the stack passes through networks of others.
    private static IEnumerable<GateFinding> WaysOut(StackSettings settings)
    {
        if (settings.Prometheus.RemoteWrite is { } metrics && IsInTheClear(metrics.Url))
            yield return new(GateRule.TlsOff, "remoteWriteUrl", metrics.Url, EncryptedAddress);
        if (settings.Logs.Loki is { Tls: false } logs)
            yield return new(GateRule.TlsOff, "remoteLokiUrl", logs.Address, EncryptedAddress);
        if (settings.Traces.Tempo is { Tls: false })
            yield return new(GateRule.TlsOff, "remoteTempoTls", "false", "true: traces and the password would be sent in the clear");
        if (settings.ObjectStore is { Endpoint: not null, Insecure: true })
            yield return new(GateRule.TlsOff, "objectStoreInsecure", "true", "false: logs and traces would be sent in the clear");
    }

    // An address that is told of alerts is a secret by itself, and mails of Grafana's let their reader set a password.
    private static IEnumerable<GateFinding> Messages(StackSettings settings)
    {
        (string Setting, string File)[] addresses =
        [
            ("alertWebhookUrl", AlertmanagerSecrets.WebhookUrl),
            ("alertHeartbeatUrl", AlertmanagerSecrets.HeartbeatUrl),
            ("slackWebhookUrl", AlertmanagerSecrets.SlackUrl),
        ];
        foreach (var (setting, file) in addresses)
        {
            if (settings.Alerts.Secrets.TryGetValue(file, out var address) && OtherMachine.HearsInTheClear(address.Value))
                yield return new(GateRule.TlsOff, setting, address.ToString(), EncryptedAddress);
        }

        if (OtherMachine.HearsInTheClear(settings.Alerts.Routing.PagerDutyUrl))
            yield return new(GateRule.TlsOff, "pagerdutyUrl", settings.Alerts.Routing.PagerDutyUrl, EncryptedAddress);
        if (settings.Smtp is { RequireTls: false } smtp && OtherMachine.HasAddress(smtp.Host))
            yield return new(GateRule.TlsOff, "smtpTls", "none", "required: alerts and links to new passwords would be sent in the clear");
    }

    // What is asked of other machines with a credential.
    private static IEnumerable<GateFinding> WaysIn(StackSettings settings)
    {
        const string unencrypted = "disable";
        if (settings.Postgres is { Enabled: true, Demo: false, SslMode: unencrypted } postgres && OtherMachine.HasAddress(postgres.Address))
            yield return new(GateRule.TlsOff, "postgresSslMode", unencrypted, $"verify-full: {postgres.Address} is another machine");
        if (settings.Grafana.Database is { SslMode: unencrypted } database && OtherMachine.HasAddress(database.Address))
            yield return new(GateRule.TlsOff, "grafanaDatabaseSslMode", unencrypted, $"verify-full: {database.Address} is another machine");
        if (OtherMachine.HearsInTheClear(settings.Grafana.ApiUrl))
            yield return new(GateRule.TlsOff, "grafanaApiUrl", settings.Grafana.ApiUrl, EncryptedAddress);

        var targets = settings.Lakehouse.Targets
            .Where(target => !target.Https && (target.Password ?? target.Token) is not null && target.Addresses.Any(OtherMachine.HasAddress));
        foreach (var setting in targets.Select(SchemeOf).Distinct(StringComparer.Ordinal))
            yield return new(GateRule.TlsOff, setting, "http", "https: another machine is sent a credential");
    }

    private static string SchemeOf(LakehouseTarget target) => target.Service == "minio" && target.Name.StartsWith("minio-", StringComparison.Ordinal) ? "minioScheme" : $"targets.{target.Name}.scheme";

    private static bool IsInTheClear(string url) => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    // Docker's own is the proxy's alone, unless cAdvisor finds it in a folder that it is given.
    private static IEnumerable<GateFinding> Sockets(StackSettings settings)
    {
        // Of a container that is not hardened the rule for that says enough.
        var hardened = settings.Containers.Hardened;
        if (hardened && settings.Machine.FileSystems is null)
            yield return new(GateRule.WholeMachine, MachineSettings.FileSystemsKey, MachineSettings.All, $"the file systems to measure, such as /,{settings.Logs.DockerRoot},/data");

        if (!settings.Services.Contains(ServiceNames.Cadvisor))
            yield break;

        var logs = settings.Logs;
        if (hardened && settings.Machine.StorageDriver is null && logs.ContainerdSocket is null)
            yield return new(GateRule.RootContainer, MachineSettings.StorageDriverKey, SettingReader.None, "Docker's storage driver, such as overlay2: cAdvisor would be root and see all of Docker's folder");
        if (logs.ContainerdSocket is { } socket)
            yield return new(GateRule.RawDockerSocket, "containerdSocket", socket, "none: cAdvisor would be root on the machine");
        if (Place(logs.DockerSocket).StartsWith($"{Place(logs.DockerRoot).TrimEnd('/')}/", StringComparison.Ordinal))
            yield return new(GateRule.RawDockerSocket, "dockerRoot", logs.DockerRoot, $"a folder without Docker's socket ({logs.DockerSocket}) in it");
    }

    // The machine may be another one, so its links cannot be asked for; but there is one that every Linux has.
    private static string Place(string path) => Path.GetFullPath(path) is var full && $"{full}/".StartsWith("/var/run/", StringComparison.Ordinal) ? full["/var".Length..] : full;

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

    // A tag that names one version: at least two numbers, or a release's date.
    [GeneratedRegex(@":[A-Za-z._-]*\d+(\.\d+)+[A-Za-z0-9._-]*$|:[A-Za-z._-]*\d{4}-\d{2}-\d{2}[A-Za-z0-9._-]*$|:\d{3}$")]
    private static partial Regex FixedTag();
}
