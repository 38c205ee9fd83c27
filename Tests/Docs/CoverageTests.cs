using Infra.Tests.Replay;
using Infra.Tests.Support;

namespace Infra.Tests.Docs;

/// <summary>The page that says what is proven is what the tests prove.</summary>
[Collection(ReplayGroup.Name)]
public sealed class CoverageTests(ReplayFixture fixture, ITestOutputHelper output)
{
    private readonly ReplayedLakehouse _replay = fixture.Replay;

    [Fact]
    public async Task The_page_says_what_is_covered()
    {
        var page = CoverageReport.Render(ReplayReport.Series(await _replay.SeriesAsync()));
        output.WriteLine(string.Join('\n', CoverageReport.Numbers().Select(entry => $"{entry.Number,6} {entry.What}")));

        Golden.Matches(page, Path.Combine(SourceTree.Root, "docs", "coverage.md"));
    }
}
