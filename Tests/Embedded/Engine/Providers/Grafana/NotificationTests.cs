using Embedded.Engine.Providers;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Providers.Grafana.GrafanaHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

/// <summary>Contact points, notification policies, mute timings and message templates.</summary>
public class NotificationTests
{
    private static readonly PropertyMap Point = Map(
        ("name", "oncall"),
        ("webhooks", List(
            Map(("url", "https://hook/a"), ("authorizationCredentials", "s3cret"), ("maxAlerts", 3)),
            Map(("url", "https://hook/b"), ("basicAuthUser", "u"), ("basicAuthPassword", "p4ss")))),
        ("emails", List(Map(("addresses", List("a@example.com", "b@example.com"))))));

    [Fact]
    public async Task A_contact_point_is_all_integrations_of_its_name_and_keeps_its_secrets()
    {
        await using var harness = await StartAsync();

        var point = await harness.CreateAsync(ContactPoint, Point);

        Assert.Equal("1:oncall", point.Id);
        var email = harness.Content.ContactPoints.Values.Single(found => found["name"]!.GetValue<string>() == "oncall" && found["type"]!.GetValue<string>() == "email");
        Assert.Equal("a@example.com;b@example.com", email["settings"]!["addresses"]!.GetValue<string>());
        var webhooks = Assert.IsType<ListValue>(point.Outputs["webhooks"]).Items.Cast<MapValue>().Select(webhook => webhook.Properties).ToList();
        Assert.Equal(Value("s3cret"), webhooks[0]["authorizationCredentials"]);
        Assert.True(webhooks[0].ContainsKey("uid"));
        Assert.Empty(await harness.DriftAsync(point));
        Assert.Empty(harness.Changes(point, Point));
    }

    [Fact]
    public async Task Another_order_of_integrations_is_no_change()
    {
        await using var harness = await StartAsync();
        var point = await harness.CreateAsync(ContactPoint, Point);
        var webhooks = Assert.IsType<ListValue>(Point["webhooks"]).Items;

        Assert.Empty(harness.Changes(point, Point.Set("webhooks", PropertyValue.Of(webhooks.Reverse()))));
    }

    [Fact]
    public async Task An_update_keeps_makes_and_removes_integrations()
    {
        await using var harness = await StartAsync();
        var point = await harness.CreateAsync(ContactPoint, Point);
        var kept = harness.Content.ContactPoints.Single(pair => pair.Value["settings"]!["url"]?.GetValue<string>() == "https://hook/b").Key;

        await harness.UpdateAsync(point, Map(
            ("name", "oncall"), ("slacks", List(Map(("url", "https://slack/x"), ("text", "t")))),
            ("webhooks", List(Map(("url", "https://hook/b"), ("basicAuthUser", "u"), ("basicAuthPassword", "new"))))));

        Assert.Equal(
            ["slack https://slack/x", "webhook https://hook/b"],
            harness.Content.ContactPoints.Values.Where(found => found["name"]!.GetValue<string>() == "oncall")
                .Select(found => $"{found["type"]} {found["settings"]!["url"]}").Order(StringComparer.Ordinal));
        Assert.Equal("new", harness.Content.ContactPoints[kept]["settings"]!["password"]!.GetValue<string>());
    }

    [Fact]
    public async Task Edited_by_hand_it_has_drifted()
    {
        await using var harness = await StartAsync();
        var point = await harness.CreateAsync(ContactPoint, Map(("name", "oncall"), ("webhooks", List(Map(("url", "https://hook/a"))))));

        harness.Content.ContactPoints.Values.Single(found => found["name"]!.GetValue<string>() == "oncall")["settings"]!["url"] = "https://elsewhere";

        Assert.Equal(["webhooks[0]"], (await harness.DriftAsync(point)).Select(path => path[..11]).Distinct());
        harness.Content.ContactPoints.Clear();
        Assert.Null(await harness.ReadAsync(point));
    }

    [Fact]
    public async Task A_creation_that_was_cut_off_in_the_middle_is_completed()
    {
        await using var harness = await StartAsync();
        var point = await harness.CreateAsync(ContactPoint, Point);
        harness.Content.ContactPoints.Remove(harness.Content.ContactPoints.First(pair => pair.Value["name"]!.GetValue<string>() == "oncall").Key);

        await harness.CreateAsync(ContactPoint, Point);

        Assert.Equal(3, harness.Content.ContactPoints.Values.Count(found => found["name"]!.GetValue<string>() == "oncall"));
        Assert.Empty(await harness.DriftAsync(point));
    }

