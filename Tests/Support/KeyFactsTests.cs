namespace Infra.Tests.Support;

/// <summary>What holds configurations against facts has to see what is wrong in them.</summary>
public sealed class KeyFactsTests
{
    [Theory]
    [InlineData("server: {port: 80, timeout: 1m0s, secure: true, size: 5MB, share: 0.5, names: [a], label: \"7\"}", null)]
    [InlineData("server: {prot: 80}", "server.prot: no such key")]
    [InlineData("server: {port: \"80\"}", "server.port: 80 is no int")]
    [InlineData("server: {timeout: 7d}", "server.timeout: 7d is no duration")]
    [InlineData("server: {timeout: 60}", "server.timeout: 60 is no duration")]
    [InlineData("server: {secure: yes}", "server.secure: yes is no flag")]
    [InlineData("server: {size: 5}", "server.size: 5 is no bytes")]
    [InlineData("server: {names: a}", "server.names: a is no list")]
    [InlineData("rules: [{name: a}, {nmae: b}]", "rules[].nmae: no such key")]
    public void Unknown_keys_and_values_of_another_kind_are_found(string yaml, string? violation)
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string>
        {
            ["facts.txt"] = """
                # A comment.
                server map
                server.port int
                server.timeout duration
                server.secure flag
                server.size bytes
                server.share number
                server.names list
                server.label text
                rules list
                rules[].name text
                """,
        });

        var violations = KeyFacts.Read("facts.txt", Path.Combine(folder.Path, "Test.cs")).Violations(yaml);

        Assert.Equal(violation is null ? [] : [violation], violations);
    }
}
