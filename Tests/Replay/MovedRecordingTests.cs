using System.Globalization;
using Infra.Tests.Support.Recordings;

namespace Infra.Tests.Replay;

/// <summary>How a recording goes on.</summary>
public sealed class MovedRecordingTests
{
    private const double Recorded = 1_796_052_480;
    private const double Begin = Recorded + 1000;

    private static readonly MovedRecording Moved = new(Recording.Parse("any",
    [
        "# TYPE requests counter", "requests_total 6000", "# TYPE errors_total counter", "errors_total 0", "# TYPE few_total counter", "few_total 1",
        "# TYPE cpu_seconds_total counter", "cpu_seconds_total 0.6",
        "# TYPE slow histogram", """slow_bucket{le="1"} 0""", """slow_bucket{le="2"} 40""", """slow_bucket{le="+Inf"} 60""", "slow_sum 150.5", "slow_count 60",
        "# TYPE size_bytes gauge", "size_bytes 1e+06", "# TYPE state gauge", "state NaN",
        "# TYPE process_start_time_seconds gauge", $"process_start_time_seconds {Recorded - 500}",
        "# TYPE last_heartbeat_timestamp_seconds gauge", $"last_heartbeat_timestamp_seconds {Recorded}",
        "# TYPE StartTime gauge", $"StartTime {Recorded - 500}000",
    ]));

    [Fact]
    public void Counters_grow_by_what_they_had_and_those_at_zero_stay_there()
    {
        Assert.Equal((6000, 6300), (At(0, "requests_total"), At(30, "requests_total")));
        Assert.Equal((0, 0), (At(0, "errors_total"), At(30, "errors_total")));
        Assert.Equal((1, 7), (At(0, "few_total"), At(30, "few_total")));
        Assert.Equal(0.63, At(30, "cpu_seconds_total"), 6);
    }

    [Fact]
    public void Histograms_stay_whole()
    {
        for (var scrape = 0; scrape < 50; scrape++)
        {
            var buckets = new[] { "1", "2", "+Inf" }.Select(le => At(scrape, $$"""slow_bucket{le="{{le}}"}""")).ToList();
            Assert.Equal(buckets.Order(), buckets);
            Assert.Equal(At(scrape, "slow_count"), buckets[^1]);
            Assert.Equal(150.5 / 60, At(scrape, "slow_sum") / At(scrape, "slow_count"), 9);
        }

        Assert.True(At(50, "slow_count") > 60);
    }

    [Fact]
    public void Points_in_time_go_along_and_starts_stay()
    {
        Assert.Equal(Begin + 30, At(30, "last_heartbeat_timestamp_seconds"));
        Assert.Equal(Begin - 500, At(30, "process_start_time_seconds"));
        Assert.Equal((Begin - 500) * 1000, At(30, "StartTime"));
    }

    [Fact]
    public void Other_gauges_stay_as_they_were()
    {
        Assert.Equal(1e6, At(30, "size_bytes"));
        Assert.True(double.IsNaN(At(30, "state")));
    }

    private static double At(int scrape, string series)
    {
        var line = Assert.Single(Moved.At(scrape, Begin, Begin + scrape).Split('\n'), line => line.StartsWith(series + " ", StringComparison.Ordinal));
        var value = line[(series.Length + 1)..];
        return double.Parse(value, CultureInfo.InvariantCulture);
    }
}
