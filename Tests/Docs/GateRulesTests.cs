using System.Text.RegularExpressions;
using Infra.Stacks.Gate;
using Infra.Tests.Support;

namespace Infra.Tests.Docs;

/// <summary>The table of prod's rules in docs/production.md is about those that there are.</summary>
public sealed partial class GateRulesTests
{
    [Fact]
    public void Each_rule_has_its_row()
    {
        var rows = File.ReadLines(Path.Combine(SourceTree.Root, "docs", "production.md"))
            .SkipWhile(line => line != "| rule | refuses |").Skip(2).TakeWhile(line => line.StartsWith('|'));
        var rules = rows.SelectMany(row => Rule().Matches(row.Split('|')[1])).Select(match => match.Groups[1].Value);

        Assert.Equal(GateRule.All.Keys, rules.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex Rule();
}
