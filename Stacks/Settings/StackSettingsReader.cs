using System.Globalization;
using System.Net;
using System.Text.Json;
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
        var environment = Environment(reader, source.Stack);
        var defaults = EnvironmentDefaults.Of(environment);
        var settings = new StackSettings
        {
            Stack = source.Stack,
            Environment = environment,
            NamePrefix = reader.Text(
                "namePrefix", $"phlo-{source.Stack}", NamePrefix().IsMatch,
                "1 to 40 lower-case letters, digits and hyphens, beginning with a letter"),
            Network = Network(reader, defaults),
            Images = Images(reader, defaults),
            Containers = Containers(reader, defaults),
            Prometheus = Prometheus(reader, defaults, environment),
            Alerts = Alerts(reader, defaults),
            Postgres = Postgres(reader, defaults, environment),
            Ports = Ports(reader, defaults),
        };
        known = reader.Known;
        reader.ThrowIfMistaken();
        return settings;
    }

    private static StackEnvironment Environment(SettingReader reader, string stack)
    {
        const string key = "environment";
        (string Word, StackEnvironment Value)[] choices =
            [("sandbox", StackEnvironment.Sandbox), ("dev", StackEnvironment.Dev), ("prod", StackEnvironment.Prod)];
        if (reader.Given(key) is not null)
            return reader.OneOf(key, StackEnvironment.Prod, choices);

        foreach (var (word, environment) in choices)
        {
            if (word == stack)
                return environment;
        }

        reader.Mistake(key, $"expected sandbox or dev or prod, because the stack's name ({stack}) is none of them");
        return StackEnvironment.Prod;
    }

    private static NetworkSettings Network(SettingReader reader, EnvironmentDefaults defaults) => new()
    {
        PublishAddress = reader.Text(
            "publishAddress", "127.0.0.1", text => IPAddress.TryParse(text, out var address) && address.ToString() == text,
            "an IP address of this machine, such as 127.0.0.1"),
        Isolated = reader.Flag("isolatedNetwork", defaults.IsolatedNetwork),
        Lakehouse = Optional(reader, "lakehouseNetwork", DockerName().IsMatch, "the name of a Docker network, or none"),
    };

    private static ImageSettings Images(SettingReader reader, EnvironmentDefaults defaults) => new()
    {
        Local = reader.OneOf("imageSource", defaults.LocalImages, ("registry", false), ("local", true)),
        Mirror = Optional(reader, "imageMirror", RegistryPath().IsMatch, "a registry and its path, such as registry.example.com/mirror, or none"),
        PinDigests = reader.Flag("pinImageDigests", defaults.PinImageDigests),
        Overrides = reader.Map(
            "images", ServiceNames.All, element => Matching(element, ImageReference()),
            "an image reference, such as prom/prometheus:v3.14.0"),
    };

    private static ContainerSettings Containers(SettingReader reader, EnvironmentDefaults defaults) => new()
    {
        Hardened = reader.Flag("hardenContainers", defaults.HardenContainers),
        KeepData = reader.Flag("keepData", defaults.KeepData),
        LogMaxSize = reader.Text("logMaxSize", "10m", LogSize().IsMatch, "a number with the unit k, m or g, such as 10m"),
        LogMaxFiles = reader.Number("logMaxFiles", 3, 1, 100),
        WaitTimeout = reader.Duration("containerWaitTimeout", Duration.Minutes(2), Duration.Seconds(5), Duration.Hours(1)),
        StopGracePeriod = reader.Duration("stopGracePeriod", Duration.Seconds(30), Duration.Seconds(1), Duration.Minutes(10)),
        HealthCheckInterval = reader.Duration("healthCheckInterval", defaults.HealthCheckInterval, Duration.Seconds(1), Duration.Minutes(5)),
        MemoryMegabytes = WithDefaults(
            reader.Map<Limit<int>>("memoryLimits", ServiceNames.All, MemoryLimit, "a number of megabytes from 16 to 1048576"),
            defaults.MemoryMegabytes),
        Processors = WithDefaults(
            reader.Map<Limit<decimal>>("cpuLimits", ServiceNames.All, ProcessorLimit, "a number of processors from 0.1 to 256, such as 0.5"),
            EnvironmentDefaults.Processors),
    };

    private static PrometheusSettings Prometheus(SettingReader reader, EnvironmentDefaults defaults, StackEnvironment environment)
    {
        var scrapeInterval = reader.Duration("scrapeInterval", defaults.ScrapeInterval, Duration.Seconds(1), Duration.Minutes(2));
        return new PrometheusSettings
        {
            ScrapeInterval = scrapeInterval,
            EvaluationInterval = reader.Duration("evaluationInterval", scrapeInterval, Duration.Seconds(1), Duration.Minutes(5)),
            Retention = reader.Duration("prometheusRetention", defaults.Retention, Duration.Hours(1), Duration.Days(3650)),
            RetentionSize = RetentionSize(reader, defaults, environment),
        };
    }

    private static ByteSize? RetentionSize(SettingReader reader, EnvironmentDefaults defaults, StackEnvironment environment)
    {
        const string key = "prometheusRetentionSize";
        if (reader.Given(key) is not SettingReader.None)
        {
            return reader.Given(key) is null
                ? defaults.RetentionSize
                : reader.Value(key, default, ByteSize.TryParse, "a size with a unit (B, KB, MB, GB, TB), such as 40GB, or none");
        }

        if (environment == StackEnvironment.Prod)
            reader.Mistake(key, "expected a size such as 40GB: in prod every store has a cap, so that it cannot fill the disk");

        return null;
    }

    private static AlertSettings Alerts(SettingReader reader, EnvironmentDefaults defaults) => new()
    {
        PendingPeriod = reader.Duration("alertPendingPeriod", defaults.AlertPendingPeriod, Duration.Seconds(0), Duration.Hours(1)),
        GroupWait = reader.Duration("alertGroupWait", defaults.AlertGroupWait, Duration.Seconds(0), Duration.Hours(1)),
        GroupInterval = reader.Duration("alertGroupInterval", defaults.AlertGroupInterval, Duration.Seconds(1), Duration.Hours(24)),
        RepeatInterval = reader.Duration("alertRepeatInterval", Duration.Hours(4), Duration.Minutes(1), Duration.Hours(120)),
        WebhookUrl = Url(reader, "alertWebhookUrl"),
        HeartbeatUrl = Url(reader, "alertHeartbeatUrl"),
        RunbookBase = reader.Text("runbookBase", "docs/runbooks", text => !text.Any(char.IsWhiteSpace), "an address or a folder, without spaces"),
    };

    private static PostgresSettings Postgres(SettingReader reader, EnvironmentDefaults defaults, StackEnvironment environment)
    {
        var demo = reader.OneOf("lakehouse", defaults.DemoLakehouse, ("demo", true), ("external", false));
        if (demo && environment == StackEnvironment.Prod)
            reader.Mistake("lakehouse", "expected external: the demo's Postgres is not for prod");

        var address = reader.Text("postgresAddress", "postgres:5432", IsHostAndPort, "a host and a port, such as postgres:5432");
        if (demo && reader.Given("postgresAddress") is not null)
            reader.Mistake("postgresAddress", "expected auto: with lakehouse = demo the stack brings the Postgres that it watches");

        var user = reader.Text("postgresUser", "lake", DatabaseName().IsMatch, "the name of a role: letters, digits, hyphens and underscores");
        return new PostgresSettings
        {
            Demo = demo,
            Address = address,
            User = user,
            Password = Password(reader, demo, environment, user),
            Database = reader.Text("postgresDatabase", "lakehouse", DatabaseName().IsMatch, "the name of a database: letters, digits, hyphens and underscores"),
            SslMode = reader.Text(
                "postgresSslMode", "disable", text => text is "disable" or "require" or "verify-ca" or "verify-full",
                "disable or require or verify-ca or verify-full"),
        };
    }

    private static Secret? Password(SettingReader reader, bool demo, StackEnvironment environment, string user)
    {
        const string key = "postgresPassword";
        if (reader.GivenSecret(key) is not { } password)
        {
            if (!demo)
                reader.Mistake(key, $"expected the password of the lakehouse's Postgres; set it with: ./infra config set --secret {key}");

            return null;
        }

        if (password.Any(char.IsControl))
            reader.Mistake(key, "expected a password on one line");
        else if (environment == StackEnvironment.Prod && !reader.IsEncrypted(key))
            reader.Mistake(key, $"expected an encrypted value in prod; set it with: ./infra config set --secret {key}");
        else if (environment == StackEnvironment.Prod && PasswordStrength.IsWeak(password, user))
            reader.Mistake(key, $"too weak for prod, expected {PasswordStrength.Expectation}");

        return new Secret(password);
    }

    private static SortedDictionary<string, int> Ports(SettingReader reader, EnvironmentDefaults defaults)
    {
        (string Service, string Key, int Default)[] all =
        [
            (ServiceNames.Prometheus, "prometheusPort", defaults.PrometheusPort),
            (ServiceNames.Alertmanager, "alertmanagerPort", defaults.AlertmanagerPort),
            (ServiceNames.Postgres, "postgresPort", 0),
            (ServiceNames.PostgresExporter, "postgresExporterPort", 0),
            (ServiceNames.NodeExporter, "nodeExporterPort", 0),
        ];
        var ports = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var owners = new Dictionary<int, string>();
        foreach (var (service, key, defaultPort) in all)
        {
            var port = reader.Port(key, defaultPort);
            ports[service] = port;
            if (port != 0 && !owners.TryAdd(port, key))
                reader.Mistake(key, port.ToString(CultureInfo.InvariantCulture), $"already the port of {owners[port]}, expected another");
        }

        return ports;
    }

    private static Secret? Url(SettingReader reader, string key)
    {
        if (reader.GivenSecret(key) is not { } text || text == SettingReader.None)
            return null;

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri!.Host.Length > 0)
            return new Secret(text);

        reader.Mistake(key, "expected an address that begins with http:// or https://, or none");
        return null;
    }

    private static string? Optional(SettingReader reader, string key, Predicate<string> isValid, string expectation)
    {
        var text = reader.Text(key, SettingReader.None, text => text == SettingReader.None || isValid(text), expectation);
        return text == SettingReader.None ? null : text;
    }

    private static Dictionary<string, T> WithDefaults<T>(IReadOnlyDictionary<string, Limit<T>> given, IReadOnlyDictionary<string, T> defaults) =>
        defaults.ToDictionary(pair => pair.Key, pair => given.TryGetValue(pair.Key, out var limit) ? limit.Value : pair.Value);

    private static Limit<int>? MemoryLimit(JsonElement element) =>
        int.TryParse(element.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes is >= 16 and <= 1048576
            ? new Limit<int>(megabytes)
            : null;

    private static Limit<decimal>? ProcessorLimit(JsonElement element) =>
        decimal.TryParse(element.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var processors)
        // Below that, the official provider cannot tell one number from another.
        && processors is >= 0.1m and <= 256m
            ? new Limit<decimal>(processors)
            : null;

    private static string? Matching(JsonElement element, Regex pattern) =>
        element.ValueKind == JsonValueKind.String && pattern.IsMatch(element.GetString()!) ? element.GetString() : null;

    private static bool IsHostAndPort(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            && Uri.CheckHostName(text[..colon].Trim('[', ']')) != UriHostNameType.Unknown;
    }

    // A reference type, so that «none» can be told from zero whatever the number's type.
    private sealed record Limit<T>(T Value);

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex NamePrefix();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    private static partial Regex DockerName();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*$")]
    private static partial Regex RegistryPath();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$")]
    private static partial Regex ImageReference();

    [GeneratedRegex("^[1-9][0-9]*[kmg]$")]
    private static partial Regex LogSize();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]{0,62}$")]
    private static partial Regex DatabaseName();
}
