using System.Text.Json;

namespace Infra.Tests.Stacks.Settings;

/// <summary>Settings by chance: the same for the same seed, valid as a whole, each with a way to be wrong.</summary>
internal sealed class RandomSettings
{
    // What a careless writer of YAML or of a regular expression stumbles over.
    private static readonly string[] AwkwardTexts =
        ["yes", "null", "~", "1.0", "0x1F", "2026-01-01", "12:30:45", "a: b", "# no comment", "- item", "'quoted'", "\"quoted\"", "{x}", "[y]", "$1", "${HOME}",
         "%p", "@at", "`tick`", "a\\b", "é ü 漢", "| pipe", "> more", "!tag", "&anchor", "*alias", "trailing:", "a #b", "=", "<<"];

    private readonly Random _random;

    public RandomSettings(int seed) => _random = new Random(seed);

    /// <summary>Every setting with a way to be right and a way to be wrong.</summary>
    private IReadOnlyDictionary<string, (Func<string> Valid, Func<string> Invalid)> Known => new Dictionary<string, (Func<string>, Func<string>)>
    {
        ["scrapeInterval"] = (() => Duration(1, 120), () => OneOf("15", "0s", "3m", "-5s", "1h", "soon")),
        ["evaluationInterval"] = (() => Duration(1, 300), () => OneOf("0s", "6m", "5 s", "x")),
        ["prometheusRetention"] = (() => OneOf("1h", "30d", "52w", "1d12h", "90m"), () => OneOf("59m", "forever", "30", "99999d")),
        ["prometheusRetentionSize"] = (() => OneOf("none", "512MB", "40GB", "1TB"), () => OneOf("40", "40 GB", "GB", "1.5GB", "8EB", "9000000000GB")),
        ["outOfOrderTimeWindow"] = (() => OneOf("0s", "30m", "1d"), () => OneOf("2d", "later", "30")),
        ["scrapeSampleLimit"] = (() => Number(1000, 5_000_000), () => OneOf("999", "lots", "-1", "1e5")),
        ["alertPendingPeriod"] = (() => Duration(0, 3600), () => OneOf("2h", "10", "x")),
        ["logSilenceServices"] = (() => OneOf("none", "trino", "dagster-daemon,pg-1"), () => OneOf("a b", ",", "a,,b", "-a", "a|b", "a\"b")),
        ["logSilencePeriod"] = (() => Duration(300, 21600), () => OneOf("4m", "7h", "30", "x")),
        ["lakehouseNetworks"] = (() => OneOf("none", "phlo_default", "a.b,c-d, e_f"), () => OneOf("a b", ",", "a,,b", "-a", "a|b")),
        ["lakehouseAuthority"] = (() => "none", () => OneOf("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")),
        ["trinoEnabled"] = (Flag, NoFlag),
        ["trinoAddresses"] = (Addresses, NoAddresses),
        ["trinoScheme"] = (Scheme, () => OneOf("HTTPS", "ftp", "https://")),
        ["trinoPath"] = (Path, NoPath),
        ["trinoUser"] = (User, () => OneOf("a:b", new string('u', 129), "tab\tbed")),
        ["trinoDroppedMetrics"] = (MetricNames, () => OneOf("a b", "a|b", "(a)", "a,", "é_*")),
        ["trinoLabels"] = (Labels, NoLabels),
        ["nessieEnabled"] = (Flag, NoFlag),
        ["nessieAddresses"] = (Addresses, NoAddresses),
        ["nessieScheme"] = (Scheme, () => "tcp"),
        ["nessiePath"] = (Path, NoPath),
        ["nessieLabels"] = (Labels, NoLabels),
        ["minioEnabled"] = (Flag, NoFlag),
        ["minioAddresses"] = (Addresses, NoAddresses),
        ["minioScheme"] = (Scheme, () => "s3"),
        ["minioPath"] = (Path, NoPath),
        ["minioAuth"] = (() => OneOf("jwt", "public"), () => OneOf("none", "JWT", "bearer")),
        ["minioAccessKey"] = (Text, () => new string('k', 129)),
        ["minioSecretKey"] = (Text, () => "two\nlines"),
        ["minioLabels"] = (Labels, NoLabels),
        ["dagsterEnabled"] = (Flag, NoFlag),
        ["dagsterSchema"] = (() => OneOf("public", "Dagster-1", "_d"), () => OneOf("a\"b", "1a", "a b", "a;drop")),
        ["assetFreshness"] = (() => OneOf("{}", """{"orders": "24h", "raw/entries": "90m"}"""), () => OneOf("24h", """{"a b": "1h"}""", """{"a": "soon"}""", """{"a": "2y"}""", """{"/a": "1h"}""")),
        ["postgresAddress"] = (() => Address(), () => OneOf("postgres", ":5432", "postgres:0", "a b:1")),
        ["postgresSslMode"] = (() => OneOf("disable", "require", "verify-ca", "verify-full"), () => OneOf("true", "prefer")),
        ["targets"] = (Targets, NoTargets),
        ["remoteWriteUrl"] = (() => OneOf("none", "https://mimir.example.com/api/v1/push", "http://[fd00::1]:9009/api/v1/push?x=1", "https://a_b/"), () => OneOf("mimir", "ftp://x/", "https://u:p@x/", "https:// x/")),
        ["remoteWriteToken"] = (() => OneOf("none", Text()), () => "two\nlines"),
        ["remoteWriteHeaders"] = (Headers, () => OneOf("[]", "x", """{"Host": "a"}""", """{"a b": "c"}""", """{"X-A": ""}""")),
        ["remoteWriteMaxShards"] = (() => Number(1, 200), () => OneOf("0", "201", "few")),
    };

