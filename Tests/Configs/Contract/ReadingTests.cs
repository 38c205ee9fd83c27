using System.Text.Json;
using Infra.Configs.Contract;
using Infra.Tests.Peers;

namespace Infra.Tests.Configs.Contract;

/// <summary>The program's own reading of expressions against the products' grammars.</summary>
public sealed class ReadingTests(GrammarPackages packages) : IClassFixture<GrammarPackages>
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerOptions.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_same_metrics_and_labels_are_found_as_Prometheus_grammar_finds()
    {
        Assert.InRange(SampleQueries.PromQl.Count, 80, int.MaxValue);
        var differences = await DifferencesAsync(
            ExpressionGrammars.PromQl,
            SampleQueries.PromQl,
            parsed => new
            {
                Selectors = parsed.Selectors.Select(selector => $"{selector.Metric ?? "(none)"}{Labels(selector.Matchers)}"),
                Groupings = parsed.Groupings.Order(StringComparer.Ordinal),
            },
            expression => new
            {
                Selectors = PromQlReading.Selectors(expression).Select(selector => $"{selector.Metric ?? "(none)"}{Labels(selector.Matchers)}"),
                Groupings = PromQlReading.GroupingLabels(expression).Order(StringComparer.Ordinal),
            });
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task The_same_streams_and_fields_are_found_as_Lokis_grammar_finds()
    {
        Assert.InRange(SampleQueries.LogQl.Count, 30, int.MaxValue);
        var differences = await DifferencesAsync(
            ExpressionGrammars.LogQl,
            SampleQueries.LogQl,
            parsed => new
            {
                Streams = parsed.Streams.Select(Labels),
                Fields = parsed.Fields.Order(StringComparer.Ordinal),
                Groupings = parsed.Groupings.Order(StringComparer.Ordinal),
            },
            expression => new
            {
                Streams = LogQlReading.StreamSelectors(expression).Select(Labels),
                Fields = LogQlReading.Fields(expression).Order(StringComparer.Ordinal),
                Groupings = LogQlReading.GroupingLabels(expression).Order(StringComparer.Ordinal),
            });
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Theory]
    [InlineData("up{a=\"b\"", "the '{' at position 2 is not closed")]
    [InlineData("sum(up", "the '(' at position 3 is not closed")]
    [InlineData("rate(up[5m)", "the ')' at position 10 closes nothing that is open")]
    [InlineData("up)", "the ')' at position 2 closes nothing that is open")]
    [InlineData("up{a=\"b}", "the text that begins with \" at position 5 has no end")]
    [InlineData("up{a=`b}", "the text that begins with ` at position 5 has no end")]
    [InlineData("up{a='b\n'}", "the text that begins with ' at position 5 has no end")]
    [InlineData("up{a=b}", "a quoted value expected at position 5, found 'b'")]
    [InlineData("up{a==\"b\"}", "'=', '!=', '=~' or '!~' expected at position 4, found '=='")]
    [InlineData("up{a=\"b\" c=\"d\"}", "',' or '}' expected at position 9, found 'c'")]
    [InlineData("sum by (5) (up)", "a label expected at position 8, found '5'")]
    [InlineData("up{a=\"\\u12\"}", "the escape at position 6 names no character")]
    public void What_cannot_be_read_is_named_with_its_position(string expression, string message)
    {
        Assert.Equal(message, Assert.Throws<FormatException>(() => PromQlReading.Selectors(expression)).Message);
    }

    [Theory]
    [InlineData("{a=\"b\" |= \"x\"", "the '{' at position 0 is not closed")]
    [InlineData("{\"a\"}", "a label expected at position 1, found 'a'")]
    [InlineData("{a=\"b\"} |= \"x", "the text that begins with \" at position 11 has no end")]
    [InlineData("{a=\"b\"} | json | unwrap", "a field expected at position 23, found the end")]
    public void What_cannot_be_read_of_LogQL_is_named_with_its_position(string expression, string message)
    {
        Assert.Equal(message, Assert.Throws<FormatException>(() => LogQlReading.Fields(expression)).Message);
    }

    private async Task<List<string>> DifferencesAsync(
        string language,
        IReadOnlyList<string> expressions,
        Func<ParsedExpression, object> expected,
        Func<string, object> found)
    {
        var parsed = await new ExpressionGrammars(packages).ParseAsync(expressions.Select(expression => (expression, language, expression)));
        var differences = new List<string>();
        foreach (var entry in parsed)
        {
            if (entry.Errors.Count > 0)
            {
                differences.Add($"{entry.Id}\n  is not {language}: {string.Join(", ", entry.Errors)}");
                continue;
            }
            var theirs = JsonSerializer.Serialize(expected(entry), Readable);
            var ours = JsonSerializer.Serialize(found(TemplateVariables.Substitute(entry.Id)), Readable);
            if (ours != theirs)
                differences.Add($"{entry.Id}\n  grammar {theirs}\n  reader  {ours}");
        }
        return differences;
    }

    private static string Labels(IReadOnlyList<ParsedMatcher> matchers) =>
        $"{{{string.Join(", ", matchers.Select(matcher => $"{matcher.Label} {matcher.Op} {matcher.Value}"))}}}";

    private static string Labels(IReadOnlyList<LabelMatcher> matchers) =>
        $"{{{string.Join(", ", matchers.Select(matcher => $"{matcher.Label} {matcher.Operator} {matcher.Value}"))}}}";
}
