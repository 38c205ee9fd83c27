using Infra.Configs;
using Infra.Configs.PostgresExporter;

namespace Infra.Tests.Configs.PostgresExporter;

public class DataSourceTests
{
    [Fact]
    public void Address_database_and_parameters_make_the_uri_without_user_or_password() =>
        Assert.Equal("db.example:5433/lake%20house?sslmode=require&connect_timeout=5", Uri("15s"));

    [Theory]
    [InlineData("1s", 1)]
    [InlineData("5s", 2)]
    [InlineData("10s", 5)]
    [InlineData("5m", 5)]
    public void The_exporter_gives_up_before_its_scrape_times_out(string scrapeInterval, int seconds) =>
        Assert.EndsWith($"&connect_timeout={seconds}", Uri(scrapeInterval));

    private static string Uri(string scrapeInterval) =>
        new DataSource("db.example:5433", "lake", "lake house", "require") { ScrapeInterval = Duration.TryParse(scrapeInterval)!.Value }.Uri;
}
