extern alias health;

using health::Infra.Health.Live;

namespace Infra.Tests.Eng.Health.Live;

public sealed class AnswerReadingTests
{
    [Fact]
    public void Reads_values_over_time_with_gaps_and_without_a_number()
    {
        var answer = AnswerReading.Read("""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"job":"trino"},"values":[[10,"1"],[20,"NaN"],[40,"+Inf"]]}]}}""");

        var series = Assert.Single(answer.Series);
        Assert.Equal("trino", series.Labels["job"]);
        Assert.Equal([new LivePoint(10, 1), new LivePoint(20, double.NaN), new LivePoint(40, double.PositiveInfinity)], series.Points);
        Assert.True(answer.HasData);
    }

    [Fact]
    public void Reads_what_promtool_prints()
    {
        Assert.Equal(2, Assert.Single(AnswerReading.Read("""[{"metric":{"a":"b"},"value":[1,"2"]}]""").Series).Points[0].Value);
        Assert.Equal(2, Assert.Single(AnswerReading.Read("""[{"metric":{"a":"b"},"values":[[1,"2"],[2,"3"]]}]""").Series).Points.Count);
        Assert.Empty(AnswerReading.Read("[]").Series);
    }

    [Fact]
    public void Reads_log_lines_the_newest_first()
    {
        var answer = AnswerReading.Read("""{"status":"success","data":{"resultType":"streams","result":[{"stream":{"level":"ERROR"},"values":[["1000000000","old"],["3000000000","new"]]}]}}""");

        Assert.Equal(["new", "old"], answer.Lines.Select(line => line.Text));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(3), answer.Lines[0].Time);
    }

    [Theory]
    [InlineData("""{"status":"error","error":"parse error"}""", "parse error")]
    [InlineData("<html>", "cannot be read")]
    [InlineData("""{"status":"success"}""", "cannot be read")]
    public void Says_why_there_is_no_answer(string json, string error) => Assert.Contains(error, AnswerReading.Read(json).Error);

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""[{"metric":{},"value":[1,"NaN"]}]""")]
    public void Nothing_and_no_number_are_no_data(string json) => Assert.False(AnswerReading.Read(json).HasData);
}
