using System.Text.Json.Nodes;
using Embedded.Engine.Values;
using Infra.Tests.Support;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

/// <summary>What the program puts into Grafana, deployed by the engine to Grafana's double: Grafana itself cannot be had where these tests run.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class GrafanaDeploymentTests
{
    private static readonly (string, string)[] Everything =
    [
        ("grafanaPostgresUser", "reader"), ("grafanaPostgresPassword", "xK4-pw9Lq2vT"), ("grafanaTrinoUrl", "http://trino:8080"),
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

        Assert.False((await stack.UpAsync(program)).Succeeded().Result.HasChanges);
        Assert.False((await stack.UpAsync(program, options => options with { Refresh = true })).Succeeded().Result.HasChanges);
        Assert.Equal(made, stack.Grafana.Changes.Count());
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
        var inGrafana = deployed.Resources.Where(resource => resource.Type.StartsWith("grafana:", StringComparison.Ordinal)).ToList();
        return async program =>
        {
            foreach (var resource in inGrafana)
                await program.RegisterAsync(resource.Type, resource.Name, Inputs(resource.Inputs.AsObject()));
        };
    }

    private static PropertyMap Inputs(JsonObject inputs) => Map([.. inputs.Select(input => (input.Key, input.Value!.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True => true,
        System.Text.Json.JsonValueKind.False => false,
        _ => (object)input.Value!.GetValue<string>(),
    }))]);
}