    /// <summary>Valid settings: some of those there are, and what they need beside them.</summary>
    public Dictionary<string, string> Valid()
    {
        var settings = new Dictionary<string, string> { ["postgresPassword"] = "lakepass" };
        foreach (var (key, (valid, _)) in Known)
        {
            if (_random.Next(3) > 0)
                settings[key] = valid();
        }

        if (settings.GetValueOrDefault("minioAuth") == "jwt")
            settings.TryAdd("minioSecretKey", "minio123");
        return settings;
    }

    /// <summary>Valid settings but for one, with that one's name.</summary>
    public (string Wrong, Dictionary<string, string> Settings) Invalid()
    {
        var settings = Valid();
        var wrong = Known.Keys.ElementAt(_random.Next(Known.Count));
        settings[wrong] = Known[wrong].Invalid();
        return (wrong, settings);
    }

    private string Targets()
    {
        var targets = new Dictionary<string, object>();
        foreach (var name in Some("superset", "a1", "second-trino"))
        {
            var target = new Dictionary<string, object> { ["addresses"] = Chance() ? Addresses() : new[] { Address(), Address() } };
            if (Chance())
                target["scheme"] = Scheme();
            if (Chance())
                target["path"] = Path();
            if (Chance())
                (target["user"], target["password"]) = (User(), Text());
            else if (Chance())
                target["token"] = Text();
            if (Chance())
                target["labels"] = JsonSerializer.Deserialize<JsonElement>(Labels());
            if (Chance())
                target["headers"] = JsonSerializer.Deserialize<JsonElement>(Headers());
            if (Chance())
                target["droppedMetrics"] = MetricNames();
            if (Chance())
                target["enabled"] = Chance();
            targets[name] = target;
        }

        return JsonSerializer.Serialize(targets);
    }

    private string NoTargets() => OneOf(
        "x", "[]", """{"A": {"addresses": "a:1"}}""", """{"trino": {"addresses": "a:1"}}""", """{"a": {}}""", """{"a": {"addresses": "a"}}""", """{"a": "b:1"}""",
        """{"a": {"addresses": "a:1", "path": "x"}}""", """{"a": {"addresses": "a:1", "labels": {"instance": "x"}}}""", """{"a": {"addresses": "a:1", "what": "x"}}""",
        """{"a": {"addresses": "a:1", "user": "u", "token": "t"}}""", """{"a": {"addresses": "a:1", "password": "p"}}""", """{"a": {"addresses": "a:1", "headers": "x"}}""");

    private string Labels() => JsonSerializer.Serialize(Some("cluster", "team", "_x", "Zone1").ToDictionary(label => label, _ => Text()));

    private string NoLabels() => OneOf("x", "[1]", """{"job": "x"}""", """{"a-b": "c"}""", """{"__a": "b"}""", """{"a": ""}""");

    private string Headers() => JsonSerializer.Serialize(Some("X-Scope-OrgID", "X-Tenant").ToDictionary(header => header, _ => Text()));

    private string Addresses() => string.Join(Chance() ? "," : ", ", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Address()));

    private string NoAddresses() => OneOf("trino", "trino:", ":8080", "trino:99999", "http://trino:8080", "a:1,,b:2", "a b:1", "a:1/x", "[trino]:8080", "fd00::1:8080");

    private string Address() => $"{OneOf("trino", "phlo-trino-1", "10.1.2.3", "[fd00::1]", "a.example.com")}:{_random.Next(1, 65536)}";

    private string Path() => OneOf("/", "/metrics", "/q/metrics", "/a-b/c_d.e~f");

    private string NoPath() => OneOf("metrics", "/a b", "/a?b=c", "/a#b", "http://a/");

    private string MetricNames() => OneOf("none", "trino_*", "a_b,c:d, *_bucket", "ab");

    private string Text() => OneOf(AwkwardTexts);

    private string User() => OneOf([.. AwkwardTexts.Where(text => !text.Contains(':'))]);

    private string Scheme() => OneOf("http", "https");

    private string Flag() => OneOf("true", "false");

    private string NoFlag() => OneOf("yes", "1", "on", "perhaps");

    private string Duration(int least, int most) => $"{_random.Next(least, most + 1)}s";

    private string Number(int least, int most) => $"{_random.Next(least, most + 1)}";

    private bool Chance() => _random.Next(2) == 0;

    private List<string> Some(params string[] items) => [.. items.Where(_ => Chance())];

    private string OneOf(params string[] items) => items[_random.Next(items.Length)];
}
