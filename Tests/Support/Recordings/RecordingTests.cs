namespace Infra.Tests.Support.Recordings;

/// <summary>Reading the recordings.</summary>
public sealed class RecordingTests
{
    [Fact]
    public void Reads_both_formats()
    {
        var recording = Recording.Parse("any",
        [
            "# TYPE plain gauge", "plain 1.5e+09", "# TYPE odd counter", """odd_total{a="x \"y\" \\ {z}",b=""} 3.0 # {span_id="1"} 1.0 1796052486.136""",
            "# TYPE slow histogram", """slow_bucket{le="+Inf"} +Inf 1796047104061""", "# more of slow_bucket",
        ]);

        Assert.Equal([("plain", "gauge"), ("odd", "counter"), ("slow", "histogram")], recording.Samples.Select(sample => (sample.Family.Name, sample.Family.Type)));
        Assert.Equal([1.5e9, 3, double.PositiveInfinity], recording.Samples.Select(sample => sample.Value));
        Assert.Equal("""x "y" \ {z}""", recording.Samples[1].Labels["a"]);
        Assert.Equal(["slow_bucket"], recording.Cut);
    }

    [Fact]
    public void Reads_every_recording()
    {
        Assert.True(Recording.Products.Count >= 16);
        Assert.All(Recording.Products, product =>
        {
            var complete = Recording.Complete(product);
            Assert.NotEmpty(complete.Samples);
            Assert.All(complete.Samples.GroupBy(sample => sample.Without("")), series => Assert.Single(series));
        });
    }

    [Fact]
    public void A_name_of_the_pinned_version_stands_beside_the_recorded_one() =>
        Assert.All(PinnedNames.All, pinned =>
        {
            var samples = Recording.Complete(pinned.Product).Samples;
            Assert.Contains(samples, sample => sample.Name.StartsWith(pinned.Recorded, StringComparison.Ordinal));
            Assert.Contains(samples, sample => sample.Name.StartsWith(pinned.Pinned, StringComparison.Ordinal));
        });

    [Fact]
    public void What_was_cut_off_is_put_back_and_nothing_else() =>
        Assert.All(CutSeries.Labels, cut =>
        {
            var recorded = Recording.Read(cut.Product);
            var there = PinnedNames.AddTo(recorded).Samples.Select(Series).ToHashSet();
            var added = CutSeries.Complete(PinnedNames.AddTo(recorded)).Samples.Where(sample => !there.Contains(Series(sample))).ToList();
            Assert.Contains(added, sample => cut.Values.Contains(sample.Labels.GetValueOrDefault(cut.Label)));
            Assert.All(added.Where(sample => !sample.Labels.ContainsKey("le")), sample => Assert.Contains(sample.Name, recorded.Cut));
        });

    [Fact]
    public void Every_histogram_has_its_last_bucket()
    {
        foreach (var recording in Recording.Products.Select(Recording.Complete))
        {
            var last = recording.Samples.Where(sample => sample.Labels.GetValueOrDefault("le") == "+Inf").Select(sample => sample.Without("le")).ToHashSet();
            var counts = recording.Samples.Where(sample => sample.Family.Type == "histogram" && sample.Name.EndsWith("_count", StringComparison.Ordinal));
            Assert.All(counts, count => Assert.Contains((count with { Name = count.Name[..^"count".Length] + "bucket" }).Without("le"), last));
        }
    }

    private static string Series(RecordedSample sample) => sample.Without("");
}
