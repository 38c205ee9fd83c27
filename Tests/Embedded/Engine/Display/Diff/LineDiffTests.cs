using Embedded.Engine.Display;

namespace Infra.Tests.Embedded.Engine.Display;

public class LineDiffTests
{
    [Fact]
    public void Changes_far_apart_make_hunks_of_their_own_with_three_lines_around()
    {
        var before = Enumerable.Range(1, 30).Select(i => $"line {i}").ToList();
        var after = before.ToList();
        after[4] = "changed 5";
        after.Insert(20, "new");

        Assert.Equal(
            ["@@ -2,7 +2,7 @@", "@@ -18,6 +18,7 @@"],
            LineDiff.Hunks(Text(before), Text(after)).Select(hunk => hunk.Header));
    }

    [Fact]
    public void Changes_close_together_share_a_hunk()
    {
        var before = Enumerable.Range(1, 20).Select(i => $"line {i}").ToList();
        var after = before.ToList();
        after[4] = "changed 5";
        after[11] = "changed 12";

        var hunk = Assert.Single(LineDiff.Hunks(Text(before), Text(after)));
        Assert.Equal("@@ -2,14 +2,14 @@", hunk.Header);
    }

    [Fact]
    public void A_missing_last_line_break_is_a_difference_and_is_said()
    {
        var hunk = Assert.Single(LineDiff.Hunks("a\nb", "a\nb\n"));

        Assert.Equal(
            [(LineChange.Kept, "a"), (LineChange.Removed, "b\n\\ No newline at end of file"), (LineChange.Added, "b")],
            hunk.Lines.Select(line => (line.Change, line.Text)));
    }

    [Theory]
    [InlineData("", "a\n", "@@ -0,0 +1 @@")]
    [InlineData("a\n", "", "@@ -1 +0,0 @@")]
    public void An_empty_side_is_numbered_as_in_diff(string before, string after, string header) =>
        Assert.Equal(header, Assert.Single(LineDiff.Hunks(before, after)).Header);

    [Fact]
    public void Equal_texts_have_no_hunks() => Assert.Empty(LineDiff.Hunks("a\nb\n", "a\nb\n"));

    [Fact]
    public void Any_two_texts_are_turned_into_each_other_in_the_fewest_lines()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var before = Random(random);
            var after = Random(random);

            var lines = LineDiff.Compare(before, after);

            Assert.Equal(before, lines.Where(line => line.Change != LineChange.Added).Select(line => line.Text));
            Assert.Equal(after, lines.Where(line => line.Change != LineChange.Removed).Select(line => line.Text));
            Assert.Equal(LongestCommon(before, after), lines.Count(line => line.Change == LineChange.Kept));
        }
    }

    [Fact]
    public void Long_texts_with_nothing_in_common_are_replaced_as_a_whole()
    {
        var lines = LineDiff.Compare(
            [.. Enumerable.Range(0, 4000).Select(i => $"a{i}")], [.. Enumerable.Range(0, 4000).Select(i => $"b{i}")]);

        Assert.Equal(8000, lines.Count);
        Assert.All(lines.Take(4000), line => Assert.Equal(LineChange.Removed, line.Change));
    }

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private static List<string> Random(Random random) =>
        [.. Enumerable.Range(0, random.Next(12)).Select(_ => ((char)('a' + random.Next(4))).ToString())];

    private static int LongestCommon(List<string> before, List<string> after)
    {
        var lengths = new int[before.Count + 1, after.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
        {
            for (var j = after.Count - 1; j >= 0; j--)
                lengths[i, j] = before[i] == after[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }
        return lengths[0, 0];
    }
}
