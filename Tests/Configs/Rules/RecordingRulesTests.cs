using Infra.Configs;
using Infra.Configs.Rules;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Rules;

public sealed class RecordingRulesTests
{
    private static readonly IReadOnlyList<RecordingGroup> Groups = RecordingRules.Groups(Duration.Seconds(15), Duration.Minutes(1));

    public static TheoryData<string> Names => [.. Groups.SelectMany(group => group.Rules).Select(rule => rule.Name)];

    private static string Tests => File.ReadAllText(Path.Combine(SourceTree.Root, "Tests", "Configs", "Rules", "recording.promtest.yml"));

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(RecordingRulesYaml.Render(Groups), "recording.golden.yml");

    [Fact]
    public async Task Give_what_the_tests_expect()
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string>
        {
            ["rules.yml"] = RecordingRulesYaml.Render(Groups),
            ["tests.yml"] = Tests,
        });

        await ToolProcess.AcceptsInAsync(folder.Path, "promtool", "test", "rules", "tests.yml");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_each_seen_to_give_a_value(string name) => Assert.Contains($"- labels: '{name}{{", Tests);
}
