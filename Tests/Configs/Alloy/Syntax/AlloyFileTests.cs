using Infra.Configs;
using Infra.Configs.Alloy.Syntax;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alloy.Syntax;

public sealed class AlloyFileTests
{
    private static readonly AlloyComponent Writer = new(AlloyComponentKind.LokiWrite, "default") { new AlloyBlock("endpoint") { { "url", "http://loki:3100" } } };

    [Fact]
    public void Is_written_as_alloy_fmt_leaves_it()
    {
        var process = new AlloyComponent(AlloyComponentKind.LokiProcess, "all", "Why it is there,\nin two lines.")
        {
            { "forward_to", new[] { Writer.Export("receiver") } },
            new AlloyBlock("stage.decolorize"),
            new AlloyBlock("stage.regex", "Why.") { { "source", "line" }, { "expression", """^(?P<level>[A-Z]+)\s"x"$""" } },
            new AlloyBlock("stage.labels")
            {
                { "source_type", "extracted" },
                { "values", AlloyMap.Of([new("level", ""), new("a-b", "c"), new("job", "service")]) },
                { "x", true },
                { "longer", 0.5m },
            },
            new AlloyBlock("stage.drop") { { "older_than", Duration.Minutes(90) }, { "absent", null } },
        };

        Golden.Matches(new AlloyFile { process, Writer }.Render(), "syntax.golden.alloy");
    }

    [Fact]
    public void Breaks_a_list_that_is_too_long_for_a_line_and_starts_a_new_column_after_it()
    {
        var names = Enumerable.Range(0, 12).Select(number => $"a-long-name-{number}").ToArray();
        var block = new AlloyBlock("http") { { "a", 1 }, { "long_name", names }, { "bcd", Array.Empty<string>() }, { "e", new AlloyMap([]) } };

        var text = new AlloyFile { block }.Render();

        Assert.Contains("\ta         = 1\n\tlong_name = [\n\t\t\"a-long-name-0\",\n", text);
        Assert.Contains("\t\t\"a-long-name-11\",\n\t]\n\tbcd = []\n\te   = {}\n}\n", text);
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("", "\"\"")]
    [InlineData("a\"b\\c", "`a\"b\\c`")]
    [InlineData("a`b\\c", "\"a`b\\\\c\"")]
    [InlineData("two\nlines\t\"", "\"two\\nlines\\t\\\"\"")]
    [InlineData("bell\a", "\"bell\\u0007\"")]
    public void Escapes_a_text_so_that_Alloy_reads_the_same(string text, string written) =>
        Assert.Contains($"level = {written}\n", new AlloyFile { new AlloyBlock("logging") { { "level", text } } }.Render());

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(5, "5s")]
    [InlineData(5400, "1h30m")]
    [InlineData(7 * 86400, "168h")]
    public void Writes_durations_with_the_units_that_Go_has(int seconds, string written) =>
        Assert.Contains($"level = \"{written}\"", new AlloyFile { new AlloyBlock("logging") { { "level", Duration.Seconds(seconds) } } }.Render());

    [Fact]
    public void Calls_functions_of_the_standard_library() =>
        Assert.Contains("level = sys.env(\"LEVEL\")\n", new AlloyFile { new AlloyBlock("logging") { { "level", AlloyValue.Environment("LEVEL") } } }.Render());

    [Fact]
    public void Refuses_everything_that_Alloy_would_refuse_at_once()
    {
        var missing = new AlloyComponent(AlloyComponentKind.LokiProcess, "missing");
        var file = new AlloyFile
        {
            new AlloyBlock("loki.proces"),
            new AlloyComponent(AlloyComponentKind.LokiProcess, "a") { { "forward_to", new[] { missing.Export("receiver") } } },
            new AlloyComponent(AlloyComponentKind.LokiProcess, "a"),
            new AlloyComponent(AlloyComponentKind.OtelcolProcessorBatch, "b")
            {
                new AlloyBlock("output") { new AlloyBlock("inner") { { "map", new AlloyMap([new("x", missing.Export("receiver"))]) } } },
            },
        };

        var refusal = Assert.Throws<AlloyException>(file.Render);

        Assert.Equal(
            """
            loki.proces is no kind of component or of configuration block that is known here.
            loki.process "a" is there 2 times.
            loki.process "a" refers to loki.process.missing.receiver, but there is no loki.process "missing".
            otelcol.processor.batch "b" refers to loki.process.missing.receiver, but there is no loki.process "missing".
            """.ReplaceLineEndings("\n"), refusal.Message);
    }

    [Fact]
    public void Refuses_an_export_that_a_component_does_not_have() =>
        Assert.Equal(
            "loki.write \"default\" exports no input, only receiver.", Assert.Throws<AlloyException>(() => Writer.Export("input")).Message);

    [Fact]
    public void Refuses_names_that_Alloys_grammar_does_not_take()
    {
        Assert.Contains("a-b", Assert.Throws<AlloyException>(() => new AlloyComponent(AlloyComponentKind.LokiWrite, "a-b")).Message);
        Assert.Contains("1x", Assert.Throws<AlloyException>(() => new AlloyBlock("stage.1x")).Message);
        Assert.Contains("a b", Assert.Throws<AlloyException>(() => new AlloyBlock("x") { { "a b", 1 } }).Message);
    }

    [Fact]
    public void Refuses_an_attribute_that_is_set_twice_and_a_component_within_another_block()
    {
        Assert.Equal("x sets a twice.", Assert.Throws<AlloyException>(() => new AlloyBlock("x") { { "a", 1 }, { "a", 2 } }).Message);
        Assert.Contains("stands in no other block", Assert.Throws<AlloyException>(() => new AlloyBlock("x") { Writer }).Message);
    }
}
