using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Infra.Tests.Stacks.Gate;
using Infra.Tests.Support;

namespace Infra.Tests.Docs;

/// <summary>What the documentation has people set for prod is let through by prod's gate: all settings of a page together.</summary>
public sealed partial class DocumentedSettingsTests
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md").Select(page => Path.GetFileName(page))
            .Where(page => Settings(page).Count > 0).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void There_are_pages_with_settings() => Assert.Contains("production.md", Pages.Select(page => (string)page));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Are_let_through(string page)
    {
        var settings = Settings(page);
        var stack = new ProdStack
        {
            Secrets = [.. settings.Where(setting => setting.IsSecret).Select(setting => setting.Key)],
            Providers = settings.Where(setting => setting.Key.Contains(':')).ToDictionary(setting => setting.Key, setting => setting.Value),
            Unbound = [],
        };

        stack.Read([.. settings.Where(setting => !setting.Key.Contains(':')).DistinctBy(setting => setting.Key).Select(setting => (setting.Key, setting.Value))]);
    }

    [Fact]
    public void So_are_those_of_a_whole_stack()
    {
        var (waivers, targets) = ("""{"published-port": "the head office federates this Prometheus until March"}""", """
            {"superset": {"addresses": "superset.example.com:8088", "scheme": "https", "user": "prometheus", "password": "hV6-ck3Rn8Yd", "labels": {"team": "bi"}},
             "trino-adhoc": {"job": "trino", "addresses": ["trino-adhoc:8080"], "user": "prometheus"}}
            """);
        var read = new ProdStack { Secrets = ["targets", "minioSecretKey"] }.Read(
            ("gateWaivers", waivers), ("prometheusPort", "9090"), ("targets", targets), ("lakehouseNetworks", "phlo_default"),
            ("minioAccessKey", "prometheus"), ("minioSecretKey", ProdSettings.OtherPassword), ("publishAddress", "0.0.0.0"), ("grafanaDomain", "observability.example.com"),
            ("maintenanceWindows", """{"nightly-load": {"times": "23:00-02:30", "weekdays": ["monday", "tuesday"], "timezone": "Europe/Berlin", "severities": ["warning", "info"]}}"""));

        Assert.Equal(["published-port"], read.Waivers.Select(waiver => waiver.Rule));
    }

    // What a shell would have to work out is left to it.
    private static List<(string Key, string Value, bool IsSecret)> Settings(string page) =>
    [
        .. from line in File.ReadLines(Path.Combine(SourceTree.Root, "docs", page))
           let command = Command().Match(line)
           where command.Success
           let words = Word().Matches(command.Groups[1].Value).Select(word => word.Value.Trim('\'')).ToList()
           let isSecret = words.Contains("--secret")
           let rest = words.Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToList()
           where !words.Contains("--path") && rest.TrueForAll(word => !word.Contains("$("))
           select (rest[0], rest.Count > 1 && !rest[1].Contains(' ') ? rest[1] : SecretOf(rest[0]), isSecret),
    ];

    private static string SecretOf(string key)
    {
        var chance = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return key.EndsWith("Url", StringComparison.Ordinal) ? $"https://hooks.example.com/{chance}" : chance[..32];
    }

    [GeneratedRegex(@"^\$ \./infra config set (.+?) -s prod\b")]
    private static partial Regex Command();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\S+")]
    private static partial Regex Word();
}
