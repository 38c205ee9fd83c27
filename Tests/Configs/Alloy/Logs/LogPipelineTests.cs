using Infra.Configs.Alloy;
using Infra.Configs.Alloy.Logs;
using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alloy.Logs;

public sealed class LogPipelineTests
{
    [Fact]
    public void Keeps_two_outputs_apart_while_lines_are_joined_and_no_label_of_them()
    {
        var run = LogPipelineRun.Of("app", ("first out", "stdout"), ("first err", "stderr"), ("  second out", "stdout"), ("  second err", "stderr"));

        Assert.Equal(["first out\n  second out", "first err\n  second err"], run.Entries.Select(entry => entry.Line));
        Assert.Equal(["stdout", "stderr"], run.Entries.Select(entry => entry.Metadata["stream"]));
        Assert.All(run.Entries, entry => Assert.Equal(LogLabels.OfContainer, entry.Labels.Keys));
    }

    [Theory]
    [InlineData("app", "trace_id=0af7651916cd43dd8448eb211c80319c span_id=b7ad6b7169203331")]
    [InlineData("trino", "{\"level\":\"INFO\",\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"b7ad6b7169203331\"}")]
    [InlineData("tempo", "level=info traceID=0af7651916cd43dd8448eb211c80319c spanID=b7ad6b7169203331")]
    public void Finds_traces_by_any_of_their_names(string component, string line)
    {
        var entry = LogPipelineRun.One(component, line);

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", entry.Metadata["trace_id"]);
        Assert.Equal("b7ad6b7169203331", entry.Metadata["span_id"]);
    }

    [Theory]
    [InlineData("nessie", "2026-11-22 17:49:20,876 INFO  [io.quarkus.http.access-log] (x) 10.0.0.1 - - \"GET /q/health/ready HTTP/1.1\" 200 46")]
    [InlineData("dagster-webserver", "INFO:     10.0.0.1:5000 - \"GET /server_info HTTP/1.1\" 200 OK")]
    [InlineData("grafana", "logger=context t=x level=info msg=\"Request Completed\" method=GET path=/api/health status=200 remote_addr=10.0.0.1")]
    [InlineData("app", "10.0.0.1 - - [22/Nov/2026:22:00:00 +0000] \"GET /healthz HTTP/1.1\" 200 2")]
    [InlineData("postgres", "2026-11-22 22:08:56.898 UTC [1] LOG:  incomplete startup packet")]
    public void Drops_what_only_says_that_somebody_asked_for_health(string component, string line)
    {
        var run = LogPipelineRun.Of(component, line);

        Assert.Empty(run.Entries);
        Assert.Equal(["health_check"], run.Dropped);
    }

    [Theory]
    [InlineData("nessie", "2026-11-22 17:49:20,876 INFO  [io.quarkus.http.access-log] (x) 10.0.0.1 - - \"GET /q/health/ready HTTP/1.1\" 503 46")]
    [InlineData("nessie", "2026-11-22 17:49:20,876 INFO  [io.quarkus.http.access-log] (x) 10.0.0.1 - - \"GET /api/v2/trees HTTP/1.1\" 200 46")]
    [InlineData("grafana", "logger=context level=info method=GET path=/api/health status=503")]
    public void Keeps_what_says_that_health_is_bad_and_what_is_no_probe(string component, string line) => Assert.Single(LogPipelineRun.Of(component, line).Entries);

    [Theory]
    [InlineData("trino", "2026-11-22T21:36:26.105+0100\tINFO\tmain\tio.trino.X\tm")]
    [InlineData("nessie", "2026-11-22 17:49:20,876 INFO  [io.quarkus] (main) m")]
    [InlineData("minio", "{\"level\":\"INFO\",\"time\":\"2026-11-22T15:04:05.123456789Z\",\"message\":\"m\"}")]
    [InlineData("dagster-daemon", "2026-11-22 10:00:01 +0000 - dagster - INFO - m")]
    [InlineData("postgres", "2026-11-22 22:08:56.898 UTC [1] LOG:  m")]
    [InlineData("app", "{\"timestamp\":\"2026-11-22T10:00:00Z\",\"level\":\"info\"}")]
    public void The_time_of_an_entry_is_Dockers_whatever_its_text_says(string component, string line) =>
        Assert.Equal(LogPipelineRun.Received, LogPipelineRun.One(component, line).Time);

    [Fact]
    public void No_configuration_takes_a_time_from_a_text() => Assert.All(
        new[] { SampleConfigs.Dev, SampleConfigs.Prod, SampleConfigs.Remote },
        config => Assert.DoesNotContain("timestamp", AlloyFiles.Render(config)[AlloyFiles.ConfigFile]));

    [Fact]
    public void A_line_that_Alloy_reads_twice_is_the_same_for_Loki()
    {
        const string line = "2026-11-22 10:00:01 +0000 - dagster - INFO - m";

        var entries = LogPipelineRun.Of("dagster-daemon", line, line).Entries;

        Assert.Equal((entries[0].Time, entries[0].Line, string.Join(',', entries[0].Labels)), (entries[1].Time, entries[1].Line, string.Join(',', entries[1].Labels)));
    }

    [Fact]
    public void Drops_what_is_older_than_Loki_takes()
    {
        var old = LogPipelineRun.At("app", LogPipelineRun.Received.AddDays(-6), "old");

        Assert.Empty(old.Entries);
        Assert.Equal(["too_old"], old.Dropped);
        Assert.Single(LogPipelineRun.At("app", LogPipelineRun.Received.AddDays(-5), "young").Entries);
    }

    [Fact]
    public void Limits_each_container_by_itself_and_counts_what_it_drops()
    {
        var limit = Process().Blocks.Single(block => block.Name == "stage.limit");

        Assert.Equal("container", limit.Text("by_label_name"));
        Assert.Equal(true, limit.Attributes["drop"]);
        // Less than that, and Alloy warns that it takes this number all the same.
        Assert.Equal(10000m, limit.Attributes["max_distinct_labels"]);
        Assert.Equal(1000m, limit.Attributes["rate"]);
        Assert.Equal(200000m, limit.Attributes["burst"]);
    }

    [Fact]
    public void Knows_six_levels() =>
        Assert.Equal(["DEBUG", "ERROR", "FATAL", "INFO", "TRACE", "WARN"], LogLevels.All.Order(StringComparer.Ordinal));

    [Fact]
    public void Uses_only_what_RE2_has()
    {
        Assert.All(Expressions(Process()), expression => Go.Regex(expression));

        static IEnumerable<string> Expressions(ReadBlock block) => block.Attributes
            .Where(attribute => attribute.Key is "expression" or "firstline").Select(attribute => (string)attribute.Value)
            .Concat(block.Blocks.SelectMany(Expressions));
    }

    private static ReadBlock Process() => AlloyReader.Read(AlloyFiles.Render(SampleConfigs.Prod)[AlloyFiles.ConfigFile]).Single(block => block is { Name: "loki.process", Label: "containers" });
}