    [Fact]
    public async Task It_needs_an_integration()
    {
        await using var harness = await StartAsync();

        Assert.StartsWith(
            ": a contact point needs at least one of alertmanagers, dingdings", Assert.Single(harness.Provider.Mistakes(ContactPoint, Map(("name", "a")))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_is_the_only_one_and_removing_it_sets_it_back()
    {
        await using var harness = await StartAsync();
        await harness.CreateAsync(ContactPoint, Point);
        var nested = Map(("continue", true), ("matchers", List(Matcher("b", "2"), Matcher("a", "1"))));
        var pages = Map(
            ("contactPoint", "oncall"), ("matchers", List(Matcher("severity", "page"), Matcher("component", "trino"))), ("policies", List(nested)));
        var inputs = Map(("contactPoint", "oncall"), ("groupBies", List("alertname")), ("groupWait", "60s"), ("policies", List(pages)));

        var policy = await harness.CreateAsync(NotificationPolicy, inputs);

        Assert.Equal("1:policy", policy.Id);
        Assert.Empty(await harness.DriftAsync(policy));
        Assert.Empty(harness.Changes(policy, inputs.Set("groupWait", Value("1m"))));
        Assert.Equal("""[["component","=","trino"],["severity","=","page"]]""", harness.Content.Policy["routes"]![0]!["object_matchers"]!.ToJsonString());
        harness.Content.Policy["group_wait"] = "5m";
        Assert.Equal(["groupWait"], await harness.DriftAsync(policy));

        await harness.DeleteAsync(policy);
        Assert.Equal("grafana-default-email", harness.Content.Policy["receiver"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_contact_point_that_the_policy_uses_cannot_go_and_the_message_says_what_to_do()
    {
        await using var harness = await StartAsync();
        var point = await harness.CreateAsync(ContactPoint, Point);
        await harness.CreateAsync(NotificationPolicy, Map(("contactPoint", "oncall"), ("groupBies", List("alertname"))));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => harness.DeleteAsync(point));

        Assert.Contains("answered 409: contact point is currently used by a notification policy. Something of that name or uid is there already, or still used.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_to_be_editable_in_grafana_is_sent_as_such()
    {
        await using var harness = await StartAsync();

        var point = await harness.CreateAsync(ContactPoint, Point.Set("disableProvenance", Value(true)));

        Assert.All(harness.Grafana.Calls.Where(call => call.Method == "POST"), call => Assert.True(call.DisablesProvenance));
        Assert.Equal(PropertyValue.True, point.Outputs["disableProvenance"]);
        Assert.Equal(["disableProvenance UpdateReplace"], harness.Changes(point, Point));
    }

    [Fact]
    public async Task A_mute_timing_may_name_months_and_is_taken_over_where_it_was_left()
    {
        await using var harness = await StartAsync();
        var inputs = Map(("name", "nights"), ("intervals", List(Map(
            ("months", List("january:march", "12")), ("weekdays", List("monday:friday")), ("location", "Europe/Berlin"),
            ("times", List(Map(("start", "22:00"), ("end", "24:00"))))))));
        var timing = await harness.CreateAsync(MuteTiming, inputs);
        Assert.Equal("1:nights", timing.Id);

        harness.Content.MuteTimings["nights"]["time_intervals"]![0]!["months"]![0] = "1:3";
        Assert.Empty(await harness.DriftAsync(timing));
        harness.Content.MuteTimings["nights"]["time_intervals"]![0]!["times"]![0]!["end_time"] = "23:00";
        Assert.Equal(["intervals[0].times[0].end"], await harness.DriftAsync(timing));

        Assert.Equal("1:nights", (await harness.CreateAsync(MuteTiming, inputs)).Id);
        Assert.Empty(await harness.DriftAsync(timing));
        await harness.DeleteAsync(timing);
        Assert.Empty(harness.Content.MuteTimings);
    }

    [Fact]
    public async Task White_space_around_a_message_template_means_nothing()
    {
        await using var harness = await StartAsync();
        var inputs = Map(("name", "lakehouse/title"), ("template", "\n{{ define \"a\" }}b{{ end }}\n"));

        var template = await harness.CreateAsync(MessageTemplate, inputs);

        Assert.Equal("1:lakehouse/title", template.Id);
        Assert.Equal("{{ define \"a\" }}b{{ end }}", harness.Content.Templates["lakehouse/title"]["template"]!.GetValue<string>());
        Assert.Empty(await harness.DriftAsync(template));
        Assert.Equal(["name UpdateReplace"], harness.Changes(template, inputs.Set("name", Value("b"))));
        await harness.DeleteAsync(template);
        await harness.DeleteAsync(template);
        Assert.Null(await harness.ReadAsync(template));
    }

    private static PropertyMap Matcher(string label, string value) => Map(("label", label), ("match", "="), ("value", value));
}
