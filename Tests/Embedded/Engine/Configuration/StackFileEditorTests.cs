using Embedded.Engine.Configuration;

namespace Infra.Tests.Embedded.Engine.Configuration;

public sealed class StackFileEditorTests
{
    private const string File = """
        # For laptops.
        encryptionsalt: v1:a:b   # of the team

        config:
          # Where Prometheus listens.
          obs:port: 9090   # its own default
          "obs:quoted": 'single'
          obs:password:
            secure: v1:c:d
          # What is watched.
          obs:targets:
            - host: a   # first
              port: 1
            - host: b
          obs:nested:
            # inside
            deep:
              one: 1 # comment
            flow: {a: [1, 2], b: x}
          obs:text: |
            line
              # not a comment

            last
          obs:last: z

        # The end.

        """;

    private static readonly StackFileEditor Editor = new("Pulumi.dev.yaml", key => key.Contains(':', StringComparison.Ordinal) ? key : "obs:" + key);

    [Theory]
    [InlineData("port", "9091", "  obs:port: 9090   # its", "  obs:port: \"9091\"   # its")]
    [InlineData("quoted", "plain text", "\"obs:quoted\": 'single'", "\"obs:quoted\": plain text")]
    [InlineData("quoted", "a: b #c", "'single'", "\"a: b #c\"")]
    [InlineData("password", "open", "  obs:password:\n    secure: v1:c:d\n", "  obs:password: open\n")]
    [InlineData("text", "short", "  obs:text: |\n    line\n      # not a comment\n\n    last\n", "  obs:text: short\n")]
    [InlineData("last", "", "obs:last: z", "obs:last: \"\"")]
    [InlineData("new", "v", "  obs:last: z\n", "  obs:last: z\n  obs:new: v\n")]
    [InlineData("aws:region", "eu", "  obs:last: z\n", "  obs:last: z\n  aws:region: eu\n")]
    public void Setting_touches_only_the_lines_of_that_setting(string key, string value, string before, string after) =>
        AssertChange(before, after, Set(File, key, new ConfigScalar(ScalarKind.String, value)));

    [Theory]
    [InlineData("port", "  obs:port: 9090   # its own default\n", "  obs:port:   # its own default\n    secure: v1:x:y\n")]
    [InlineData("password", "secure: v1:c:d", "secure: v1:x:y")]
    [InlineData("new", "  obs:last: z\n", "  obs:last: z\n  obs:new:\n    secure: v1:x:y\n")]
    public void A_secret_goes_below_its_key_and_comments_stay(string key, string before, string after) =>
        AssertChange(before, after, Set(File, key, new ConfigSecure("v1:x:y")));

    [Theory]
    [InlineData("nested.deep.one", "2", "one: 1 # comment", "one: 2 # comment")]
    [InlineData("nested.deep.two", "2", "      one: 1 # comment\n", "      one: 1 # comment\n      two: 2\n")]
    [InlineData("nested.deep.three.four", "true", "      one: 1 # comment\n", "      one: 1 # comment\n      three:\n        four: true\n")]
    [InlineData("nested.flow.b", "other", "    flow: {a: [1, 2], b: x}\n", "    flow:\n      a:\n        - 1\n        - 2\n      b: other\n")]
    [InlineData("targets[1].host", "c", "    - host: a   # first\n      port: 1\n    - host: b\n", "    - host: a\n      port: 1\n    - host: c\n")]
    [InlineData("targets[2]", "007", "    - host: a   # first\n      port: 1\n    - host: b\n", "    - host: a\n      port: 1\n    - host: b\n    - \"007\"\n")]
    [InlineData("fresh[0].a", "x", "  obs:last: z\n", "  obs:last: z\n  obs:fresh:\n    - a: x\n")]
    public void A_path_reaches_inside_a_setting(string path, string value, string before, string after)
    {
        var (key, inside) = ConfigPath.Split(path);
        AssertChange(before, after, Editor.Set(File, "obs:" + key, inside, ConfigPath.Coerce(value)));
    }

