using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alloy.Logs.Cases;

/// <summary>The secrets that once passed, and what only looks like one.</summary>
public sealed class SecretCaseTests
{
    private static readonly string[] Values = ["s3cr3t-Pa55", "examplesecret"];

    public static TheoryData<string> Secrets => [.. LogCase.All.Where(pair => pair.Value.Lines.Any(HasSecret)).Select(pair => pair.Key)];

    public static TheoryData<string> Others => [.. LogCase.Of("not-secrets").Select(one => $"{one.File}-{one.Id}")];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void No_secret_comes_out(string name)
    {
        var one = LogCase.All[name];

        Assert.All(LogPipelineRun.Of(one.Component, one.Lines).Entries, entry =>
        {
            Assert.False(HasSecret(entry.Line), entry.Line);
            Assert.DoesNotContain(entry.Metadata.Values.Concat(entry.Labels.Values), HasSecret);
        });
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void What_is_no_secret_comes_out_as_it_was(string name)
    {
        var one = LogCase.All[name];

        Assert.Equal(one.Lines, LogPipelineRun.Of(one.Component, one.Lines).Entries.Select(entry => entry.Line));
    }

    [Fact]
    public void There_are_as_many_secrets_as_were_reported() => Assert.Equal(LogCase.Of("secrets").Count(), Secrets.Count(name => name.Data.StartsWith("secrets-", StringComparison.Ordinal)));

    private static bool HasSecret(string text) => Values.Any(value => text.Contains(value, StringComparison.Ordinal));
}
