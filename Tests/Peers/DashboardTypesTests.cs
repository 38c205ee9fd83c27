using System.Text.Json.Nodes;

namespace Infra.Tests.Peers;

/// <summary>
/// Dashboards against Grafana's own types. <c>Grammars/sample-dashboard.json</c> has each type of panel that we know, with
/// all that its type requires.
/// </summary>
public sealed class DashboardTypesTests(GrammarPackages packages) : IClassFixture<GrammarPackages>
{
    private const int TimeSeries = 1;
    private const int Stat = 2;
    private const int Table = 5;
    private const int Logs = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_Grafana_stores_is_accepted_and_all_else_is_found_where_it_is()
    {
        var sample = await File.ReadAllTextAsync(Path.Combine(packages.Source, "sample-dashboard.json"), Cancellation);
        (string Name, string Path, string Says, Action<JsonNode> Change)[] wrong =
        [
            ("enumeration", "panels[2].options.colorMode", "'\"blue\"' is not assignable", board => Panel(board, Stat, "options")["colorMode"] = "blue"),
            ("unknown", "panels[1].fieldConfig.defaults.custom.fillOpacty", "does not exist", board => Panel(board, TimeSeries, "fieldConfig", "defaults", "custom")["fillOpacty"] = 10),
            ("text", "panels[1].gridPos.h", "'string' is not assignable to type 'number'", board => Panel(board, TimeSeries, "gridPos")["h"] = "8"),
            ("missing", "panels[2].options", "'textMode' is missing", board => Panel(board, Stat, "options").Remove("textMode")),
            ("root", "titel", "does not exist", board => board["titel"] = "x"),
            ("number", "graphTooltip", "'7' is not assignable", board => board["graphTooltip"] = 7),
            ("variable", "templating.list[0].refresh", "'9' is not assignable", board => board["templating"]!["list"]![0]!["refresh"] = 9),
            ("query of Prometheus", "panels[1].targets[0].query", "does not exist", board => Panel(board, TimeSeries)["targets"]![0]!["query"] = "up"),
            ("query of Loki", "panels[6].targets[0].queryType", "'\"log\"' is not assignable", board => Panel(board, Logs)["targets"]![0]!["queryType"] = "log"),
            ("override", "panels[1].fieldConfig.overrides[0].properties[0].id", "is not assignable", board => Panel(board, TimeSeries, "fieldConfig")["overrides"]![0]!["properties"]![0]!["id"] = "units"),
            ("cell", "panels[5].fieldConfig.defaults.custom.cellOptions.type", "is not assignable", board => Panel(board, Table, "fieldConfig", "defaults", "custom", "cellOptions")["type"] = "colour"),
            ("fields of a panel that has none", "panels[2].fieldConfig.defaults.custom.width", "is not assignable to type 'never'", board => Panel(board, Stat, "fieldConfig", "defaults")["custom"] = new JsonObject { ["width"] = 1 }),
            ("panel", "panels[1].type", "'graph' is no type of panel", board => Panel(board, TimeSeries)["type"] = "graph"),
            ("panel in a row", "panels[0].panels[0].options.mode", "is not assignable", board => Panel(board, 0)["panels"]!.AsArray().Add(
                new JsonObject { ["type"] = "text", ["options"] = new JsonObject { ["mode"] = "rst", ["content"] = "" } })),
        ];
        var boards = wrong.ToDictionary(entry => entry.Name, entry =>
        {
            var board = JsonNode.Parse(sample)!;
            entry.Change(board);
            return board.ToJsonString();
        });
        boards.Add("sample", sample);
        boards.Add("broken", "{\"uid\": ");

        var findings = await new DashboardTypes(packages).CheckAsync(boards);

        Assert.DoesNotContain(findings, finding => finding.File == "sample");
        Assert.Contains("no JSON", Assert.Single(findings, finding => finding.File == "broken").Message);
        Assert.All(wrong, entry =>
        {
            var finding = Assert.Single(findings, finding => finding.File == entry.Name);
            Assert.Equal(entry.Path, finding.Path);
            Assert.Contains(entry.Says, finding.Message);
        });
    }

    /// <summary>Grafana calls this one the last that the classic dashboards will have.</summary>
    [Fact]
    public async Task The_sample_has_the_schema_of_today() => Assert.Equal(
        await new DashboardTypes(packages).SchemaVersionAsync(),
        JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(packages.Source, "sample-dashboard.json"), Cancellation))!["schemaVersion"]!.GetValue<int>());

    private static JsonObject Panel(JsonNode board, int index, params string[] path) =>
        path.Aggregate(board["panels"]![index]!, (node, name) => node[name]!).AsObject();
}
