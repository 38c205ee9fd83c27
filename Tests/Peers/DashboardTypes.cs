using System.Text.Json;
using Infra.Tests.Support;

namespace Infra.Tests.Peers;

/// <summary>What is wrong with a dashboard.</summary>
/// <param name="Path">The place in the JSON: <c>panels[1].options.colorMode</c>; empty for the dashboard itself.</param>
/// <param name="Message">What the compiler says of it.</param>
public sealed record DashboardFinding(string File, string Path, string Message);

/// <summary>
/// Holds dashboards against Grafana's own types, <c>@grafana/schema</c>'s, with the compiler of TypeScript: values of the
/// wrong type, properties that there are not, and those that are missing. Of an object the compiler names one at a time.
/// </summary>
/// <remarks>
/// The types of this package that are not taken as they are (see <c>dashboard-shapes.ts</c>): the queries of Prometheus,
/// Loki and Tempo are from its last releases that had them; panels of the types <c>alertlist</c> and <c>traces</c> may have
/// any options; a row needs no number.
/// </remarks>
public sealed class DashboardTypes(GrammarPackages packages)
{
    /// <param name="dashboards">Their JSON, by the names of their files.</param>
    public async Task<IReadOnlyList<DashboardFinding>> CheckAsync(IReadOnlyDictionary<string, string> dashboards)
    {
        Assert.SkipUnless(packages.Missing is null, packages.Missing ?? "");
        var result = await ToolProcess.RunAsync(
            "node",
            [Path.Combine(packages.Source, "dashboard-types.mjs"), packages.Directory],
            input: JsonSerializer.Serialize(dashboards));
        return JsonSerializer.Deserialize<List<DashboardFinding>>(result.ShouldSucceed("dashboard-types.mjs").Output, JsonSerializerOptions.Web)!;
    }

    /// <summary>The <c>schemaVersion</c> that Grafana stores: it migrates dashboards of any other.</summary>
    public async Task<int> SchemaVersionAsync()
    {
        Assert.SkipUnless(packages.Missing is null, packages.Missing ?? "");
        const string Script = """console.log(require("@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen").defaultDashboard.schemaVersion)""";
        return JsonSerializer.Deserialize<int>(await ToolProcess.AcceptsInAsync(packages.Directory, "node", "-e", Script));
    }
}
