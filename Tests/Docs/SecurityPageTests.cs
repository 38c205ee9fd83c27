using System.Text.RegularExpressions;
using Infra.Tests.Support;

namespace Infra.Tests.Docs;

/// <summary>docs/security.md says what was tried, and who every container runs as.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "security.md"));

    [Fact]
    public void It_lists_the_attacks_that_are_made()
    {
        var made = typeof(SecurityPageTests).Assembly.GetTypes()
            .Where(type => type.GetCustomAttributes(typeof(TraitAttribute), false).Cast<TraitAttribute>().Any(trait => (trait.Name, trait.Value) == (AttackTrait.Name, AttackTrait.Value)));

        Assert.Equal(made.Select(type => type.Name).Order(), AttackRow().Matches(Page).Select(row => row.Groups[1].Value).Order());
    }

    [Fact]
    public async Task It_lists_each_container_of_prod_with_its_user()
    {
        var containers = (await MockedStack.DeployAsync("prod", ("dockerSocketGroup", "998"))).Containers
            .Where(container => container["start"] is null && (bool?)container["attach"] != true);

        Assert.Equal(
            containers.Select(container => $"{container.Name} {((string)container["user"]!).Split(':')[0]}").Order(),
            UserRow().Matches(Page).SelectMany(row => row.Groups[1].Captures.Zip(row.Groups[2].Captures, (name, user) => $"{name.Value} {user.Value}")).Order());
    }

    [GeneratedRegex(@"^\| `(\w+Tests)`:", RegexOptions.Multiline)]
    private static partial Regex AttackRow();

    [GeneratedRegex(@"^\| (?:`([a-z-]+)`(?:, )?)+ \| (?:(\d+)(?: and |, or 0)?)+ \|", RegexOptions.Multiline)]
    private static partial Regex UserRow();
}
