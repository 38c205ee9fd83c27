using Embedded.Engine.Providers;
using Embedded.Engine.Providers.Docker;
using static Infra.Tests.Embedded.Engine.Providers.Docker.DockerHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Docker;

/// <summary>
/// A container that an engine which was stopped midway left dead. No engine makes one on demand, so a double stands for it.
/// </summary>
public class DeadContainerTests
{
    [Fact]
    public async Task A_dead_container_of_ours_that_has_the_name_makes_room_for_the_new_one()
    {
        using var engine = new DockerDouble("web", state: "dead", "phlo.embedded.operation");

        var made = await CreateAsync(engine);

        Assert.Equal(DockerDouble.NewId, made.Id);
        Assert.Equal([DockerDouble.HolderId], engine.Removed);
    }

    [Theory]
    [InlineData("web", "exited", "phlo.embedded.operation")]
    [InlineData("web", "running", "phlo.embedded.operation")]
    [InlineData("web", "dead", "somebody.else")]
    [InlineData("other", "dead", "phlo.embedded.operation")]
    public async Task Any_other_container_stays_and_is_named(string name, string state, string label)
    {
        using var engine = new DockerDouble(name, state, label);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => CreateAsync(engine));

        Assert.StartsWith("The container name web is taken by ", failure.Message);
        Assert.Empty(engine.Removed);
    }

    [Fact]
    public async Task What_an_engine_makes_while_it_goes_down_and_says_that_it_failed_is_taken_away()
    {
        using var engine = new DockerDouble("web", state: "created", "phlo.embedded.operation") { GoesDown = true };

        var failure = await Assert.ThrowsAsync<ProviderException>(() => CreateAsync(engine));

        Assert.Equal("Container web: creating it failed. Docker says: context canceled.", failure.Message);
        Assert.Equal([DockerDouble.HolderId], engine.Removed);
    }

    [Fact]
    public async Task An_engine_that_goes_down_and_does_not_tell_what_it_made_is_one_that_does_not_answer()
    {
        using var engine = new DockerDouble("web", state: "created", "phlo.embedded.operation") { GoesDown = true, TellsNothing = true };

        var failure = await Assert.ThrowsAsync<ProviderUnreachableException>(() => CreateAsync(engine));

        Assert.Equal("Container web: creating it failed. Docker says: context canceled.", failure.Message);
    }

    private static async Task<ResourceResult> CreateAsync(DockerDouble engine)
    {
        await using var provider = new DockerProvider();
        provider.Configure(Map(("host", engine.Address)));
        var inputs = provider.Check(ContainerType, "web", null, Map(("image", "app"), ("name", "web"), ("start", false), ("mustRun", false))).Inputs;
        return await provider.CreateAsync(new CreateRequest(ContainerType, "web", inputs, null, "operation"), Cancellation);
    }
}
