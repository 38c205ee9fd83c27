using Embedded.Engine.State;

namespace Infra.Tests.Embedded.Engine.Storage;

public sealed class SnapshotIntegrityTests
{
    private const string Provider = "urn:pulumi:dev::obs::pulumi:providers:random::default";
    private static readonly ResourceState First = Resource("a");
    private static readonly ResourceState Second = Resource("b");

    [Fact]
    public void What_names_only_what_comes_before_it_is_sound() => Assert.Null(Violation(
        First,
        new ResourceState { Urn = Provider, Type = "pulumi:providers:random", Custom = true, Id = "1" },
        Second with { Dependencies = [First.Urn], Parent = First.Urn, Provider = Provider + "::1" }));

    [Fact]
    public void A_dependency_that_comes_later_is_found() => Assert.Equal(
        $"{First.Urn} names {Second.Urn} as a dependency, which does not come before it",
        Violation(First with { Dependencies = [Second.Urn] }, Second));

    [Fact]
    public void A_provider_that_is_not_there_is_found() => Assert.Equal(
        $"{First.Urn} names the provider {Provider}::1, which does not come before it",
        Violation(First with { Provider = Provider + "::1" }));

    [Fact]
    public void Two_live_resources_of_one_name_are_found_and_a_replaced_one_beside_the_new_is_not()
    {
        Assert.Equal($"{First.Urn} is there twice", Violation(First, First));
        Assert.Null(Violation(First, First with { Delete = true }));
    }

    [Fact]
    public void A_managed_resource_without_an_id_is_found() =>
        Assert.Equal($"{First.Urn} has no id", Violation(First with { Id = null }));

    private static string? Violation(params ResourceState[] resources) =>
        SnapshotIntegrity.Violation(new Snapshot([.. resources], []));

    private static ResourceState Resource(string name) =>
        new() { Urn = $"urn:pulumi:dev::obs::x:y:Z::{name}", Type = "x:y:Z", Custom = true, Id = name };
}
