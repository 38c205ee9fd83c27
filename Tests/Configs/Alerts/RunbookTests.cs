using System.Text.RegularExpressions;
using Infra.Tests.Configs.Contract;
using Infra.Tests.Peers;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alerts;

/// <summary>Runbooks: what somebody reads who was woken.</summary>
public sealed partial class RunbookTests(GrammarPackages packages) : IClassFixture<GrammarPackages>
{
    private static readonly string[] Sections = ["Symptom", "Impact", "Checks", "Remedies"];

    private static readonly string[] Languages = ["promql", "logql", "traceql", "sql", "bash"];

    public static TheoryData<string> Names => [.. AlertSamples.Rules.Select(rule => rule.Runbook).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Runbooks_say_what_is_seen_what_it_means_what_to_look_at_and_what_to_do(string runbook)
    {
        var text = Text(runbook);

        Assert.Equal(Sections, Heading().Matches(text).Select(match => match.Groups[1].Value));
        Assert.All(Sections, section => Assert.NotEmpty(Section(text, section)));
        Assert.NotEmpty(Block().Matches(Section(text, "Checks")));
        Assert.Matches("(?m)^1\\. ", Section(text, "Remedies"));
        Assert.All(Block().Matches(text), block => Assert.Contains(block.Groups["language"].Value, Languages));
    }

    [Fact]
    public async Task Queries_of_runbooks_can_be_read_by_the_products()
    {
        var queries = RunbookQueries.All.Select(query => (query.Where, query.Language.ToString().ToLowerInvariant(), query.Expression));

        var parsed = await new ExpressionGrammars(packages).ParseAsync(queries);

        Assert.NotEmpty(parsed);
        Assert.Empty(parsed.SelectMany(expression => expression.Errors.Select(error => $"{expression.Id} at {error.From}: {error.Message}")));
    }

    [Fact]
    public async Task Commands_of_runbooks_are_commands_of_a_shell()
    {
        using var folder = new TemporaryDirectory();
        var commands = AlertSamples.Rules.Select(rule => rule.Runbook).Distinct().SelectMany(runbook => Block().Matches(Text(runbook))
            .Where(block => block.Groups["language"].Value == "bash")
            .Select(block => $"# {runbook}\n{block.Groups["text"].Value}"));
        folder.Write("commands.sh", string.Join('\n', commands));

        await ToolProcess.AcceptsInAsync(folder.Path, "bash", "-n", "commands.sh");
    }

    /// <summary>Whether a runbook has everything that it has to have: for the report.</summary>
    internal static bool IsWhole(string runbook) => Heading().Matches(Text(runbook)).Select(match => match.Groups[1].Value).SequenceEqual(Sections);

    private static string Text(string runbook) => File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "runbooks", $"{runbook}.md"));

    private static string Section(string text, string section)
    {
        var start = text.IndexOf($"\n## {section}\n", StringComparison.Ordinal);
        if (start < 0)
            return "";
        var next = text.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
        return text[(start + section.Length + 5)..(next < 0 ? text.Length : next)].Trim();
    }

    [GeneratedRegex("(?m)^## (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex("(?ms)^ *```(?<language>[a-z]*)\\n(?<text>.*?)^ *```")]
    private static partial Regex Block();
}
