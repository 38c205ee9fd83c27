using Infra.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Eng;

/// <summary>What the project's workflows let strangers' code do: an action is another repository's program.</summary>
public sealed class WorkflowTests
{
    public static TheoryData<string> Workflows =>
        [.. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, ".github/workflows")).Select(file => Path.GetRelativePath(SourceTree.Root, file))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_are_pinned_by_the_digest_of_a_commit_with_its_version_beside(string file) => Assert.Empty(Problems(Read(file)));

    [Theory]
    [InlineData("permissions: {contents: write}", "permissions: expected contents: read and nothing else")]
    [InlineData("on: push", "permissions: expected contents: read and nothing else")]
    [InlineData("jobs: {a: {permissions: {packages: write}}}", "a: permissions: expected none of its own")]
    [InlineData("jobs: {a: {steps: [{uses: actions/cache@v4}]}}", "actions/cache@v4: expected the 40 hexadecimal digits of a commit")]
    [InlineData("jobs: {a: {steps: [{uses: actions/cache@main}]}}", "actions/cache@main: expected the 40 hexadecimal digits of a commit")]
    [InlineData("jobs: {a: {steps: [{uses: 'docker://alpine:3'}]}}", "docker://alpine:3: expected the 40 hexadecimal digits of a commit")]
    [InlineData("jobs: {a: {uses: o/r/.github/workflows/w.yml@v1}}", "o/r/.github/workflows/w.yml@v1: expected the 40 hexadecimal digits of a commit")]
    [InlineData(
        "jobs: {a: {steps: [{uses: actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830}]}}",
        "actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830: expected its version as a comment behind it")]
    [InlineData(
        "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@fbc6f3992d24b796d5a048ff273f7fcc4a7b6c09 # v5.1.0",
        "actions/checkout@fbc6f3992d24b796d5a048ff273f7fcc4a7b6c09: expected persist-credentials: false")]
    public void A_workflow_that_trusts_more_is_found(string text, string problem) => Assert.Contains(problem, Problems(text));

    private static IEnumerable<string> Problems(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        if (root.Get("permissions") is not YamlMappingNode { Children.Count: 1 } permissions || permissions.Get("contents")?.ToString() != "read")
            yield return "permissions: expected contents: read and nothing else";

        foreach (var (name, job) in (root.Get("jobs") as YamlMappingNode ?? []).Children)
        {
            if (job.Get("permissions") is not null)
                yield return $"{name}: permissions: expected none of its own";
            foreach (var step in ((job.Get("steps") as YamlSequenceNode)?.Children ?? []).Prepend(job))
            {
                if (step.Get("uses")?.ToString() is { } action && Problem(text, action, step) is { } problem)
                    yield return $"{action}: {problem}";
            }
        }
    }

    private static string? Problem(string text, string action, YamlNode step)
    {
        var digest = action[(action.LastIndexOf('@') + 1)..];
        if (digest.Length != 40 || !digest.All(char.IsAsciiHexDigitLower))
            return "expected the 40 hexadecimal digits of a commit";
        if (!text.Split('\n').Where(line => line.Contains(action, StringComparison.Ordinal)).All(line => line.Contains($"{action} # v", StringComparison.Ordinal)))
            return "expected its version as a comment behind it";
        return action.StartsWith("actions/checkout@", StringComparison.Ordinal) && step.Get("with")?.Get("persist-credentials")?.ToString() != "false"
            ? "expected persist-credentials: false"
            : null;
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(SourceTree.Root, file));
}

file static class YamlNodes
{
    public static YamlNode? Get(this YamlNode node, string key) =>
        node is YamlMappingNode map ? map.Children.FirstOrDefault(child => child.Key.ToString() == key).Value : null;
}
