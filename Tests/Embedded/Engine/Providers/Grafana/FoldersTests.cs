using System.Text.Json.Nodes;
using Embedded.Engine.Providers;
using static Infra.Tests.Embedded.Engine.Providers.Grafana.GrafanaHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

public class FoldersTests
{
    [Fact]
    public async Task It_can_be_in_another_and_be_moved_out_of_it_and_renamed()
    {
        await using var harness = await StartAsync();
        var parent = await harness.CreateAsync(Folder, Map(("title", "Parent"), ("uid", "parent")));
        // The program may give the other's id where its uid is meant.
        var inputs = Map(("title", "Child"), ("uid", "child"), ("parentFolderUid", parent.Id));
        var child = await harness.CreateAsync(Folder, inputs);

        Assert.Equal("parent", child.Text("parentFolderUid"));
        Assert.Equal($"{harness.Grafana.Url}/dashboards/f/child/child", child.Text("url"));
        Assert.Empty(await harness.DriftAsync(child));

        var moved = await harness.UpdateAsync(child, Map(("title", "Free"), ("uid", "child")));
        Assert.Equal(("", "Free"), (moved.Text("parentFolderUid"), moved.Text("title")));
    }

    [Fact]
    public async Task One_without_a_uid_gets_one_that_an_interrupted_creation_is_known_by()
    {
        await using var harness = await StartAsync();
        var folder = await harness.CreateAsync(Folder, Map(("title", "A")));
        Assert.Equal("1:" + folder.Text("uid"), folder.Id);
        Assert.Empty(await harness.DriftAsync(folder));

        Assert.NotNull(await harness.RecoverAsync(Folder, folder.Inputs));
        Assert.Empty(harness.Content.Folders);
    }

    [Fact]
    public async Task It_goes_with_all_that_is_in_it_unless_that_is_to_be_kept()
    {
        await using var harness = await StartAsync();
        var kept = await harness.CreateAsync(Folder, Map(("title", "Kept"), ("uid", "kept"), ("preventDestroyIfNotEmpty", true)));
        var folder = await harness.CreateAsync(Folder, Map(("title", "Folder"), ("uid", "folder")));
        foreach (var uid in new[] { "kept", "folder" })
        {
            harness.Content.Dashboards["in-" + uid] = (new JsonObject { ["title"] = "In " + uid }, uid);
            harness.Content.RuleGroups[(uid, "rules")] = [];
        }

        await harness.DeleteAsync(folder);
        var failure = await Assert.ThrowsAsync<ProviderException>(() => harness.DeleteAsync(kept));

        Assert.Equal(["in-kept"], harness.Content.Dashboards.Keys);
        Assert.Contains("it holds In kept. Move or remove that", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await harness.DriftAsync(kept));
    }

    [Fact]
    public async Task Its_uid_has_to_be_one()
    {
        await using var harness = await StartAsync();

        Assert.Equal(["uid: expected letters, digits, - and _, found \"a/b\""], harness.Provider.Mistakes(Folder, Map(("title", "A"), ("uid", "a/b"))));
    }
}
