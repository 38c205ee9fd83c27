using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alloy.Logs.Cases;

/// <summary>
/// Holds the interpreter against the real Alloy 1.18.1 and Loki 3.7.6: with the pipeline that they were run with, it makes the
/// same entries of each case.
/// </summary>
public sealed class RealPipelineTests
{
    private static readonly string Pipeline = File.ReadAllText(Path.Combine(LogCase.Folder, "real", "pipeline.alloy"));

    public static TheoryData<string> Names => [.. RealEntry.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_interpreter_makes_what_the_real_products_made(string name)
    {
        var one = LogCase.All[name];

        var made = LogPipelineRun.With(Pipeline, one.Component, one.Lines).Entries.Select(RealEntry.Of);

        // Loki answers by time, and the interpreter has them as they come.
        Assert.Equal(
            RealEntry.All[name].Select(entry => (entry with { DetectedLevel = null }).ToString()).Order(StringComparer.Ordinal),
            made.Select(entry => entry.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_case_was_run() => Assert.Equal(LogCase.All.Keys.Order(StringComparer.Ordinal), RealEntry.All.Keys.Order(StringComparer.Ordinal));
}
