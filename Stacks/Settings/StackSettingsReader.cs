using System.Text.RegularExpressions;
using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>Turns the values of a stack into <see cref="StackSettings"/>.</summary>
internal static partial class StackSettingsReader
{
    public static StackSettings Read(SettingSource source) => Read(source, out _);

    /// <param name="known">The name of every setting there is.</param>
    public static StackSettings Read(SettingSource source, out IReadOnlyCollection<string> known)
    {
        var reader = new SettingReader(source);
        DockerProviderSettings.Check(reader);
        var environment = Environment(reader, source.Stack);
        var defaults = EnvironmentDefaults.Of(environment);
        var images = ImageSettings.Read(reader, defaults);
        var postgres = PostgresSettings.Read(reader, defaults);
        var network = NetworkSettings.Read(reader, defaults);
        var security = SecuritySettings.Read(reader, environment);
        var logs = LogSettings.Read(reader);
        var containers = ContainerSettings.Read(reader, environment, defaults);
        var traces = TraceSettings.Read(reader);
        var probes = ProbeSettings.Read(reader, images, logs, traces);
        var services = ServiceSelection.Of(images, postgres, probes);
        var ports = PortSettings.Read(reader, environment);
        var lakehouse = LakehouseSettings.Read(reader, defaults, images.Local, postgres);
        var smtp = SmtpSettings.Read(reader);
        var grafana = GrafanaSettings.Read(reader, environment, network, security.Tls, services.Contains(ServiceNames.Grafana) ? ports[ServiceNames.Grafana] : null);
        var settings = new StackSettings
        {
            Stack = source.Stack,
            Environment = environment,
            NamePrefix = reader.Text(
                "namePrefix", $"phlo-{source.Stack}", NamePrefix().IsMatch,
                "1 to 40 lower-case letters, digits and hyphens, beginning with a letter"),
            Network = network,
            Images = images,
            Containers = containers,
            Security = security,
            Prometheus = PrometheusSettings.Read(reader, defaults),
            Logs = logs,
            Machine = MachineSettings.Read(reader, containers.Hardened, logs),
            QueryLog = QueryLogSettings.Read(reader, lakehouse),
            Traces = traces,
            Probes = probes,
            Loki = LokiSettings.Read(reader, environment),
            Tempo = TempoSettings.Read(reader, environment),
            ObjectStore = ObjectStoreSettings.Read(reader, network, lakehouse),
            Alerts = AlertSettings.Read(reader, defaults, smtp),
            Slos = SloSettings.Read(reader),
            Smtp = smtp,
            Postgres = postgres,
            Lakehouse = lakehouse,
            Grafana = grafana with { CustomDashboards = DashboardSettings.Read(reader, services, grafana.Lakehouse) },
            Services = services,
            Ports = ports,
        };
        images.RequireCurrentLock(reader, settings.Services);
        var waivers = GateSettings.Read(reader, settings);
        known = reader.Known;
        reader.ThrowIfMistaken();
        return settings with { Waivers = waivers };
    }

    private static StackEnvironment Environment(SettingReader reader, string stack)
    {
        const string key = "environment";
        (string Word, StackEnvironment Value)[] choices =
            [("sandbox", StackEnvironment.Sandbox), ("dev", StackEnvironment.Dev), ("prod", StackEnvironment.Prod)];
        if (reader.Given(key) is not null)
        {
            var given = reader.OneOf(key, StackEnvironment.Prod, choices);
            // Or one word would open what the gate keeps closed, and nobody would be told.
            if (stack == "prod" && given != StackEnvironment.Prod)
                reader.Mistake(key, "expected prod or auto, as the stack's name says: a stack for something else has another name");
            return given;
        }

        foreach (var (word, environment) in choices)
        {
            if (word == stack)
                return environment;
        }

        reader.Mistake(key, $"expected sandbox or dev or prod, because the stack's name ({stack}) is none of them");
        return StackEnvironment.Prod;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex NamePrefix();
}
