using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Configs.Dashboards;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Dashboards;

public sealed class DashboardJsonTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private static readonly JsonObject Board = Rendered(SampleBoard.Everything);

    [Fact]
    public void Is_rendered_as_the_golden_file_has_it() => Golden.Matches(Board.ToJsonString(Readable) + "\n", "sample.golden.json");

    [Fact]
    public void Is_the_same_each_time() => Assert.Equal(DashboardJson.Render(SampleBoard.Everything), DashboardJson.Render(SampleBoard.Everything));

    [Fact]
    public void Has_every_kind_of_panel() =>
        Assert.Equal(Enum.GetValues<PanelKind>(), SampleBoard.Everything.Panels.Select(panel => panel.Kind).Distinct().Order());

    [Fact]
    public void Numbers_its_panels_in_the_order_in_which_they_are_read() =>
        Assert.Equal(Enumerable.Range(1, 14), AllPanels(Board).Select(panel => panel["id"]!.GetValue<int>()));

    [Fact]
    public void Holds_the_panels_of_a_collapsed_row_in_it_and_of_another_below_it()
    {
        var rows = Objects(Board, "panels").Where(panel => panel["type"]!.GetValue<string>() == "row").ToList();

        Assert.Equal(["Shown 0", "Hidden 6"], rows.Select(row => $"{row["title"]} {row["panels"]!.AsArray().Count}"));
        Assert.Equal([false, true], rows.Select(row => row["collapsed"]!.GetValue<bool>()));
    }

    [Fact]
    public void Says_nothing_twice_and_leaves_nothing_to_null_but_what_has_to_be()
    {
        var nulls = new List<string>();
        FindNulls(Board, "", nulls);

        // Minus infinity.
        Assert.All(nulls, path => Assert.EndsWith(".steps.0.value", path));
    }

    [Fact]
    public void Leads_from_a_service_with_several_containers_to_the_logs_of_all_of_them()
    {
        var share = Objects(Board, "panels")[1];

        Assert.Equal(
            "/d/phlo-logs?var-service=dagster-daemon&var-service=dagster-webserver&${__url_time_range}", Objects(share, "links").Single()["url"]!.GetValue<string>());
    }

    [Fact]
    public void Finds_the_log_lines_of_a_service_under_the_names_of_its_containers()
    {
        Assert.Equal("{service=\"trino\"}", ServiceLogs.Of("trino"));
        Assert.Equal("{service=~\"dagster-.*\",level=\"ERROR\"}", ServiceLogs.Of("dagster", "level=\"ERROR\""));
        Assert.Equal("{service=\"node-exporter\"}", ServiceLogs.Of("node"));
    }

    private static JsonObject Rendered(Dashboard dashboard) => JsonNode.Parse(DashboardJson.Render(dashboard))!.AsObject();

    private static List<JsonObject> Objects(JsonObject node, string name) => [.. node[name]!.AsArray().Select(item => item!.AsObject())];

    private static IEnumerable<JsonObject> AllPanels(JsonObject board) =>
        Objects(board, "panels").SelectMany(panel => panel["panels"] is null ? [panel] : Objects(panel, "panels").Prepend(panel));

    private static void FindNulls(JsonNode? node, string path, List<string> found)
    {
        switch (node)
        {
            case null:
                found.Add(path);
                break;
            case JsonObject map:
                foreach (var (name, value) in map)
                    FindNulls(value, $"{path}.{name}", found);
                break;
            case JsonArray list:
                for (var index = 0; index < list.Count; index++)
                    FindNulls(list[index], $"{path}.{index}", found);
                break;
        }
    }
}
