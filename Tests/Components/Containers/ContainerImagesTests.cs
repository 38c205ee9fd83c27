using Infra.Components.Containers;
using Infra.Configs;
using Infra.Tests.Support;

namespace Infra.Tests.Components.Containers;

public sealed class ContainerImagesTests
{
    private const string Digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    public static TheoryData<string> Services => [.. ServiceNames.All];

    [Theory]
    [MemberData(nameof(Services))]
    public void Have_a_version_that_does_not_move(string service)
    {
        var image = ContainerImages.Of(service);

        Assert.Matches("^[a-z0-9-]+/[a-z0-9-]+$", image.Repository);
        Assert.Matches(@"^(v?\d+(\.\d+)*(-[a-z]+)?|RELEASE\.[0-9TZ-]+)$", image.Tag);
    }

    [Fact]
    public void Are_found_in_their_registry_or_under_a_mirror()
    {
        var hub = new ContainerImage("library/postgres", "17.11");
        var other = new ContainerImage("google/cadvisor", "v1", "ghcr.io");

        Assert.Equal("postgres:17.11@" + Digest, hub.Reference(digest: Digest));
        Assert.Equal("postgres:17.11", hub.Reference());
        Assert.Equal("mirror.example.com/hub/library/postgres:17.11", hub.Reference("mirror.example.com/hub"));
        Assert.Equal("ghcr.io/google/cadvisor:v1", other.Reference());
        Assert.Equal("mirror.example.com/hub/ghcr.io/google/cadvisor:v1@" + Digest, other.Reference("mirror.example.com/hub", Digest));
    }

    [Fact]
    public void The_lock_is_written_as_it_is_committed_and_has_no_image_that_nobody_wants()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, ImageLock.File));

        var locked = ContainerImages.All.Where(image => ImageLock.Own.DigestOf(image) is not null)
            .Select(image => (image, ImageLock.Own.DigestOf(image)!));

        Assert.Equal(text, ImageLock.Of(locked).ToString());
    }

    [Fact]
    public void The_lock_says_what_it_lacks()
    {
        var image = new ContainerImage("prom/prometheus", "v3.14.0");
        var locked = ImageLock.Parse($"# heading\n\ndocker.io/prom/prometheus:v3.13.0@{Digest}\n");

        Assert.Null(locked.DigestOf(image));
        Assert.Equal("images.lock has docker.io/prom/prometheus in version v3.13.0, and the program wants v3.14.0; run ./infra images lock", locked.Lacks(image));
        Assert.Equal(Digest, locked.DigestOf(image with { Tag = "v3.13.0" }));
        Assert.Null(locked.Lacks(image with { Tag = "v3.13.0" }));
        Assert.Equal(
            "images.lock has no digest of ghcr.io/google/cadvisor:v1; run ./infra images lock", locked.Lacks(new("google/cadvisor", "v1", "ghcr.io")));
    }

    [Theory]
    [InlineData("docker.io/prom/prometheus:v3", "images.lock, line 1 is 'docker.io/prom/prometheus:v3'; expected registry/repository:tag@sha256:digest. Write the file anew: ./infra images lock")]
    [InlineData("a.io/b:1@" + Digest + "\na.io/b:2@" + Digest, "images.lock, line 2 has a.io/b a second time. Write the file anew: ./infra images lock")]
    public void A_lock_that_is_none_is_told_of_by_its_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => ImageLock.Parse(text)).Message);
}
