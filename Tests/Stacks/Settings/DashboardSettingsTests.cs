using Infra.Configs.CustomDashboards;
using Infra.Stacks.Settings;
using Infra.Tests.Support;
using Pulumi;

namespace Infra.Tests.Stacks.Settings;

public sealed class DashboardSettingsTests
{
    private const string Board = """{"title": "Mine", "panels": [{"title": "P", "targets": [{"expr": "up"}]}]}""";

    [Fact]
    public void Bring_the_boards_of_a_folder()
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string> { ["b.json"] = Board, ["a.json"] = Board, ["README.md"] = "no board" });

        Assert.Equal(["a", "b"], Read(folder.Path).Select(board => board.Uid));
    }

    [Fact]
    public async Task Put_them_into_Grafana_beside_those_of_the_products()
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string> { ["My board.json"] = Board });

        var stack = await MockedStack.DeployAsync("dev", ("postgresPassword", "xK4-pw9Lq2vT"), ("dashboardsFolder", folder.Path));

        var board = stack.Resource("grafana:oss/dashboard:Dashboard", "grafana-content-my-board");
        Assert.Contains("\"uid\":\"my-board\"", board["configJson"]!.GetValue<string>());
        Assert.Contains("{\"type\":\"prometheus\",\"uid\":\"prometheus\"}", board["configJson"]!.GetValue<string>());
        Assert.NotNull(stack.Resource("grafana:oss/dashboard:Dashboard", "grafana-content-phlo-overview"));
    }

    [Fact]
    public void Bring_none_unless_there_are_any()
    {
        Assert.Empty(Read(null));
        Assert.Empty(Read("none"));
    }

    [Fact]
    public void Name_each_thing_that_is_wrong_with_its_file_and_line()
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string>
        {
            ["broken.json"] = "{",
            ["other.json"] = "{\"title\": \"O\", \"panels\": [\n{\"title\": \"P\", \"targets\": [{\"expr\": \"sum(prometheus_tsdb_head_serie)\"},\n{\"expr\": \"nobody_has_this\"}]}]}",
            ["taken.json"] = """{"title": "T", "uid": "phlo-overview"}""",
        });

        var error = Assert.Throws<RunException>(() => Read(folder.Path));

        Assert.Contains("dashboardsFolder.broken.json:1 = {: expected JSON", error.Message);
        Assert.Contains("dashboardsFolder.other.json:2 = sum(prometheus_tsdb_head_serie): panel 'P' asks for the metric prometheus_tsdb_head_serie", error.Message);
        Assert.Contains("dashboardsFolder.other.json:3 (2) = nobody_has_this: panel 'P' asks for the metric nobody_has_this", error.Message);
        Assert.Contains("dashboardsFolder.taken.json = phlo-overview: expected a uid that no other board has", error.Message);
    }

    [Fact]
    public void Refuse_a_folder_that_is_not_there() =>
        Assert.Contains("dashboardsFolder = /nowhere/at/all: expected a folder that there is, or none", Assert.Throws<RunException>(() => Read("/nowhere/at/all")).Message);

    private static IReadOnlyList<CustomDashboard> Read(string? folder) => StackSettingsReader.Read(new SettingSource
    {
        Project = "phlo-observability",
        Stack = "dev",
        Get = key => key switch { "dashboardsFolder" => folder, "postgresPassword" => "xK4-pw9Lq2vT", _ => null },
    }).Grafana.CustomDashboards;
}
