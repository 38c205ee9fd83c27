using Embedded.Engine.Planning;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Providers.Grafana.GrafanaHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

/// <summary>Programs that the engine deploys to Grafana's double.</summary>
public class GrafanaStackTests
{
    private static readonly PropertyMap Prometheus = Map(
        ("name", "Prometheus"), ("type", "prometheus"), ("uid", "prometheus"), ("url", "http://prometheus:9090"), ("isDefault", true));

    private static readonly PropertyMap Lakehouse = Map(("title", "Lakehouse"), ("uid", "lakehouse"));

    private static PropertyMap Overview(string folder) =>
        Map(("folder", folder), ("configJson", """{"uid": "overview", "title": "Overview", "panels": [{"type": "stat"}]}"""));

    private static async Task Program(GrafanaProgram program, PropertyMap prometheus)
    {
        await program.RegisterAsync(DataSource, "prometheus", prometheus);
        var folder = await program.RegisterAsync(Folder, "lakehouse", Lakehouse);
        var overview = await program.RegisterAsync(Dashboard, "overview", Overview(folder.Id ?? "unknown"), folder);
        await program.RegisterAsync(
            Preferences, "preferences", Map(("theme", "dark"), ("homeDashboardUid", overview.Outputs.Get("uid") ?? PropertyValue.Unknown)), overview);
    }

    [Fact]
    public async Task A_stack_is_made_stays_the_same_is_changed_and_removed_in_reverse()
    {
        await using var stack = await GrafanaStack.StartAsync();

        (await stack.UpAsync(program => Program(program, Prometheus))).Succeeded();
        Assert.Equal("lakehouse", stack.Content.Dashboards["overview"].FolderUid);
        var made = stack.Grafana.Changes.Count();

        Assert.False((await stack.UpAsync(program => Program(program, Prometheus))).Succeeded().Result.HasChanges);
        Assert.False((await stack.UpAsync(program => Program(program, Prometheus), options => options with { Refresh = true })).Succeeded().Result.HasChanges);
        Assert.Equal(made, stack.Grafana.Changes.Count());

        var changed = await stack.UpAsync(program => Program(program, Prometheus.Set("url", Value("https://prometheus:9090"))));
        Assert.Equal(["Update prometheus"], changed.Succeeded().Steps);
        Assert.Equal("https://prometheus:9090", stack.Content.DataSources["prometheus"]["url"]!.GetValue<string>());

        stack.Grafana.Calls.Clear();
        (await stack.DestroyAsync()).Succeeded();
        Assert.Equal(
            ["PUT /org/preferences", "DELETE /dashboards/uid/overview", "DELETE /folders/lakehouse"],
            stack.Grafana.Changes.Where(call => !call.Contains("datasources", StringComparison.Ordinal)));
        Assert.Empty(stack.Content.DataSources);
        Assert.Empty(stack.State.Resources);
    }

    [Fact]
    public async Task Another_uid_is_another_data_source_and_the_old_one_of_that_name_goes_first()
    {
        await using var stack = await GrafanaStack.StartAsync();
        (await stack.UpAsync(program => program.RegisterAsync(DataSource, "prometheus", Prometheus))).Succeeded();
        stack.Grafana.Calls.Clear();

        (await stack.UpAsync(program => program.RegisterAsync(DataSource, "prometheus", Prometheus.Set("uid", Value("metrics"))))).Succeeded();

        Assert.Equal(["DELETE /datasources/uid/prometheus", "POST /datasources"], stack.Grafana.Changes);
        Assert.Equal(["metrics"], stack.Content.DataSources.Keys);
    }

