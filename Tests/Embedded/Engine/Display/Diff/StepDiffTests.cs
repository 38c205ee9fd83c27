using Embedded.Engine.Display;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Display.DisplayTest;

namespace Infra.Tests.Embedded.Engine.Display;

public class StepDiffTests
{
    private const string Before = "global:\n  scrape_interval: 15s\n  evaluation_interval: 15s\nscrape_configs:\n  - job_name: a\n  - job_name: b\n";
    private const string After = "global:\n  scrape_interval: 30s\n  evaluation_interval: 15s\nscrape_configs:\n  - job_name: a\n  - job_name: b\n";

    [Fact]
    public void Uploads_are_matched_by_file_and_shown_line_by_line()
    {
        var text = Diff(
            Map(("uploads", List(Upload("/etc/alerts.yml", "groups: []\n"), Upload("/etc/prometheus.yml", Before)))),
            Map(("uploads", List(Upload("/etc/prometheus.yml", After), Upload("/etc/web.yml", "tls: {}\nusers: {}\n")))),
            ("uploads[0].content", DiffKind.UpdateReplace));

        Assert.Equal("""
            ~ uploads:  (forces replacement)
                - /etc/alerts.yml
                    - groups: []
                ~ /etc/prometheus.yml
                    @@ -1,5 +1,5 @@
                      global:
                    -   scrape_interval: 15s
                    +   scrape_interval: 30s
                        evaluation_interval: 15s
                      scrape_configs:
                        - job_name: a
                + /etc/web.yml
                    + tls: {}
                    + users: {}

            """, text);
    }

    [Fact]
    public void A_refresh_shows_only_the_outputs_that_differ()
    {
        var before = State("web", PropertyMap.Empty) with { Outputs = Map(("memory", PropertyValue.Of(0)), ("restart", Text("no")), ("envs", List(Text("A=1")))) };
        var after = before with { Outputs = before.Outputs.Set("restart", Text("always")) };
        var text = new StyledText(color: false);

        new StepDiff(new ValueText(new SecretMask()), text).Write(Step(StepOperation.Refresh, before, after, ("restart", DiffKind.Update)), indent: 0);

        Assert.Equal("~ restart: \"no\" → \"always\"\n", text.Take());
    }

    [Fact]
    public void A_secret_upload_names_its_file_and_nothing_of_its_content()
    {
        var text = Diff(
            Map(("uploads", List(Object(("content", Secret("users:\n  a: 1\n")), ("file", Text("/etc/web.yml")), ("permissions", Text("0600")))))),
            Map(("uploads", List(Object(("content", Secret("users:\n  a: 2\n")), ("file", Text("/etc/web.yml")), ("permissions", Text("0644")))))));

        Assert.Equal("""
            ~ uploads:
                ~ /etc/web.yml
                    ~ content: [secret] → [secret]
                    ~ permissions: "0600" → "0644"

            """, text);
    }

    [Fact]
    public void Only_what_is_secret_in_a_list_is_masked_and_assignments_are_matched_by_name()
    {
        var text = Diff(
            Map(("envs", List(Text("LEVEL=info"), Secret("PASSWORD=abcd"), Text("GONE=1"), Text("KEPT=1")))),
            Map(("envs", List(Text("KEPT=1"), Secret("PASSWORD=efgh"), Text("LEVEL=debug"), Text("NEW=1")))));

        Assert.Equal("""
            ~ envs:
                - "GONE=1"
                ~ [secret] → [secret]
                ~ "LEVEL=info" → "LEVEL=debug"
                + "NEW=1"

            """, text);
    }

    [Fact]
    public void A_list_that_was_secret_as_a_whole_does_not_reveal_itself_beside_the_new_one()
    {
        var text = Diff(
            Map(("envs", PropertyValue.Secret(List(Text("PASSWORD=abcd"))))),
            Map(("envs", List(Text("A=1"), Secret("PASSWORD=efgh")))));

        Assert.Equal("~ envs: [secret] → [\"A=1\", [secret]]\n", text);
    }

    [Fact]
    public void A_value_beside_a_secret_is_masked_too()
    {
        Assert.Equal("~ a: [secret] → [secret]\n", Diff(Map(("a", Text("plain"))), Map(("a", Secret("hidden")))));
        Assert.Equal("~ a: [secret] → output<string>\n", Diff(Map(("a", Secret("hidden"))), Map(("a", PropertyValue.Unknown))));
        Assert.Equal("", Diff(Map(("a", Text("equal"))), Map(("a", Secret("equal")))));
    }