    [Theory]
    [InlineData("port", "  obs:port: 9090   # its own default\n", "")]
    [InlineData("password", "  obs:password:\n    secure: v1:c:d\n", "")]
    [InlineData("targets", "  obs:targets:\n    - host: a   # first\n      port: 1\n    - host: b\n", "")]
    [InlineData("text", "  obs:text: |\n    line\n      # not a comment\n\n    last\n", "")]
    [InlineData("last", "  obs:last: z\n", "")]
    [InlineData("nested.flow", "    flow: {a: [1, 2], b: x}\n", "")]
    [InlineData("nested.deep.one", "    deep:\n      one: 1 # comment\n", "    deep: {}\n")]
    [InlineData("targets[0]", "    - host: a   # first\n      port: 1\n    - host: b\n", "    - host: b\n")]
    public void Removing_takes_the_setting_and_nothing_else(string path, string before, string after)
    {
        var (key, inside) = ConfigPath.Split(path);
        AssertChange(before, after, Editor.Remove(File, "obs:" + key, inside)!);
    }

    [Fact]
    public void What_is_not_there_cannot_be_removed()
    {
        Assert.Null(Editor.Remove(File, "obs:nothing", []));
        Assert.Null(Editor.Remove("", "obs:nothing", []));
        Assert.Null(Editor.Remove("config: {}\n", "obs:nothing", []));
    }

    [Theory]
    [InlineData("", "config:\n  obs:a: b\n")]
    [InlineData("# only a comment", "# only a comment\nconfig:\n  obs:a: b\n")]
    [InlineData("config: {}\n", "config:\n  obs:a: b\n")]
    [InlineData("config:\n", "config:\n  obs:a: b\n")]
    [InlineData("config: {x: 1, a: '}'} # flow\n", "config: # flow\n  x: 1\n  a: b\n")]
    [InlineData("config:\n    obs:deep: 1\n", "config:\n    obs:deep: 1\n    obs:a: b\n")]
    [InlineData("config:\n  a: short key\n", "config:\n  a: b\n")]
    public void A_file_without_lines_of_settings_gets_them(string before, string after) =>
        Assert.Equal(after, Set(before, "obs:a", new ConfigScalar(ScalarKind.String, "b")));

    [Fact]
    public void The_last_setting_leaves_an_empty_map() =>
        Assert.Equal("config: {}\n", Editor.Remove("config:\n  obs:a: b\n", "obs:a", []));

    [Fact]
    public void A_new_salt_stands_on_top_and_another_takes_the_place_of_the_old()
    {
        Assert.Equal("encryptionsalt: v1:x\nconfig: {}\n", Editor.SetSalt("config: {}\n", "v1:x"));
        AssertChange("v1:a:b   # of", "v1:x   # of", Editor.SetSalt(File, "v1:x"));
    }

    [Theory]
    [InlineData("multi\nline \"quoted\" \\ tab\t")]
    [InlineData("true")]
    [InlineData("0x1F")]
    [InlineData("1e3")]
    [InlineData("2026-01-01")]
    [InlineData("- dash")]
    [InlineData("{brace}")]
    [InlineData(" space ")]
    [InlineData("~")]
    [InlineData("key: value")]
    [InlineData("ends:")]
    [InlineData("@at")]
    [InlineData("ü 😀")]
    [InlineData("")]
    public void Any_text_is_read_again_as_it_was_set(string value)
    {
        var text = Set("", "obs:a", new ConfigScalar(ScalarKind.String, value));
        var root = YamlReading.Root(text, "x")!;
        var config = Assert.IsType<ConfigMap>(YamlReading.ToConfig(root.Get("config")!));
        Assert.Equal(value, Assert.IsType<ConfigScalar>(config.Get("obs:a")).Value);
    }

    [Fact]
    public void A_path_that_does_not_fit_says_why()
    {
        var (key, inside) = ConfigPath.Split("targets.name");
        var exception = Assert.Throws<FormatException>(() => Editor.Set(File, "obs:" + key, inside, ConfigPath.Coerce("x")));
        Assert.Equal("'name' is a name, and what it is looked for in is a list: expected an index, as in [0].", exception.Message);
    }

    private static string Set(string text, string key, ConfigNode value) =>
        Editor.Set(text, key.Contains(':', StringComparison.Ordinal) ? key : "obs:" + key, [], value);

    private static void AssertChange(string before, string after, string changed)
    {
        Assert.Contains(before, File, StringComparison.Ordinal);
        Assert.Equal(File.Replace(before, after, StringComparison.Ordinal), changed);
    }
}
