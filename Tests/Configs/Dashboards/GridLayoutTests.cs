using Infra.Configs.Dashboards;

namespace Infra.Tests.Configs.Dashboards;

public sealed class GridLayoutTests
{
    [Fact]
    public void Begins_a_line_where_there_is_no_room_below_the_highest_of_the_line_before()
    {
        var (positions, bottom) = GridLayout.Place([Of(16, 4), Of(8, 8), Of(12, 2)], 3);

        Assert.Equal([new GridPosition(0, 3, 16, 4), new GridPosition(16, 3, 8, 8), new GridPosition(0, 11, 12, 2)], positions);
        Assert.Equal(13, bottom);
    }

    [Fact]
    public void Knows_the_lines() =>
        Assert.Equal([24, 12, 24], GridLayout.Lines([Of(16, 4), Of(8, 8), Of(12, 2), Of(24, 2)]).Select(line => line.Sum(panel => panel.Width)));

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public void Refuses_what_fits_on_no_board(int width)
    {
        var error = Assert.Throws<ArgumentException>(() => GridLayout.Place([Of(width, 1)], 0));

        Assert.Contains($"Panel 'P' is {width} columns wide; expected 1 to 24.", error.Message);
    }

    private static Panel Of(int width, int height) => Panels.TimeSeries("P", "") with { Width = width, Height = height };
}
