namespace Infra.Tests.Peers;

/// <summary>What is read out of expressions with the products' own grammars.</summary>
public sealed class ExpressionGrammarsTests(GrammarPackages packages) : IClassFixture<GrammarPackages>
{
    [Fact]
    public async Task A_query_of_Prometheus_is_taken_apart()
    {
        var parsed = await ParseAsync(
            ExpressionGrammars.PromQl, """sum by (job) (rate(up{a="b"}[$__rate_interval] offset 1h)) / on (job) group_left (x) {"my.metric", c!~"d"}""");

        Assert.Empty(parsed.Errors);
        Assert.Equal(["up", "my.metric"], parsed.Selectors.Select(selector => selector.Metric));
        Assert.Equal([new ParsedMatcher("a", "=", "b")], parsed.Selectors[0].Matchers);
        Assert.Equal((true, "1h"), (parsed.Selectors[0].Range, parsed.Selectors[0].Offset));
        Assert.Equal([new ParsedMatcher("c", "!~", "d")], parsed.Selectors[1].Matchers);
        Assert.Equal((false, null), (parsed.Selectors[1].Range, parsed.Selectors[1].Offset));
        Assert.Equal(["job", "x"], parsed.Groupings);
        Assert.Equal(["sum", "rate"], parsed.Functions);
    }

    [Fact]
    public async Task A_query_of_Loki_is_taken_apart()
    {
        var parsed = await ParseAsync(
            ExpressionGrammars.LogQl, """sum by (level) (count_over_time({service="trino"} |= "x" | json | user="a" | label_format who=user | who="a" [$__auto]))""");

        Assert.Empty(parsed.Errors);
        Assert.Equal([new ParsedMatcher("service", "=", "trino")], Assert.Single(parsed.Streams));
        Assert.Equal(["user"], parsed.Fields);
        Assert.Equal(["json"], parsed.Parsers);
        Assert.Equal([new ParsedLineFilter("|=", "x")], parsed.LineFilters);
        Assert.Equal(["level"], parsed.Groupings);
        Assert.Equal(["sum", "count_over_time"], parsed.Functions);
    }

    [Fact]
    public async Task A_query_of_Tempo_is_taken_apart()
    {
        var parsed = await ParseAsync(
            ExpressionGrammars.TraceQl, """{ resource.service.name = "$service" && duration > 1s } >> { status = error } | quantile_over_time(duration, 0.99) by (span.http.route)""");

        Assert.Empty(parsed.Errors);
        Assert.Equal(["resource.service.name", "duration", "status", "span.http.route"], parsed.Attributes);
        Assert.Equal(["quantile_over_time"], parsed.Functions);
    }

    [Theory]
    [InlineData(ExpressionGrammars.PromQl, "rate(up[5m)", 10)]
    [InlineData(ExpressionGrammars.PromQl, "nosuchfunction(up)", 14)]
    [InlineData(ExpressionGrammars.PromQl, "up{a=\"b", 5)]
    [InlineData(ExpressionGrammars.PromQl, "sum by (job (up)", 12)]
    [InlineData(ExpressionGrammars.LogQl, "{a=\"b\"} | json |", 16)]
    [InlineData(ExpressionGrammars.LogQl, "{a=\"b\"} |= x", 11)]
    [InlineData(ExpressionGrammars.TraceQl, "{ foo }", 2)]
    public async Task What_is_not_in_the_language_is_found_where_it_is(string language, string expression, int position)
    {
        var parsed = await ParseAsync(language, expression);
        Assert.NotEmpty(parsed.Errors);
        Assert.Equal(position, parsed.Errors[0].From);
    }

    [Fact]
    public async Task Many_are_read_at_once_in_their_order()
    {
        var parsed = await new ExpressionGrammars(packages).ParseAsync(Enumerable.Range(0, 2000).Select(number =>
            ($"panel {number}", ExpressionGrammars.PromQl, $"rate(metric_{number}{{a=\"é\"}}[5m])")));

        Assert.Equal(2000, parsed.Count);
        Assert.All(parsed.Index(), entry => Assert.Equal(($"panel {entry.Index}", $"metric_{entry.Index}"), (entry.Item.Id, entry.Item.Selectors[0].Metric)));
    }

    private async Task<ParsedExpression> ParseAsync(string language, string expression) =>
        Assert.Single(await new ExpressionGrammars(packages).ParseAsync([("it", language, expression)]));
}
