namespace Infra.Tests.Configs.Alerts.Logs;

/// <summary>What stands in for Loki, by what Loki's documentation says of these operations.</summary>
public sealed class LogQlParserTests
{
    private static readonly IReadOnlyList<StoredLine> Lines =
    [
        Line(1, "a", "ERROR", """{"event": "x", "level": "error", "n": 3}"""),
        Line(2, "a", "ERROR", "no JSON"),
        Line(3, "b", "ERROR", "no JSON"),
        Line(3, "b", "INFO", "id=7 name=orders"),
    ];

    [Theory]
    [InlineData("""sum by (service) (count_over_time({level="ERROR"}[5m]))""", "service=a 2", "service=b 1")]
    [InlineData("""sum by (service) (count_over_time({level=~"ERR.*",service!="b"}[5m]))""", "service=a 2")]
    // A window has its end and not its beginning.
    [InlineData("""sum by (service) (count_over_time({service=~"a|b"}[1m]))""", "service=b 2")]
    [InlineData("""sum by (service) (count_over_time({service=~"a|b"}[1m] offset 1m))""", "service=a 1")]
    [InlineData("""sum by (service) (count_over_time({service="a"} != "JSON" [5m]))""", "service=a 1")]
    [InlineData("""sum by (event) (count_over_time({service="a"} | json | event="x" [5m]))""", "event=x 1")]
    [InlineData("""sum by (level_extracted) (count_over_time({service="a"} |= "event" | json [5m]))""", "level_extracted=error 1")]
    [InlineData("""sum by (name) (count_over_time({service="b"} | regexp `name=(?P<name>\w+)` | name!="" [5m]))""", "name=orders 1")]
    [InlineData("""sum by (service) (count_over_time({level="ERROR"}[5m])) > 1""", "service=a 2")]
    [InlineData("""sum by (service) (count_over_time({level="ERROR"}[5m])) unless sum by (service) (count_over_time({level="INFO"}[5m]))""", "service=a 2")]
    [InlineData("""sum by (service) (count_over_time({level="INFO"}[5m])) or sum by (service) (count_over_time({level="ERROR"}[5m]))""", "service=a 2", "service=b 1")]
    [InlineData("""sum by (service) (count_over_time({service="b"}[5m])) / sum by (service) (count_over_time({level="ERROR"}[5m])) * 10""", "service=b 20")]
    [InlineData("""sum by (service) (count_over_time({level="TRACE"}[5m]))""")]
    public void Counts_and_combines_as_Loki_does(string expression, params string[] series) =>
        Assert.Equal(series, LogQlParser.Parse(expression).At(Lines, 3).Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""sum(count_over_time({a="b"}[5m]))""")]
    [InlineData("""rate({a="b"}[5m])""")]
    [InlineData("""sum by (a) (count_over_time({a="b"} | logfmt [5m]))""")]
    public void Refuses_what_it_does_not_know(string expression) => Assert.ThrowsAny<Exception>(() => LogQlParser.Parse(expression));

    // Loki answers with the parser's error in place of a result.
    [Fact]
    public void Refuses_to_count_what_a_parser_could_not_read() =>
        Assert.ThrowsAny<Exception>(() => LogQlParser.Parse("""sum by (event) (count_over_time({service="a"} | json [5m]))""").At(Lines, 3));

    private static StoredLine Line(double minute, string service, string level, string text) =>
        new(minute, text, new Dictionary<string, string> { ["service"] = service, ["level"] = level }, new Dictionary<string, string>());
}
