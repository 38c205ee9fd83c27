using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Configs.Alerts;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alerts.Sql;

/// <summary>Alerts on SQL on a real Postgres, by the role and with the rights that the documentation names.</summary>
public sealed partial class SqlAlertTests
{
    private const string Role = "grafana_reader";

    public static TheoryData<string, int> Scenarios => [.. Known.Select((scenario, index) => (scenario.Alert, index))];

    private static IReadOnlyList<SqlAlertScenario> Known { get; } = [.. AlertScenarios.Every.OfType<SqlAlertScenario>()];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Fire_when_they_should_and_only_then(string alert, int index)
    {
        var scenario = Known[index];
        var rule = AlertSamples.Rules.Single(rule => rule.Name == alert);
        await using var postgres = await PostgresProcess.StartAsync();
        (await postgres.RunSqlAsync(scenario.Tables)).ShouldSucceed();
        foreach (var statements in DocumentedSql())
            (await postgres.RunSqlAsync(statements)).ShouldSucceed();

        (await postgres.RunSqlAsync(scenario.Silent)).ShouldSucceed();
        Assert.Empty(await FiringAsync(postgres, rule));

        (await postgres.RunSqlAsync(scenario.Firing)).ShouldSucceed();
        Assert.Equal([string.Join(' ', scenario.Labels)], await FiringAsync(postgres, rule));
    }

    [Fact]
    public void Of_SQL_all_have_such_rows() => Assert.Equal(
        AlertSamples.Rules.Where(rule => rule.Source == AlertSource.Sql).Select(rule => rule.Name).Order(),
        Known.Select(scenario => scenario.Alert).Distinct().Order());

    // Grafana makes a number of each row: of the one column that is a number, with the texts beside it as labels. It refuses other columns.
    private static async Task<IReadOnlyList<string>> FiringAsync(PostgresProcess postgres, AlertRule rule)
    {
        var answer = (await postgres.RunSqlAsync($"SELECT coalesce(json_agg(row_to_json(answer)), '[]') FROM ({rule.Expression}) AS answer", Role)).ShouldSucceed();
        using var rows = JsonDocument.Parse(answer.Output);
        return
        [
            .. from row in rows.RootElement.EnumerateArray()
               let columns = row.EnumerateObject().ToList()
               let value = Assert.Single(columns, column => column.Value.ValueKind == JsonValueKind.Number).Value.GetDecimal()
               where value > rule.Threshold
               select string.Join(' ', columns.Where(column => column.Value.ValueKind != JsonValueKind.Number).Select(column => $"{column.Name}={column.Value.GetString()}")),
        ];
    }

    private static IEnumerable<string> DocumentedSql()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "grafana.md"));
        return SqlBlock().Matches(page).Select(match => PostgresProcess.WithoutQuestions(match.Groups[1].Value));
    }

    [GeneratedRegex("^```sql\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex SqlBlock();
}
