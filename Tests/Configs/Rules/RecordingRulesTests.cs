using Infra.Configs.Monitoring;
using Infra.Configs.Rules;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Rules;

public sealed class RecordingRulesTests
{
    private static readonly IReadOnlyList<RecordingGroup> Groups = MonitoredProducts.RecordingGroups(AlertSamples.Everything);

    public static TheoryData<string> Names => [.. Groups.SelectMany(group => group.Rules).Select(rule => rule.Name)];

    // Each a file of promtool's for the rules in rules.yml: the general one, and one beside each product that has more.
    private static readonly IReadOnlyDictionary<string, string> Tests = new SortedDictionary<string, string>(
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "Tests", "Configs"), "recording*.promtest.yml", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllText),
        StringComparer.Ordinal);

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(RecordingRulesYaml.Render(Groups), "recording.golden.yml");

    [Fact]
    public async Task Give_what_the_tests_expect()
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string>(Tests) { ["rules.yml"] = RecordingRulesYaml.Render(Groups) });

        await ToolProcess.AcceptsInAsync(folder.Path, "promtool", ["test", "rules", .. Tests.Keys]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_each_seen_to_give_a_value(string name) => Assert.Contains(Tests.Values, text => text.Contains($"- labels: '{name}{{", StringComparison.Ordinal));
}
