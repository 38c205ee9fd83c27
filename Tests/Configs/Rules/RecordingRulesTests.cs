using Infra.Configs.Monitoring;
using Infra.Configs.Rules;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Rules;

public sealed class RecordingRulesTests
{
    private static readonly IReadOnlyList<RecordingGroup> Groups = MonitoredProducts.RecordingGroups(AlertSamples.Everything);

    public static TheoryData<string> Names => [.. Groups.SelectMany(group => group.Rules).Select(rule => rule.Name)];

    // In the products' rooms, and what is older beside this file.
    private static IReadOnlyList<string> Tests { get; } =
        [.. Directory.GetFiles(Path.Combine(SourceTree.Root, "Tests", "Configs"), "recording*.promtest.yml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    public static TheoryData<int> Files => [.. Enumerable.Range(0, Tests.Count)];

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(RecordingRulesYaml.Render(Groups), "recording.golden.yml");

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Give_what_the_tests_expect(int file)
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string>
        {
            ["rules.yml"] = RecordingRulesYaml.Render(Groups),
            ["tests.yml"] = Tests[file],
        });

        await ToolProcess.AcceptsInAsync(folder.Path, "promtool", "test", "rules", "tests.yml");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_each_seen_to_give_a_value(string name) => Assert.Contains(Tests, text => text.Contains($"- labels: '{name}{{", StringComparison.Ordinal));
}
