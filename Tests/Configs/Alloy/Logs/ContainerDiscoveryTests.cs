using Infra.Configs.Alloy;
using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Tests.Configs.Alloy.Logs;

public sealed class ContainerDiscoveryTests
{
    private const string Meta = "__meta_docker_container_";

    [Theory]
    [InlineData("pg", "postgres", null, "postgres")]
    [InlineData("phlo-dev-prometheus", null, "prometheus", "prometheus")]
    [InlineData("phlo-dev-loki", "ignored", "loki", "loki")]
    [InlineData("lonely", null, null, "lonely")]
    public void Names_a_service_by_the_best_name_that_it_has(string container, string? compose, string? component, string expected)
    {
        var labels = Relabel(container, ("label_com_docker_compose_service", compose), ("label_phlo_component", component));

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [$"{Meta}id"] = "abc",
                ["cascade_component"] = expected,
                ["component"] = expected,
                ["container"] = container,
                ["job"] = expected,
                ["service"] = expected,
            },
            labels);
    }

    [Theory]
    [InlineData("label_phlo_role", "configuration")]
    [InlineData("label_phlo_logs_enabled", "false")]
    public void Leaves_out_carriers_of_files_and_who_wants_to_be_left_out(string label, string value) => Assert.Null(Relabel("x", (label, value)));

    [Theory]
    [InlineData("label_phlo_role", "service")]
    [InlineData("label_phlo_logs_enabled", "true")]
    public void Keeps_everybody_else(string label, string value) => Assert.NotNull(Relabel("x", (label, value)));

    [Fact]
    public void Looks_often_and_at_those_that_do_not_run_too()
    {
        var docker = Read().Single(block => block.Name == "discovery.docker");
        var filter = Assert.Single(docker.Blocks);

        Assert.Equal("2s", docker.Text("refresh_interval"));
        Assert.Equal("tcp://socket-proxy:2375", docker.Text("host"));
        Assert.Equal("status", filter.Text("name"));
        Assert.Equal(["created", "exited", "paused", "restarting", "running"], ((List<object>)filter.Attributes["values"]).Cast<string>());
    }

    private static SortedDictionary<string, string>? Relabel(string container, params (string Label, string? Value)[] labels)
    {
        var target = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [$"{Meta}id"] = "abc",
            [$"{Meta}name"] = $"/{container}",
            ["__meta_docker_network_ip"] = "10.0.0.7",
            ["__address__"] = "10.0.0.7:80",
        };
        foreach (var (label, value) in labels)
        {
            if (value is not null)
                target[$"{Meta}{label}"] = value;
        }

        foreach (var rule in Read().Single(block => block is { Name: "discovery.relabel", Label: "containers" }).Blocks)
        {
            var regex = Go.Regex($"^(?:{rule.OptionalText("regex") ?? "(.*)"})$");
            var value = rule.Attributes.TryGetValue("source_labels", out var sources)
                ? string.Join(';', ((List<object>)sources).Select(source => target.GetValueOrDefault((string)source, "")))
                : "";
            switch (rule.OptionalText("action") ?? "replace")
            {
                case "drop":
                    if (regex.IsMatch(value))
                        return null;
                    break;
                case "labelkeep":
                    foreach (var label in target.Keys.Where(label => !regex.IsMatch(label)).ToList())
                        target.Remove(label);
                    break;
                default:
                    if (regex.Match(value) is { Success: true } match)
                        target[rule.Text("target_label")] = match.Groups[1].Value;
                    break;
            }
        }

        return target;
    }

    private static IReadOnlyList<ReadBlock> Read() => AlloyReader.Read(AlloyFiles.Render(SampleConfigs.Prod)[AlloyFiles.ConfigFile]);
}