    [Fact]
    public void Nested_properties_are_shown_under_their_path()
    {
        var text = Diff(
            Map(("health", Object(("interval", Text("5s")), ("tests", List(Text("CMD")))))),
            Map(("health", Object(("interval", Text("9s")), ("retries", PropertyValue.Of(3)), ("tests", List(Text("CMD")))))));

        Assert.Equal("""
            ~ health:
                ~ interval: "5s" → "9s"
                + retries: 3

            """, text);
    }

    [Fact]
    public void Ports_are_matched_by_what_is_inside_the_container()
    {
        var text = Diff(
            Map(("ports", List(Port(53, "tcp", 1053), Port(53, "udp", 1053)))),
            Map(("ports", List(Port(53, "udp", 2053), Port(53, "tcp", 1053)))));

        Assert.Equal("""
            ~ ports:
                ~ 53/udp
                    ~ external: 1053 → 2053

            """, text);
    }

    [Fact]
    public void What_the_provider_calls_equal_is_not_shown()
    {
        var text = Diff(
            Map(("envs", List(Text("A"), Text("B"))), ("image", Text("a"))),
            Map(("envs", List(Text("B"), Text("A"))), ("image", Text("b"))),
            ("image", DiffKind.UpdateReplace));

        Assert.Equal("~ image: \"a\" → \"b\"  (forces replacement)\n", text);
    }

    [Fact]
    public void What_differs_only_in_reality_is_shown_against_reality()
    {
        var before = State("web", Map(("restart", Text("always")))) with { Outputs = Map(("restart", Text("no"))) };
        var output = new StyledText(color: false);

        new StepDiff(new ValueText(new SecretMask()), output)
            .Write(Step(StepOperation.Update, before, State("web", before.Inputs), ("restart", DiffKind.Update)), indent: 0);

        Assert.Equal("~ restart: \"no\" → \"always\"\n", output.Take());
    }

    [Fact]
    public void A_new_resource_is_shown_with_all_its_inputs()
    {
        var output = new StyledText(color: false);
        new StepDiff(new ValueText(new SecretMask()), output).Write(
            Create("web", Map(
                ("command", List(Text("--a=1"), PropertyValue.Unknown)),
                ("labels", List(Object(("label", Text("app")), ("value", Text("x"))))),
                ("log", Object()),
                ("start", PropertyValue.False),
                ("uploads", List(Upload("/etc/a.yml", "a: 1\n\nb: 2\n"))))),
            indent: 0);

        Assert.Equal("""
            + command:
                + "--a=1"
                + output<string>
            + labels:
                + app
                    + value: "x"
            + log: {}
            + start: false
            + uploads:
                + /etc/a.yml
                    + a: 1
                    +
                    + b: 2

            """, output.Take());
    }

    [Fact]
    public void Json_in_one_line_is_compared_line_by_line()
    {
        var before = """{"title":"Overview","panels":[{"id":1,"title":"Targets"}],"refresh":"30s","editable":false,"version":1}""";

        var text = Diff(Map(("configJson", Text(before))), Map(("configJson", Text(before.Replace("30s", "60s", StringComparison.Ordinal)))));

        Assert.Equal("""
            ~ configJson:
                @@ -6,7 +6,7 @@
                        "title": "Targets"
                      }
                    ],
                -   "refresh": "30s",
                +   "refresh": "60s",
                    "editable": false,
                    "version": 1
                  }

            """, text);
    }

    [Fact]
    public void Of_long_texts_only_the_surroundings_of_the_change_are_shown()
    {
        var text = Diff(
            Map(("cert", Text(new string('a', 500) + "1" + new string('b', 500)))),
            Map(("cert", Text(new string('a', 500) + "2" + new string('b', 500)))));

        var (a, b) = (new string('a', 30), new string('b', 30));
        Assert.Equal($"~ cert: \"…{a}1{b}…\" → \"…{a}2{b}…\"\n", text);
    }

    private static PropertyValue Upload(string file, string content) => Object(("content", Text(content)), ("file", Text(file)));

    private static PropertyValue Port(double inside, string protocol, double outside) =>
        Object(("external", PropertyValue.Of(outside)), ("internal", PropertyValue.Of(inside)), ("protocol", Text(protocol)));
}
