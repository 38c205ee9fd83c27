using System.Net;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers;
using Infra.Tests.Support.Grafana;
using static Infra.Tests.Embedded.Engine.Providers.Grafana.GrafanaHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

public class DataSourcesTests
{
    private static readonly global::Embedded.Engine.Values.PropertyMap Loki = Map(
        ("name", "Loki"), ("type", "loki"), ("uid", "loki"), ("url", "https://loki:3100"),
        ("jsonDataEncoded", """{"tlsAuth": true, "maxLines": 1000}"""), ("secureJsonDataEncoded", """{"tlsClientKey": "a-private-key"}"""));

    [Fact]
    public async Task It_goes_by_its_organisation_and_uid_and_shows_what_grafana_shows()
    {
        await using var harness = await StartAsync();

        var loki = await harness.CreateAsync(DataSource, Loki);

        Assert.Equal("1:loki", loki.Id);
        Assert.Equal("""{"maxLines":1000,"tlsAuth":true}""", loki.Text("jsonDataEncoded"));
        Assert.Equal(("proxy", "1", "loki"), (loki.Text("accessMode"), loki.Text("orgId"), loki.Text("uid")));
        Assert.Equal("""{"tlsClientKey": "a-private-key"}""", loki.Text("secureJsonDataEncoded"));
        Assert.Equal("a-private-key", harness.Content.DataSourceSecrets["loki"]["tlsClientKey"]!.GetValue<string>());
        Assert.Empty(await harness.DriftAsync(loki));
    }

    [Fact]
    public async Task The_same_json_written_otherwise_is_no_change()
    {
        await using var harness = await StartAsync();
        var loki = await harness.CreateAsync(DataSource, Loki);

        Assert.Empty(harness.Changes(loki, Loki.Set("jsonDataEncoded", Value("""{"maxLines":1000.0,"tlsAuth":true}"""))));
        Assert.Equal(["jsonDataEncoded Update"], harness.Changes(loki, Loki.Set("jsonDataEncoded", Value("""{"maxLines":2000}"""))));
        Assert.Equal(["uid UpdateReplace"], harness.Changes(loki, Loki.Set("uid", Value("loki2"))));
        Assert.Empty(harness.Changes(loki, Loki.Remove("uid")));
    }

    [Fact]
    public async Task A_default_that_is_one_no_more_is_no_change_as_grafana_always_has_one()
    {
        await using var harness = await StartAsync();
        var loki = await harness.CreateAsync(DataSource, Loki.Set("isDefault", Value(true)));

        Assert.Empty(harness.Changes(loki, Loki));
        Assert.True(harness.Content.DataSources["loki"]["isDefault"]!.GetValue<bool>());
    }

    [Fact]
    public async Task What_somebody_changed_by_hand_is_drift()
    {
        await using var harness = await StartAsync();
        var loki = await harness.CreateAsync(DataSource, Loki);

        harness.Content.DataSources["loki"]["url"] = "http://elsewhere:3100";
        harness.Content.DataSources["loki"]["jsonData"] = new JsonObject { ["maxLines"] = 1 };

        Assert.Equal(["jsonDataEncoded", "url"], await harness.DriftAsync(loki));
        await harness.UpdateAsync(loki, Loki);
        Assert.Empty(await harness.DriftAsync(loki));
    }

    [Fact]
    public async Task What_the_program_leaves_out_and_somebody_set_is_drift_too()
    {
        await using var harness = await StartAsync();
        var loki = await harness.CreateAsync(DataSource, Loki);

        harness.Content.DataSources["loki"]["user"] = "mallory";

        Assert.Equal(["username"], await harness.DriftAsync(loki));
    }

    [Fact]
    public async Task Removed_by_hand_it_is_gone_and_an_update_makes_it_again()
    {
        await using var harness = await StartAsync();
        var loki = await harness.CreateAsync(DataSource, Loki);
        harness.Content.DataSources.Clear();

        Assert.Null(await harness.ReadAsync(loki));
        await harness.DeleteAsync(loki);
        Assert.Equal("1:loki", (await harness.UpdateAsync(loki, Loki)).Id);
        Assert.Single(harness.Content.DataSources);
    }

    [Fact]
    public async Task What_an_interrupted_creation_left_is_taken_over()
    {
        await using var harness = await StartAsync();
        await harness.CreateAsync(DataSource, Loki.Set("url", Value("http://old:3100")));

        Assert.Null(await harness.RecoverAsync(DataSource, Loki));
        var loki = await harness.CreateAsync(DataSource, Loki);

        Assert.Equal("1:loki", loki.Id);
        Assert.Equal("https://loki:3100", Assert.Single(harness.Content.DataSources).Value["url"]!.GetValue<string>());
        Assert.Equal(["data source loki exists already; it is taken over"], harness.Progress);
    }

