using Infra.Configs.Lakehouse;

namespace Infra.Tests.Configs.Lakehouse;

public sealed class DependencyGraphTests
{
    [Theory]
    [InlineData(LakehouseServices.Postgres, LakehouseServices.Dagster, LakehouseServices.Nessie, LakehouseServices.Trino)]
    [InlineData(LakehouseServices.Minio, LakehouseServices.Dagster, LakehouseServices.Nessie, LakehouseServices.Trino)]
    [InlineData(LakehouseServices.Nessie, LakehouseServices.Dagster, LakehouseServices.Trino)]
    [InlineData(LakehouseServices.Trino, LakehouseServices.Dagster)]
    [InlineData(LakehouseServices.Dagster)]
    public void Knows_what_cannot_work_without_a_service_of_Phlos(string service, params string[] dependents) =>
        Assert.Equal(dependents, DependencyGraph.Phlo.DependentsOf(service));

    [Fact]
    public void Has_every_service_of_the_lakehouse() =>
        Assert.Equal(LakehouseServices.All.Order(StringComparer.Ordinal), DependencyGraph.Phlo.Services);

    [Fact]
    public void Refuses_services_that_need_each_other()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Graph(("a", ["b"]), ("b", ["c"]), ("c", ["a"])));

        Assert.StartsWith("a depends on itself.", refusal.Message);
    }

    [Fact]
    public void Refuses_a_service_that_is_none()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Graph(("a", ["b"])));

        Assert.StartsWith("a depends on b, which is no service.", refusal.Message);
    }

    private static DependencyGraph Graph(params (string Service, string[] Needed)[] entries) =>
        new(entries.ToDictionary(entry => entry.Service, entry => (IReadOnlyList<string>)entry.Needed));
}
