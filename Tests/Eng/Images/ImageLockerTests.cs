extern alias images;

using images::Infra.Components.Containers;
using images::Infra.Images;
using Infra.Tests.Support;

namespace Infra.Tests.Eng.Images;

public sealed class ImageLockerTests(DistributionRegistry registry) : IClassFixture<DistributionRegistry>, IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    private static readonly ContainerImage One = new("team/one", "1.0");
    private static readonly ContainerImage Two = new("team/two", "2.0", "ghcr.io");

    private string LockFile => _folder.File("images.lock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writes_all_digests_in_order_and_the_same_bytes_each_time()
    {
        var two = await PushAsync("mirror/ghcr.io/team/two", "2.0");
        var one = await PushAsync("mirror/team/one", "1.0");

        Assert.Equal(0, await LockAsync([Two, One]));
        var first = await File.ReadAllTextAsync(LockFile, TestContext.Current.CancellationToken);
        Assert.Equal(0, await LockAsync([One, Two]));

        Assert.EndsWith($"\ndocker.io/team/one:1.0@{one}\nghcr.io/team/two:2.0@{two}\n", first, StringComparison.Ordinal);
        Assert.Equal(first, await File.ReadAllTextAsync(LockFile, TestContext.Current.CancellationToken));
        Assert.Contains($"docker.io/team/one:1.0  (not locked) → {one}", _output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("images.lock is up to date: 2 images.\n", _output.ToString());
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public async Task Leaves_the_file_alone_and_names_every_image_that_could_not_be_looked_up()
    {
        await PushAsync("mirror/team/one", "1.0");
        File.WriteAllText(LockFile, "# as it was\n");

        Assert.Equal(1, await LockAsync([One, One with { Tag = "9" }, Two with { Repository = "team/none" }]));

        Assert.Equal("# as it was\n", await File.ReadAllTextAsync(LockFile, TestContext.Current.CancellationToken));
        Assert.Contains($"mirror/team/one:9: {registry.Host} has no version 9 of mirror/team/one.", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains($"mirror/ghcr.io/team/none:2.0: {registry.Host} has no version 2.0 of mirror/ghcr.io/team/none.", _errors.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("2 of 3 images could not be looked up; images.lock is as it was.\n", _errors.ToString());
    }

    [Fact]
    public async Task Only_compares_when_asked_to()
    {
        await PushAsync("mirror/team/one", "1.0");

        Assert.Equal(1, await LockAsync([One], check: true));
        Assert.False(File.Exists(LockFile));
        Assert.Equal(0, await LockAsync([One]));
        Assert.Equal(0, await LockAsync([One], check: true));
    }

    // A stack's file says where the mirror is, and a registry what it likes.
    [Fact]
    public async Task Writes_nothing_to_the_terminal_that_drives_it()
    {
        using var client = new RegistryClient(RegistryCredentials.None);
        var failure = await Record.ExceptionAsync(() => new ImageLocker(client, [One], _output, _errors)
            .RunAsync(LockFile, new LockOptions("127.0.0.1:1/\u001b[2Jmirror", false), TestContext.Current.CancellationToken));

        Assert.Null(failure);
        Assert.Contains("\\x1b[2Jmirror", _errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_flags_that_it_does_not_have()
    {
        Assert.Equal("images lock has no flag '--chekc'.", LockOptions.Parse(["--chekc"]).Mistake);
        Assert.Equal("--mirror needs a registry, such as registry.example.com/mirror.", LockOptions.Parse(["--mirror"]).Mistake);
        Assert.Equal(new LockOptions("a.example/b", true), LockOptions.Parse(["--mirror=a.example/b/", "--check"]).Options);
    }

    private async Task<string> PushAsync(string repository, string tag)
    {
        Assert.SkipUnless(registry.Missing is null, registry.Missing ?? "");
        return (await registry.PushAsync(repository, tag)).Index;
    }

    private async Task<int> LockAsync(IEnumerable<ContainerImage> images, bool check = false)
    {
        using var client = new RegistryClient(RegistryCredentials.None);
        return await new ImageLocker(client, images, _output, _errors)
            .RunAsync(LockFile, new LockOptions($"{registry.Host}/mirror", check), TestContext.Current.CancellationToken);
    }
}
