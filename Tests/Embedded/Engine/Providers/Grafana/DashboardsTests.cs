using System.Text.Json.Nodes;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Providers.Grafana.GrafanaHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

public class DashboardsTests
{
    private static PropertyMap Inputs(string json) => Map(("configJson", json));

    [Fact]
    public async Task What_grafana_counts_itself_is_no_part_of_it()
    {
        await using var harness = await StartAsync();

        var dashboard = await harness.CreateAsync(Dashboard, Inputs("""{"uid": "a", "title": "<A>", "id": 99, "version": 7, "panels": [{"id": 5, "type": "stat"}]}"""));

        Assert.Equal("1:a", dashboard.Id);
        Assert.Equal("""{"panels":[{"type":"stat"}],"title":"\u003cA\u003e","uid":"a"}""", dashboard.Text("configJson"));
        Assert.Equal($"{harness.Grafana.Url}/d/a/of", dashboard.Text("url"));
        Assert.Empty(await harness.DriftAsync(dashboard));
        Assert.Empty(harness.Changes(dashboard, Inputs("""{"title": "<A>", "uid": "a", "panels": [{"type": "stat"}]}""")));
    }

    [Fact]
    public async Task A_change_keeps_its_number_and_another_uid_replaces_it()
    {
        await using var harness = await StartAsync();
        var dashboard = await harness.CreateAsync(Dashboard, Inputs("""{"uid": "a", "title": "A"}"""));

        Assert.Equal(["configJson Update"], harness.Changes(dashboard, Inputs("""{"uid": "a", "title": "B"}""")));
        Assert.Equal(["configJson UpdateReplace"], harness.Changes(dashboard, Inputs("""{"uid": "b", "title": "A"}""")));
        var changed = await harness.UpdateAsync(dashboard, Inputs("""{"uid": "a", "title": "B"}"""));
        Assert.Equal(dashboard.Outputs["dashboardId"], changed.Outputs["dashboardId"]);
        Assert.Equal(Value(2), changed.Outputs["version"]);
    }

    [Fact]
    public async Task Edited_by_hand_it_has_drifted()
    {
        await using var harness = await StartAsync();
        var dashboard = await harness.CreateAsync(Dashboard, Inputs("""{"uid": "a", "title": "A"}"""));

        harness.Content.Dashboards["a"].Dashboard["title"] = "Mine";

        Assert.Equal(["configJson"], await harness.DriftAsync(dashboard));
    }

    [Fact]
    public async Task One_without_a_uid_is_no_difference_to_the_one_it_gets()
    {
        await using var harness = await StartAsync();

        var dashboard = await harness.CreateAsync(Dashboard, Inputs("""{"title": "A"}"""));

        Assert.Equal("""{"title":"A"}""", dashboard.Text("configJson"));
        Assert.Equal("1:" + dashboard.Text("uid"), dashboard.Id);
        Assert.Empty(await harness.DriftAsync(dashboard));
        Assert.NotNull(await harness.RecoverAsync(Dashboard, dashboard.Inputs));
        Assert.Empty(harness.Content.Dashboards);
    }

    [Fact]
    public async Task It_lies_in_the_folder_whose_id_or_uid_is_given()
    {
        await using var harness = await StartAsync();
        var folder = await harness.CreateAsync(Folder, Map(("title", "F"), ("uid", "f")));

        var dashboard = await harness.CreateAsync(Dashboard, Inputs("""{"uid": "a", "title": "A"}""").Set("folder", Value(folder.Id)));

        Assert.Equal("f", dashboard.Text("folder"));
        Assert.Empty(await harness.DriftAsync(dashboard));
        Assert.Empty(harness.Changes(dashboard, Inputs("""{"uid": "a", "title": "A"}""").Set("folder", Value("f"))));
    }

    [Fact]
    public async Task What_an_interrupted_creation_left_is_taken_over()
    {
        await using var harness = await StartAsync();
        harness.Content.Dashboards["a"] = (new JsonObject { ["uid"] = "a", ["title"] = "Old", ["version"] = 1, ["id"] = 9 }, "");

        await harness.CreateAsync(Dashboard, Inputs("""{"uid": "a", "title": "A"}"""));

        Assert.Equal("A", Assert.Single(harness.Content.Dashboards).Value.Dashboard["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_has_to_be_a_dashboard_in_the_classic_form()
    {
        await using var harness = await StartAsync();

        Assert.Equal(["configJson: expected a dashboard as JSON text, found something else"], harness.Provider.Mistakes(Dashboard, Inputs("[")));
        Assert.StartsWith("configJson: holds a resource with apiVersion and spec", Assert.Single(
            harness.Provider.Mistakes(Dashboard, Inputs("""{"apiVersion": "dashboard.grafana.app/v1", "kind": "Dashboard", "spec": {}}"""))), StringComparison.Ordinal);
    }
}
