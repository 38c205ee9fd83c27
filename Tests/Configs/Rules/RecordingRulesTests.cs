using System.Text.RegularExpressions;
using Infra.Configs.Monitoring;
using Infra.Configs.Rules;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Rules;

public sealed class RecordingRulesTests
{
    private static readonly IReadOnlyList<RecordingGroup> Groups = MonitoredProducts.RecordingGroups(AlertSamples.Everything);

    public static TheoryData<string> Names => [.. Groups.SelectMany(group => group.Rules).Select(rule => rule.Name).Distinct()];

    /// <summary>Whole files of promtool's, in the rooms of the products.</summary>
    public static TheoryData<string> Files => [.. Directory
        .GetFiles(Path.Combine(SourceTree.Root, "Tests", "Configs"), "recording*.promtest.yml", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(SourceTree.Root, path))
        .Order(StringComparer.Ordinal)];

    [Fact]
    public void Are_rendered_as_the_golden_file_has_them() => Golden.Matches(RecordingRulesYaml.Render(Groups), "recording.golden.yml");

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Give_what_the_tests_expect(string file)
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string>
        {
            ["rules.yml"] = RecordingRulesYaml.Render(Groups),
            ["tests.yml"] = Read(file),
        });

        await ToolProcess.AcceptsInAsync(folder.Path, "promtool", "test", "rules", "tests.yml");
    }

    // As a series of its own, or as what an expression of a test asks for.
    [Theory]
    [MemberData(nameof(Names))]
    public void Are_each_seen_to_give_a_value(string name) => Assert.Contains(
        Files.Select(file => Read(file.Data)),
        text => text.Contains($"- labels: '{name}{{", StringComparison.Ordinal) || Regex.IsMatch(text, $@"- expr: (round\()?{Regex.Escape(name)}\b.*\n\s+eval_time: \S+\n\s+exp_samples"));

    private static string Read(string file) => File.ReadAllText(Path.Combine(SourceTree.Root, file));
}
