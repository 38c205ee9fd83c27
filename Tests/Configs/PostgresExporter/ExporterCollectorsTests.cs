using Infra.Configs.PostgresExporter;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.PostgresExporter;

public sealed class ExporterCollectorsTests
{
    [Fact]
    public async Task Are_made_up_for_where_the_exporter_has_none()
    {
        ToolProcess.SkipUnlessInstalled(PackagedExporter.Program);
        await using var postgres = await PostgresProcess.StartAsync();
        var begin = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        var ages = await PackagedExporter.MetricsAsync(postgres, PostgresProcess.Superuser, ExporterCollectors.AsQueries, "pg_database_wraparound_");
        var start = await PackagedExporter.MetricsAsync(postgres, PostgresProcess.Superuser, ExporterCollectors.AsQueries, "pg_postmaster_");

        // template0 takes no connections, and so no transactions.
        Assert.Equal(
            ["lakehouse", "postgres", "template1"],
            ages.Keys.Order(StringComparer.Ordinal).Select(series => series.Replace("pg_database_wraparound_age_datfrozenxid_seconds{datname=\"", "", StringComparison.Ordinal)[..^2]));
        Assert.All(ages.Values, age => Assert.InRange(age, 1, 100_000));
        Assert.InRange(Assert.Single(start, series => series.Key == "pg_postmaster_start_time_seconds{}").Value, begin - 600, begin + 1);
    }
}