    [Theory]
    [InlineData("POST /datasources", false)]
    [InlineData("POST /datasources", true)]
    [InlineData("POST /folders", true)]
    [InlineData("POST /dashboards/db", true)]
    [InlineData("PUT /org/preferences", true)]
    public async Task Killed_in_a_creation_the_next_update_converges_without_a_duplicate(string call, bool afterIt)
    {
        await using var stack = await GrafanaStack.StartAsync();
        var killed = new TaskCompletionSource();
        bool Kill(string made)
        {
            if (made != call)
                return false;
            stack.Kill();
            killed.TrySetResult();
            return true;
        }
        if (afterIt)
            stack.Grafana.CutOff = Kill;
        else
            stack.Grafana.Instead = made => Kill(made) ? Support.Grafana.GrafanaAnswer.Error(System.Net.HttpStatusCode.BadGateway, "") : null;
        _ = stack.UpAsync(program => Program(program, Prometheus));
        await killed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        stack.Grafana.CutOff = _ => false;
        stack.Grafana.Instead = _ => null;

        (await stack.UpAsync(program => Program(program, Prometheus))).Succeeded();

        Assert.Equal((1, 1, 1), (stack.Content.DataSources.Count, stack.Content.Folders.Count, stack.Content.Dashboards.Count));
        Assert.Empty(stack.State.PendingOperations);
        Assert.False((await stack.UpAsync(program => Program(program, Prometheus))).Succeeded().Result.HasChanges);
    }

    [Fact]
    public async Task A_refresh_shows_what_was_changed_by_hand_and_the_next_update_takes_it_back()
    {
        await using var stack = await GrafanaStack.StartAsync();
        (await stack.UpAsync(program => Program(program, Prometheus))).Succeeded();
        stack.Content.DataSources["prometheus"]["url"] = "http://elsewhere:9090";
        stack.Content.Folders["lakehouse"]["title"] = "Mine";

        var refresh = (await stack.RefreshAsync()).Succeeded();

        var shown = refresh.Events.OfType<StepSucceeded>().Select(done => done.Step).Where(step => step.Operation == StepOperation.Refresh);
        Assert.Equal(
            ["lakehouse title", "prometheus url"],
            shown.SelectMany(step => step.Diff.Keys.Select(path => $"{step.Name} {path}")).Order(StringComparer.Ordinal));
        var up = (await stack.UpAsync(program => Program(program, Prometheus))).Succeeded();
        Assert.Equal(["Update lakehouse", "Update prometheus"], up.Steps.Order(StringComparer.Ordinal));
        Assert.Equal("Lakehouse", stack.Content.Folders["lakehouse"]["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_was_removed_by_hand_is_made_again()
    {
        await using var stack = await GrafanaStack.StartAsync();
        (await stack.UpAsync(program => Program(program, Prometheus))).Succeeded();
        stack.Content.DataSources.Clear();

        var up = (await stack.UpAsync(program => Program(program, Prometheus), options => options with { Refresh = true })).Succeeded();

        Assert.Contains("Create prometheus", up.Steps);
        Assert.Equal(["prometheus"], stack.Content.DataSources.Keys);
    }

    [Fact]
    public async Task An_address_that_is_not_known_yet_lets_a_preview_run_without_grafana()
    {
        await using var stack = await GrafanaStack.StartAsync();
        stack.KnowsUrl = false;

        var preview = (await stack.PreviewAsync(program => Program(program, Prometheus))).Succeeded();

        Assert.Contains("Create prometheus", preview.Steps);
        Assert.Empty(stack.Grafana.Calls);
    }

    [Fact]
    public async Task Secrets_are_secret_in_the_state()
    {
        await using var stack = await GrafanaStack.StartAsync();
        (await stack.UpAsync(program => program.RegisterAsync(
            DataSource, "prometheus", Prometheus.Set("secureJsonDataEncoded", PropertyValue.Secret(Value("""{"basicAuthPassword": "hunter2"}""")))))).Succeeded();

        var state = Assert.Single(stack.State.Resources, resource => resource.Type == DataSource);
        Assert.IsType<SecretValue>(state.Inputs["secureJsonDataEncoded"]);
        Assert.IsType<SecretValue>(state.Outputs["secureJsonDataEncoded"]);
        Assert.IsType<StringValue>(state.Outputs["jsonDataEncoded"]);
    }
}