    [Fact]
    public async Task Without_a_uid_of_its_own_what_an_interrupted_creation_left_is_removed()
    {
        await using var harness = await StartAsync();
        await harness.CreateAsync(DataSource, Loki.Remove("uid"), "aaaabbbbccccddddeeeeffff");

        Assert.Null(await harness.RecoverAsync(DataSource, Loki.Remove("uid"), "another"));
        Assert.Single(harness.Content.DataSources);
        Assert.Equal(
            "removed data source paaaabbbbccccddddeee, which an interrupted update had left behind",
            await harness.RecoverAsync(DataSource, Loki.Remove("uid"), "aaaabbbbccccddddeeeeffff"));
        Assert.Empty(harness.Content.DataSources);
    }

    [Fact]
    public async Task One_of_that_name_with_another_uid_is_not_ours()
    {
        await using var harness = await StartAsync();
        await harness.CreateAsync(DataSource, Loki.Set("uid", Value("theirs")));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => harness.CreateAsync(DataSource, Loki));

        Assert.Equal(
            "Data source Loki: Grafana has one of that name already, with the uid theirs. "
            + "Give this one another name, remove that one in Grafana, or import it (1:theirs).", failure.Message);
    }

    [Fact]
    public async Task One_that_is_provisioned_from_a_file_is_left_alone()
    {
        await using var harness = await StartAsync();
        await harness.CreateAsync(DataSource, Loki);
        harness.Content.DataSources["loki"]["readOnly"] = true;

        var failure = await Assert.ThrowsAsync<ProviderException>(() => harness.CreateAsync(DataSource, Loki));

        Assert.StartsWith("Data source loki is provisioned from a file", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_are_sent_as_grafana_keeps_them_and_a_missing_one_is_drift()
    {
        await using var harness = await StartAsync();
        var loki = await harness.CreateAsync(DataSource, Loki.Set("httpHeaders", Value(Map(("X-Scope-OrgID", "phlo"), ("Authorization", "Bearer secret")))));

        var stored = harness.Content.DataSources["loki"]["jsonData"]!.AsObject();
        Assert.Equal("X-Scope-OrgID", stored["httpHeaderName2"]!.GetValue<string>());
        Assert.Equal("phlo", harness.Content.DataSourceSecrets["loki"]["httpHeaderValue2"]!.GetValue<string>());
        Assert.Empty(await harness.DriftAsync(loki));
        stored.Remove("httpHeaderName2");
        Assert.Equal(["httpHeaders.X-Scope-OrgID"], await harness.DriftAsync(loki));
    }

    [Fact]
    public async Task Its_name_is_generated_where_none_is_given_and_else_it_is_removed_before_it_is_replaced()
    {
        await using var harness = await StartAsync();
        var named = await harness.CreateAsync(DataSource, Loki);
        Assert.True(harness.Provider.Diff(DataSource, named.Id, named.Inputs, named.Outputs, named.Inputs.Set("uid", Value("b"))).DeleteBeforeReplace);

        var unnamed = await harness.CreateAsync(DataSource, Loki.Remove("name").Set("uid", Value("c")));
        Assert.Matches("^test-[0-9a-f]{7}$", unnamed.Text("name"));
        Assert.False(harness.Provider.Diff(DataSource, unnamed.Id, unnamed.Inputs, unnamed.Outputs, unnamed.Inputs.Set("uid", Value("d"))).DeleteBeforeReplace);
    }

    [Fact]
    public async Task One_that_was_made_by_hand_can_be_imported()
    {
        await using var harness = await StartAsync();
        await harness.CreateAsync(DataSource, Loki.Remove("secureJsonDataEncoded"));

        var read = await harness.ImportAsync(DataSource, "loki");

        Assert.Equal("1:loki", read!.Id);
        Assert.False(harness.Provider.Diff(DataSource, read.Id, read.Inputs, read.Outputs, harness.Checked(DataSource, Loki.Remove("secureJsonDataEncoded"))).HasChanges);
    }

    [Fact]
    public async Task Mistakes_are_told_with_the_property()
    {
        await using var harness = await StartAsync();

        Assert.Equal(
            [
                "jsonDataEncoded: httpHeaderName is Grafana's own there; give headers in httpHeaders",
                "jsonDataEncoded: expected a JSON object as text, found something else",
                "secureJsonDataEncoded: expected a string for a, found something else",
            ],
            harness.Provider.Mistakes(DataSource, Map(("type", "x"), ("jsonDataEncoded", "httpHeaderName1"), ("secureJsonDataEncoded", """{"a": 1}"""))));
    }

    [Fact]
    public async Task A_refusal_tells_the_resource_the_status_grafanas_words_and_what_to_do_but_no_secret()
    {
        await using var harness = await StartAsync();
        harness.Grafana.Instead = call => call.StartsWith("POST", StringComparison.Ordinal)
            ? GrafanaAnswer.Error(HttpStatusCode.BadRequest, $"bad key a-private-key of {harness.Grafana.Auth}") : null;

        var failure = await Assert.ThrowsAsync<ProviderException>(() => harness.CreateAsync(DataSource, Loki));

        Assert.Equal(
            $"Creating data source test failed: Grafana at {harness.Grafana.Url} answered 400: bad key [secret] of admin:[secret]. "
            + "Correct the property that the message names, and run again.", failure.Message);
    }
}
