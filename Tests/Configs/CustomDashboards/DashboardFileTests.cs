using System.Text.Json.Nodes;
using Infra.Configs.CustomDashboards;

namespace Infra.Tests.Configs.CustomDashboards;

public sealed class DashboardFileTests
{
    private static readonly HashSet<string> Metrics = ["trino_running", "minio_bytes"];

    private static readonly DashboardSurroundings Stack = new()
    {
        DataSources = new Dictionary<string, string> { ["prometheus"] = "prometheus", ["loki"] = "loki" },
        Metrics = Metrics,
        NearestMetric = name => name.StartsWith("trino", StringComparison.Ordinal) ? "trino_running" : null,
    };

    [Fact]
    public void Of_an_export_get_a_uid_and_the_data_sources_of_the_stack()
    {
        var board = Board("My Board (copy)", """
            {
              "__inputs": [{"name": "DS_METRICS", "type": "datasource", "pluginId": "prometheus"}, {"name": "DS_LINES", "type": "datasource", "pluginId": "loki"}],
              "__requires": [{"type": "grafana", "id": "grafana", "version": "11.0.0"}],
              "id": 7, "version": 12, "title": "Mine", "uid": null,
              "panels": [
                {"type": "row", "panels": [{"title": "A", "type": "stat", "datasource": "${DS_METRICS}", "targets": [{"expr": "trino_running", "datasource": null}]}]},
                {"title": "B", "type": "logs", "datasource": {"type": "loki", "uid": "P1234"}, "targets": [{"expr": "{service=\"$service\"} |= `x`", "datasource": {"uid": "${DS_LINES}"}}]},
                {"title": "C", "type": "stat", "targets": [{"expr": "sum(rate(minio_bytes[$__rate_interval]))"}]},
                {"title": "D", "type": "stat", "datasource": null, "targets": [{"expr": "{a=\"b\"}", "datasource": {"type": "loki"}}]},
                {"title": "E", "type": "stat", "datasource": {"type": "datasource", "uid": "-- Mixed --"}, "targets": [{"expr": "up", "datasource": "Prometheus (EU)"}]},
                {"title": "F", "type": "text"}
              ],
              "annotations": {"list": [{"datasource": {"type": "grafana", "uid": "-- Grafana --"}, "name": "Annotations"}]},
              "templating": {"list": [{"type": "query", "name": "service", "datasource": "${DS_METRICS}", "query": "label_values(trino_running{job=\"trino\"}, service)"}]}
            }
            """);

        Assert.Equal("my-board-copy", board["uid"]!.GetValue<string>());
        Assert.All(["id", "version", "__inputs", "__requires"], key => Assert.False(board.ContainsKey(key)));
        Assert.Equal("""{"type":"prometheus","uid":"prometheus"}""", board["panels"]![0]!["panels"]![0]!["datasource"]!.ToJsonString());
        Assert.Null(board["panels"]![0]!["panels"]![0]!["targets"]![0]!["datasource"]);
        Assert.Equal(
            ["loki", "prometheus", "loki", "-- Mixed --"], board["panels"]!.AsArray().Skip(1).Take(4).Select(panel => panel!["datasource"]!["uid"]!.GetValue<string>()));
        Assert.Equal("loki", board["panels"]![1]!["targets"]![0]!["datasource"]!["uid"]!.GetValue<string>());
        Assert.Equal("prometheus", board["panels"]![4]!["targets"]![0]!["datasource"]!["uid"]!.GetValue<string>());
        Assert.Null(board["panels"]![5]!["datasource"]);
        Assert.Equal("-- Grafana --", board["annotations"]!["list"]![0]!["datasource"]!["uid"]!.GetValue<string>());
        Assert.Equal("prometheus", board["templating"]!["list"]![0]!["datasource"]!["uid"]!.GetValue<string>());
    }

