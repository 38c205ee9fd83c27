using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Providers.Grafana.GrafanaHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

/// <summary>Preferences of the organisation, service accounts and their tokens.</summary>
public class AccessTests
{
    private static readonly PropertyMap Account = Map(("name", "exporter"), ("role", "Viewer"));

    [Fact]
    public async Task Preferences_are_the_organisations_only_ones_and_are_set_back_when_they_go()
    {
        await using var harness = await StartAsync();

        var preferences = await harness.CreateAsync(Preferences, Map(("theme", "dark"), ("weekStart", "monday")));
        Assert.Equal("1", preferences.Id);
        Assert.Empty(await harness.DriftAsync(preferences));
        harness.Content.Preferences["theme"] = "light";
        harness.Content.Preferences["timezone"] = "utc";
        Assert.Equal(["theme", "timezone"], await harness.DriftAsync(preferences));

        await harness.DeleteAsync(preferences);
        Assert.Empty(harness.Content.Preferences);
        Assert.Equal(
            ["weekStart: expected sunday, monday, saturday or nothing, found \"friday\""],
            harness.Provider.Mistakes(Preferences, Map(("weekStart", "friday"))));
    }

    [Fact]
    public async Task A_service_account_goes_by_its_number_and_is_changed_in_place()
    {
        await using var harness = await StartAsync();
        var account = await harness.CreateAsync(ServiceAccount, Account);
        Assert.Equal("1:" + Assert.Single(harness.Content.ServiceAccounts).Key, account.Id);

        var changed = await harness.UpdateAsync(account, Account.Set("role", Value("Admin")));

        Assert.Equal((account.Id, "Admin"), (changed.Id, changed.Text("role")));
        Assert.Empty(await harness.DriftAsync(changed));
        await harness.DeleteAsync(changed);
        await harness.DeleteAsync(changed);
        Assert.Null(await harness.ReadAsync(changed));
    }

    [Fact]
    public async Task An_account_whose_creation_was_cut_off_is_taken_over_by_its_name_or_removed_where_that_was_generated()
    {
        await using var harness = await StartAsync();
        var account = await harness.CreateAsync(ServiceAccount, Account);
        var unnamed = await harness.CreateAsync(ServiceAccount, Account.Remove("name"));

        Assert.Null(await harness.RecoverAsync(ServiceAccount, account.Inputs));
        Assert.NotNull(await harness.RecoverAsync(ServiceAccount, unnamed.Inputs));

        Assert.Equal(account.Id, (await harness.CreateAsync(ServiceAccount, Account)).Id);
        Assert.Single(harness.Content.ServiceAccounts);
    }

    [Fact]
    public async Task A_tokens_key_is_kept_from_its_creation_and_is_good()
    {
        await using var harness = await StartAsync();
        var account = await harness.CreateAsync(ServiceAccount, Account);

        var token = await harness.CreateAsync(ServiceAccountToken, Map(("name", "token"), ("serviceAccountId", account.Id), ("secondsToLive", 3600)));

        Assert.DoesNotContain(":", token.Id, StringComparison.Ordinal);
        Assert.True(harness.Content.Knows(token.Text("key")));
        Assert.Equal("2099-01-01T00:00:00Z", token.Text("expiration"));
        var read = await harness.ReadAsync(token);
        Assert.Equal(token.Outputs["key"], read!.Outputs["key"]);
        Assert.Empty(await harness.DriftAsync(token));
        Assert.Equal(["secondsToLive UpdateReplace"], harness.Changes(token, token.Inputs.Set("secondsToLive", Value(7200))));
    }

    [Fact]
    public async Task A_token_that_was_removed_or_whose_account_was_is_gone()
    {
        await using var harness = await StartAsync();
        var account = await harness.CreateAsync(ServiceAccount, Account);
        var token = await harness.CreateAsync(ServiceAccountToken, Map(("name", "token"), ("serviceAccountId", account.Id)));

        harness.Content.Tokens.Clear();
        Assert.Null(await harness.ReadAsync(token));
        harness.Content.ServiceAccounts.Clear();
        Assert.Null(await harness.ReadAsync(token));
        await harness.DeleteAsync(token);
    }

    [Fact]
    public async Task A_token_whose_creation_was_cut_off_is_removed_as_its_key_is_lost()
    {
        await using var harness = await StartAsync();
        var account = await harness.CreateAsync(ServiceAccount, Account);
        var inputs = Map(("name", "token"), ("serviceAccountId", account.Id));
        await harness.CreateAsync(ServiceAccountToken, inputs);

        Assert.Equal("removed service account token token, which an interrupted update had left behind", await harness.RecoverAsync(ServiceAccountToken, inputs));

        var token = await harness.CreateAsync(ServiceAccountToken, inputs);
        Assert.True(harness.Content.Knows(token.Text("key")));
        Assert.Single(harness.Content.Tokens);
    }

    [Fact]
    public async Task An_organisation_is_in_the_id_and_in_each_call()
    {
        await using var harness = await StartAsync();

        var account = await harness.CreateAsync(ServiceAccount, Account.Set("orgId", Value("2")));

        Assert.StartsWith("2:", account.Id, StringComparison.Ordinal);
        Assert.Empty(harness.Content.ServiceAccounts);
        Assert.Single(harness.Grafana.Organization("2").ServiceAccounts);
        Assert.NotNull(await harness.ReadAsync(account));
        Assert.Equal(["orgId UpdateReplace"], harness.Changes(account, Account.Set("orgId", Value("3"))));
    }
}
