using Infra.Configs.Alertmanager;
using Infra.Stacks.Settings;

namespace Infra.Stacks.Gate;

/// <summary>What goes to another machine, or is asked there with a secret, without TLS or without knowing who is there.</summary>
/// <param name="providers">The settings of providers.</param>
/// <param name="other">Tells which machine is another.</param>
internal sealed class TlsFindings(StackSettings settings, IReadOnlyDictionary<string, string> providers, OtherMachine other)
{
    private const string EncryptedAddress = "an address that begins with https://";

    public IEnumerable<GateFinding> All => [.. WaysOut(), .. Messages(), .. Databases(), .. WaysIn()];

    // What leaves the stack passes through networks of others.
    private IEnumerable<GateFinding> WaysOut()
    {
        if (settings.Prometheus.RemoteWrite is { } metrics && IsInTheClear(metrics.Url))
            yield return new(GateRule.TlsOff, "remoteWriteUrl", metrics.Url, EncryptedAddress);
        if (settings.Logs.Loki is { Tls: false } logs)
            yield return new(GateRule.TlsOff, "remoteLokiUrl", logs.Address, EncryptedAddress);
        if (settings.Traces.Tempo is { Tls: false })
            yield return new(GateRule.TlsOff, "remoteTempoTls", "false", "true: traces and the password would be sent in the clear");
        if (DockerInTheClear() is { } docker)
            yield return new(GateRule.TlsOff, "docker:host", docker, "ssh://…, or docker:certPath beside it: whoever is on the way could be root on the machine, as everybody who reaches the port is");
        if (settings.ObjectStore is { Endpoint: not null, Insecure: true })
            yield return new(GateRule.TlsOff, "objectStoreInsecure", "true", "false: logs and traces would be sent in the clear");
    }

    // The provider takes certificates from its settings, and the path to them from the environment as well.
    private string? DockerInTheClear() =>
        providers.TryGetValue("docker:host", out var host) && Uri.TryCreate(host, UriKind.Absolute, out var address) && address is { Scheme: "tcp" or "http" } && other.Has(address.Host)
        && !providers.ContainsKey("docker:certPath") && !providers.ContainsKey("docker:certMaterial")
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_CERT_PATH"))
            // Without a password that somebody may have put into it.
            ? $"{address.Scheme}://{address.Authority}" : null;

    // An address that is told of alerts is a secret by itself, and mails of Grafana's let their reader set a password.
    private IEnumerable<GateFinding> Messages()
    {
        (string Setting, string File)[] addresses =
        [
            ("alertWebhookUrl", AlertmanagerSecrets.WebhookUrl),
            ("alertHeartbeatUrl", AlertmanagerSecrets.HeartbeatUrl),
            ("slackWebhookUrl", AlertmanagerSecrets.SlackUrl),
        ];
        foreach (var (setting, file) in addresses)
        {
            if (settings.Alerts.Secrets.TryGetValue(file, out var address) && other.HearsInTheClear(address.Value))
                yield return new(GateRule.TlsOff, setting, address.ToString(), EncryptedAddress);
        }

        if (other.HearsInTheClear(settings.Alerts.Routing.PagerDutyUrl))
            yield return new(GateRule.TlsOff, "pagerdutyUrl", settings.Alerts.Routing.PagerDutyUrl, EncryptedAddress);
        if (settings.Smtp is { RequireTls: false } smtp && other.HasAddress(smtp.Host))
            yield return new(GateRule.TlsOff, "smtpTls", "none", "required: alerts and links to new passwords would be sent in the clear");
    }

    // Whoever stands in between is given the password as well where nobody looks at the server's certificate.
    private IEnumerable<GateFinding> Databases()
    {
        var postgres = settings.Postgres;
        var isAsked = postgres.Enabled || settings.Grafana.Lakehouse.PostgresUser is not null;
        if (isAsked && !postgres.Demo && !Verifies(postgres.SslMode) && other.HasAddress(postgres.Address))
            yield return new(GateRule.TlsOff, "postgresSslMode", postgres.SslMode, $"verify-full: {postgres.Address} is another machine");
        if (settings.Grafana.Database is { } database && !Verifies(database.SslMode) && other.HasAddress(database.Address))
            yield return new(GateRule.TlsOff, "grafanaDatabaseSslMode", database.SslMode, $"verify-full: {database.Address} is another machine");
    }

    private static bool Verifies(string sslMode) => sslMode is "verify-ca" or "verify-full";

    // What is asked of other machines with a credential, and what people ask of Grafana.
    private IEnumerable<GateFinding> WaysIn()
    {
        if (other.HearsInTheClear(settings.Grafana.ApiUrl))
            yield return new(GateRule.TlsOff, "grafanaApiUrl", settings.Grafana.ApiUrl, EncryptedAddress);
        if (settings.Security.Tls && other.HearsInTheClear(settings.Grafana.RootUrl.AbsoluteUri))
            yield return new(GateRule.TlsOff, "grafanaRootUrl", settings.Grafana.RootUrl.AbsoluteUri, EncryptedAddress);

        var targets = settings.Lakehouse.Targets
            .Where(target => !target.Https && (target.Password ?? target.Token) is not null && target.Addresses.Any(other.HasAddress));
        foreach (var setting in targets.Select(SchemeOf).Distinct(StringComparer.Ordinal))
            yield return new(GateRule.TlsOff, setting, "http", "https: another machine is sent a credential");
    }

    private static string SchemeOf(LakehouseTarget target) => target.Service == "minio" && target.Name.StartsWith("minio-", StringComparison.Ordinal) ? "minioScheme" : $"targets.{target.Name}.scheme";

    private static bool IsInTheClear(string url) => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
