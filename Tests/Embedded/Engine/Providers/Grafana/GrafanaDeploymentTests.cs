using System.Text.Json.Nodes;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers.Grafana;
using Embedded.Engine.Values;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

/// <summary>What the program puts into Grafana, deployed by the engine to Grafana's double: Grafana itself cannot be had where these tests run.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class GrafanaDeploymentTests
{
    private static readonly (string, string)[] Everything =
    [
        ("grafanaPostgresUser", "reader"), ("grafanaPostgresPassword", "tG7-vq2Wm9Zs"), ("grafanaTrinoUrl", "http://trino:8080"),
        ("grafanaTimezone", "Europe/Berlin"),
    ];

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Makes_what_Grafana_takes_and_nothing_that_differs_the_second_time(string environment)
    {
        var program = await ProgramAsync(environment);
        await using var stack = await GrafanaStack.StartAsync();

        (await stack.UpAsync(program)).Succeeded();
        var made = stack.Grafana.Changes.Count();
        Assert.Equal(["lakehouse", "observability"], stack.Content.Folders.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("prometheus", stack.Content.DataSources.Keys);
        Assert.Contains("trino", stack.Content.DataSources.Keys);
        Assert.Equal([("lakehouse", "dagster"), ("observability", "logs")], stack.Content.RuleGroups.Keys);

        Assert.False((await stack.UpAsync(program)).Succeeded().Result.HasChanges);
        Assert.False((await stack.UpAsync(program, options => options with { Refresh = true })).Succeeded().Result.HasChanges);
        Assert.Equal(made, stack.Grafana.Changes.Count());
    }

    [Theory]
    [InlineData("dev", "http", null)]
    [InlineData("prod", "https", "phlo")]
    public async Task Hands_every_alert_to_the_stacks_Alertmanager(string environment, string scheme, string? user)
    {
        await using var stack = await GrafanaStack.StartAsync();

        (await stack.UpAsync(await ProgramAsync(environment))).Succeeded();

        var point = Assert.Single(stack.Content.ContactPoints.Values, point => point["type"]!.GetValue<string>() == "prometheus-alertmanager");
        Assert.Equal(point["name"]!.GetValue<string>(), stack.Content.Policy["receiver"]!.GetValue<string>());
        Assert.Null(stack.Content.Policy["routes"]);
        Assert.Equal($"{scheme}://alertmanager:9093", point["settings"]!["url"]!.GetValue<string>());
        Assert.Equal(user, point["settings"]!["basicAuthUser"]?.GetValue<string>());
        Assert.Equal(user is null ? null : MockedStack.GeneratedPassword, point["settings"]!["basicAuthPassword"]?.GetValue<string>());
    }

    [Fact]
    public async Task Needs_no_Grafana_for_its_first_preview()
    {
        var program = await ProgramAsync("dev");
        await using var stack = await GrafanaStack.StartAsync();
        stack.KnowsUrl = false;

        (await stack.PreviewAsync(program)).Succeeded();

        Assert.Empty(stack.Grafana.Calls);
    }

    private static async Task<Func<GrafanaProgram, Task>> ProgramAsync(string environment)
    {
        string[] secrets = ["postgresPassword", "grafanaPostgresPassword"];
        var deployed = await MockedStack.DeployAsync(environment, [("postgresPassword", "xK4-pw9Lq2vT"), .. Everything], secrets);
        var inGrafana = deployed.Resources
            .Where(resource => resource.Type.StartsWith("grafana:", StringComparison.Ordinal))
            .OrderBy(resource => Array.IndexOf(Order, resource.Type)).ToList();
        return async program =>
        {
            // What a program says by passing outputs on, of which nothing is left here.
            var made = new List<Registration>();
            foreach (var resource in inGrafana)
                made.Add(await program.RegisterAsync(resource.Type, resource.Name, Inputs(resource.Inputs.AsObject()), [.. made]));
        };
    }

    private static readonly string[] Order =
        [GrafanaHarness.DataSource, GrafanaHarness.Folder, GrafanaHarness.ContactPoint, GrafanaHarness.NotificationPolicy, GrafanaHarness.RuleGroup, GrafanaHarness.Dashboard, GrafanaHarness.Preferences];

    private static PropertyMap Inputs(JsonObject inputs) => ((MapValue)inputs.ToProperty()).Properties;
}
