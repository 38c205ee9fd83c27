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
        Assert.Matches(@"^v?\d+\.\d+", image.Tag);
        Assert.Matches("^sha256:[0-9a-f]{64}$", image.Digest);
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
