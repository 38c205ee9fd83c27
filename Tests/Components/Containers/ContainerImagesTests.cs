using Infra.Components.Containers;
using Infra.Configs;

namespace Infra.Tests.Components.Containers;

public sealed class ContainerImagesTests
{
    public static TheoryData<string> Services => [.. ServiceNames.All];

    [Theory]
    [MemberData(nameof(Services))]
    public void Are_pinned_for_every_service(string service)
    {
        var image = ContainerImages.Of(service);

        Assert.Matches("^[a-z0-9-]+/[a-z0-9-]+$", image.Repository);
        Assert.Matches(@"^(v?\d+(\.\d+)*(-[a-z]+)?|RELEASE\.[0-9TZ-]+)$", image.Tag);
        // The demo's Nessie, which is for no prod, is the one whose digest nobody has seen.
        if (service != ServiceNames.Nessie)
            Assert.Matches("^sha256:[0-9a-f]{64}$", image.Digest);
    }

    [Fact]
    public void Are_found_in_the_registry_that_has_them()
    {
        var image = new ContainerImage("projectnessie/nessie", "0.108.4", Digest: null) { Registry = "ghcr.io" };

        Assert.Equal("ghcr.io/projectnessie/nessie:0.108.4", image.Reference());
        Assert.Equal("mirror.example.com/all/projectnessie/nessie:0.108.4", image.Reference("mirror.example.com/all"));
    }

    [Fact]
    public void Are_found_in_Docker_Hub_or_under_a_mirror()
    {
        var image = new ContainerImage("library/postgres", "17.11", "sha256:" + new string('0', 64));

        Assert.Equal("postgres:17.11@" + image.Digest, image.Reference());
        Assert.Equal("postgres:17.11", image.Reference(pinned: false));
        Assert.Equal("mirror.example.com/hub/library/postgres:17.11", image.Reference("mirror.example.com/hub", pinned: false));
    }
}