    public static TheoryData<string, int> Hostile => new()
    {
        { "{\"title\":\n" + new string('[', 30_000), 2 },
        { string.Concat(Enumerable.Repeat("{\"panels\":", 30_000)), 1 },
        { new string('[', 30_000) + new string(']', 30_000), 1 },
        { "{\n\"title\": \"\\ud800\"}", 2 },
        { "{\n\n\"\\ud800\": 1}", 3 },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Made_to_harm_who_reads_them_are_refused_with_their_line(string text, int line)
    {
        var finding = Assert.Single(DashboardFile.Read("a", text, Stack).Findings);

        Assert.Equal(line, finding.Line);
        Assert.StartsWith("expected JSON: ", finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Keep_the_choice_of_a_data_source()
    {
        var board = Board("a", """
            {"title": "A", "uid": "mine", "templating": {"list": [{"type": "datasource", "name": "source", "query": "prometheus"}]},
             "panels": [{"datasource": {"type": "prometheus", "uid": "${source}"}, "targets": [{"expr": "trino_running"}]}]}
            """);

        Assert.Equal("mine", board["uid"]!.GetValue<string>());
        Assert.Equal("${source}", board["panels"]![0]!["datasource"]!["uid"]!.GetValue<string>());
    }

    [Fact]
    public void Are_the_same_text_however_they_are_written() => Assert.Equal(
        DashboardFile.Read("a", """{"title": "A", "panels": [], "tags": ["b", "a"]}""", Stack).Board!.Json,
        DashboardFile.Read("a", "{\n  \"tags\": [\"b\",\"a\"],\n  \"version\": 3,\n  \"panels\": [ ], \"title\": \"A\"\n}\n", Stack).Board!.Json);

    [Theory]
    [InlineData("""{"dashboard": {"title": "A", "uid": "u"}, "meta": {}}""")]
    [InlineData("""{"apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard", "spec": {"title": "A", "uid": "u", "panels": []}}""")]
    public void Are_found_in_what_the_api_answers(string text) => Assert.Equal("u", DashboardFile.Read("a", text, Stack).Board!.Uid);

    [Theory]
    [InlineData("{\n\"title\": \"A\",\n}", 3, "expected JSON: ")]
    [InlineData("{\n\"title\": \"A\"", 2, "expected JSON: ")]
    [InlineData("", 1, "expected JSON: ")]
    [InlineData("{\n\"title\": \"A\",\n\"title\": \"B\"}", 1, "expected JSON: ")]
    [InlineData("[]", 1, "expected a dashboard in the classic form")]
    [InlineData("""{"apiVersion": "dashboard.grafana.app/v2", "spec": {"elements": {}}}""", 1, "expected a dashboard in the classic form")]
    [InlineData("{\n\"panels\": []}", 1, "expected a title")]
    [InlineData("{\"title\": \"A\",\n\"uid\": \"a/b\"}", 2, "expected a uid of at most 40 letters")]
    [InlineData("{\"title\": \"A\", \"panels\": [\n{\"title\": \"P\", \"targets\": [\n{\"expr\": \"sum(trino_runing)\"}]}]}", 3, "panel 'P' asks for the metric trino_runing, which no product of this stack is known to serve, did you mean trino_running? Where")]
    [InlineData("{\"title\": \"A\", \"panels\": [\n{\"title\": \"P\", \"targets\": [\n{\"expr\": \"sum(other)\"}]}]}", 3, "panel 'P' asks for the metric other, which no product of this stack is known to serve. Where")]
    [InlineData("{\"title\": \"A\", \"panels\": [\n{\"title\": \"P\", \"targets\": [\n{\"expr\": \"sum(trino_running\"}]}]}", 3, "panel 'P' cannot be read as PromQL: ")]
    [InlineData("{\"title\": \"A\", \"panels\": [\n{\"title\": \"P\", \"datasource\": \"Loki\", \"targets\": [\n{\"expr\": \"{a=\"}]}]}", 3, "panel 'P' cannot be read as LogQL: ")]
    [InlineData("{\"title\": \"A\", \"panels\": [\n{\"title\": \"P\",\n\"datasource\": {\"type\": \"influxdb\"}}]}", 3, "asks a data source of the type influxdb, which this stack does not have; expected one of loki, prometheus")]
    [InlineData("{\"title\": \"A\", \"templating\": {\"list\": [\n{\"name\": \"v\", \"datasource\": \"prometheus\",\n\"query\": {\"query\": \"label_values(other, job)\"}}]}}", 3, "variable 'v' asks for the metric other")]
    public void That_are_wrong_say_where(string text, int line, string problem)
    {
        var reading = DashboardFile.Read("a", text, Stack);

        Assert.Null(reading.Board);
        var finding = Assert.Single(reading.Findings);
        Assert.StartsWith(problem, finding.Problem);
        Assert.Equal(line, finding.Line);
    }

    [Fact]
    public void May_say_that_their_metrics_are_their_own()
    {
        var board = Board("a", """{"title": "A", "phlo": {"unknownMetrics": true}, "panels": [{"targets": [{"expr": "other"}]}]}""");

        Assert.False(board.ContainsKey("phlo"));
    }

    private static JsonObject Board(string name, string text)
    {
        var reading = DashboardFile.Read(name, text, Stack);
        Assert.Empty(reading.Findings);
        return JsonNode.Parse(reading.Board!.Json)!.AsObject();
    }
}
