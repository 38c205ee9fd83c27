using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Providers.Grafana.GrafanaHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

public class AlertRulesTests
{
    private static PropertyMap Query(string model = """{"expr": "up == 0", "refId": "A"}""") => Map(
        ("refId", "A"), ("datasourceUid", "prometheus"), ("model", model), ("relativeTimeRange", Map(("from", 600), ("to", 0))));

    private static PropertyMap Rule(string name, params (string Name, object Value)[] more) => more.Aggregate(
        Map(("name", name), ("condition", "A"), ("for", "5m"), ("labels", Map(("severity", "page"))), ("datas", List(Query()))),
        (rule, property) => rule.Set(property.Name, Value(property.Value)));

    private static PropertyMap Group(params PropertyMap[] rules) =>
        Map(("name", "trino"), ("folderUid", "lakehouse"), ("intervalSeconds", 60), ("rules", PropertyValue.Of(rules.Select(PropertyValue.Of))));

    private static async Task<GrafanaHarness> WithFolderAsync()
    {
        var harness = await StartAsync();
        await harness.CreateAsync(Folder, Map(("title", "Lakehouse"), ("uid", "lakehouse")));
        return harness;
    }

    [Fact]
    public async Task A_group_goes_by_its_folder_and_name_and_what_grafana_fills_in_is_no_drift()
    {
        await using var harness = await WithFolderAsync();

        var group = await harness.CreateAsync(RuleGroup, Group(Rule("Down"), Rule("Slow", ("keepFiringFor", "1h"), ("noDataState", "OK"))));

        Assert.Equal("1:lakehouse:trino", group.Id);
        Assert.Empty(await harness.DriftAsync(group));
        Assert.Empty(harness.Changes(group, Group(
            Rule("Down", ("for", "300s"), ("noDataState", "NoData")), Rule("Slow", ("keepFiringFor", "60m"), ("noDataState", "OK")))));
    }

    [Fact]
    public async Task A_rule_keeps_its_uid_as_long_as_it_keeps_its_name()
    {
        await using var harness = await WithFolderAsync();
        var group = await harness.CreateAsync(RuleGroup, Group(Rule("Down"), Rule("Slow")));
        var uids = Uids(harness);

        await harness.UpdateAsync(group, Group(Rule("New"), Rule("Slow", ("for", "10m")), Rule("Down")));

        var after = Uids(harness);
        Assert.Equal((uids["Down"], uids["Slow"]), (after["Down"], after["Slow"]));
        Assert.DoesNotContain(after["New"], uids.Values);
    }

    [Fact]
    public async Task Edited_by_hand_it_has_drifted_and_removed_by_hand_it_is_gone()
    {
        await using var harness = await WithFolderAsync();
        var group = await harness.CreateAsync(RuleGroup, Group(Rule("Down")));

        harness.Content.RuleGroups[("lakehouse", "trino")]["rules"]![0]!["for"] = "1m";
        Assert.Equal(["rules[0].for"], await harness.DriftAsync(group));

        harness.Content.RuleGroups.Clear();
        Assert.Null(await harness.ReadAsync(group));
        await harness.DeleteAsync(group);
    }

    [Fact]
    public async Task What_an_interrupted_creation_left_is_taken_over_with_its_uids()
    {
        await using var harness = await WithFolderAsync();
        await harness.CreateAsync(RuleGroup, Group(Rule("Down")));
        var uids = Uids(harness);

        await harness.CreateAsync(RuleGroup, Group(Rule("Down")));

        Assert.Equal(uids, Uids(harness));
    }

    [Fact]
    public async Task A_recording_rule_has_neither_condition_nor_states()
    {
        await using var harness = await WithFolderAsync();
        var recording = Map(("name", "rec"), ("datas", List(Query())), ("record", Map(("from", "A"), ("metric", "lakehouse_up"))));

        var group = await harness.CreateAsync(RuleGroup, Group(recording));

        Assert.Empty(await harness.DriftAsync(group));
        Assert.Equal(
            ["rules[0].for: does not go with record; leave out one of both", "rules[0].condition: does not go with record; leave out one of both"],
            harness.Provider.Mistakes(RuleGroup, Group(recording.Set("for", Value("5m")).Set("condition", Value("A")))));
    }

    [Fact]
    public async Task Mistakes_are_told_before_grafana_is_asked()
    {
        await using var harness = await StartAsync();

        Assert.Equal(
            [
                "rules[0].for: expected a duration like 5m, found \"five\"",
                "rules[0].datas[0].model: expected a JSON object as text, found something else",
                "rules[0].condition: is required (the refId of the query that decides) and was not given; set it",
                "rules[1].uid: another rule of the group has the uid a too; give each its own",
            ],
            harness.Provider.Mistakes(RuleGroup, Group(
                Rule("A", ("for", "five"), ("condition", ""), ("uid", "a"), ("datas", List(Query("up")))), Rule("B", ("uid", "a")))));
    }

    [Fact]
    public async Task Groups_made_at_the_same_time_are_sent_one_after_the_other()
    {
        await using var harness = await WithFolderAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => harness.CreateAsync(RuleGroup, Group(Rule("Down")).Set("name", Value($"group{number}")))));

        Assert.Equal(20, harness.Content.RuleGroups.Count);
        Assert.Equal(20, harness.Grafana.Calls.Count(call => call.Method == "PUT"));
    }

    private static Dictionary<string, string> Uids(GrafanaHarness harness) => harness.Content.RuleGroups[("lakehouse", "trino")]["rules"]!.AsArray()
        .ToDictionary(rule => rule!["title"]!.GetValue<string>(), rule => rule!["uid"]!.GetValue<string>());
}
