using System.Collections.Immutable;
using System.Text;
using Embedded.Engine.Planning;
using Embedded.Engine.State;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Storage;

public sealed class FileBackendTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("file:///srv/state", "/srv/state/.pulumi")]
    [InlineData("file:///srv/state?no_tmp_dir=true", "/srv/state/.pulumi")]
    [InlineData("file://./here", "/srv/here/.pulumi")]
    public void The_url_names_the_folder(string url, string folder) =>
        Assert.Equal(folder, FileBackend.Open(url, "/srv").Bookkeeping);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("file://~")]
    public void Without_a_url_it_is_the_home_folder(string? url) => Assert.Equal(
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pulumi"),
        FileBackend.Open(url, "/srv").Bookkeeping);

    [Fact]
    public void Another_kind_of_backend_is_refused()
    {
        var exception = Assert.Throws<StateFileException>(() => FileBackend.Open("s3://bucket", "/srv"));
        Assert.Equal(
            "The state backend 's3://bucket' is none of this engine's: expected 'file://<folder>' in PULUMI_BACKEND_URL. " +
            "Use the pulumi CLI for other backends.",
            exception.Message);
    }

    [Fact]
    public void Lists_stacks_and_neither_backups_nor_strangers()
    {
        foreach (var name in (string[])["prod.json", "dev.json", "dev.json.bak", "old.json.gz", "x.json.tmp", "attrs", "a b.json"])
            _directory.Write($".pulumi/stacks/obs/{name}", "{}");
        Assert.Equal(["dev", "old", "prod"], new FileBackend(_directory.Path).List("obs").Select(stack => stack.Stack));
        Assert.Empty(new FileBackend(_directory.Path).List("other"));
    }

    [Theory]
    [InlineData("version: 2\n", "says layout version 2")]
    [InlineData("nothing: here\n", "says layout version unknown")]
    public void A_layout_of_another_version_is_refused(string meta, string fault)
    {
        _directory.Write(".pulumi/meta.yaml", meta);
        var exception = Assert.Throws<StateFileException>(new FileBackend(_directory.Path).EnsureLayout);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_layout_without_projects_is_refused()
    {
        _directory.Write(".pulumi/stacks/dev.json", "{}");
        var exception = Assert.Throws<StateFileException>(new FileBackend(_directory.Path).EnsureLayout);
        Assert.Contains("pulumi state upgrade", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev", "dev")]
    [InlineData("organization/dev", "dev")]
    [InlineData("organization/obs/dev", "dev")]
    public void A_stack_is_named_as_for_the_cli(string text, string stack) =>
        Assert.Equal(new StackReference("obs", stack), StackReference.Parse(text, "obs"));

    [Theory]
    [InlineData("acme/dev", "'acme/dev' names the organization 'acme'; with state in files it is always 'organization'.")]
    [InlineData("organization/other/dev", "'organization/other/dev' names a stack of the project 'other'; this project is 'obs'.")]
    [InlineData("..", "'..' is no stack name: expected 1 to 100 letters, digits, hyphens, underscores or periods.")]
    [InlineData("a/b/c/d", "'a/b/c/d' is no stack name: expected 'stack' or 'organization/project/stack'.")]
    public void A_name_that_is_none_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => StackReference.Parse(text, "obs")).Message);

    [Fact]
    public void The_history_has_what_was_done_and_the_state_after_it()
    {
        var backend = new FileBackend(_directory.Path);
        var stack = new StackReference("obs", "dev");
        _directory.Write(".pulumi/stacks/obs/dev.json", "the state");
        var start = DateTimeOffset.FromUnixTimeSeconds(1000);
        var entry = new HistoryEntry("update", start, start.AddSeconds(5), "first \"try\"", true,
            ImmutableSortedDictionary<string, string>.Empty.Add("obs:key", """{"secure":"v1:a:b"}"""),
            ImmutableSortedDictionary<StepOperation, int>.Empty.Add(StepOperation.Create, 3).Add(StepOperation.CreateReplacement, 1));
        UpdateHistory.Add(backend, stack, entry);

        Assert.Equal(
            """{"kind":"update","startTime":1000,"message":"first \"try\"","environment":{"exec.kind":"cli"},"config":{"obs:key":{"secure":"v1:a:b"}},"version":0,"result":"succeeded","endTime":1005,"resourceChanges":{"create":3,"create-replacement":1}}""",
            File.ReadAllText(_directory.File(".pulumi/history/obs/dev/dev-1005000000000.history.json"), Encoding.UTF8));
        Assert.Equal("the state", File.ReadAllText(_directory.File(".pulumi/history/obs/dev/dev-1005000000000.checkpoint.json")));
    }
}
