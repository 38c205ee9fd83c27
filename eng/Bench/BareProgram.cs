using System.Text.Json;
using YamlDotNet.Serialization;

namespace Infra.Bench;

/// <summary>The program of a project, started as the engine would start it, but against an engine that does nothing.</summary>
internal static class BareProgram
{
    public static Command Command(BenchProject project, string engine)
    {
        var yaml = new DeserializerBuilder().Build();
        var definition = yaml.Deserialize<Dictionary<string, object>>(File.ReadAllText(Path.Combine(project.Folder, "Pulumi.yaml")));
        var stack = yaml.Deserialize<Dictionary<string, Dictionary<string, string>>>(
            File.ReadAllText(Path.Combine(project.Folder, $"Pulumi.{project.Stack}.yaml")));
        var name = (string)definition["name"];
        var config = new Dictionary<string, string>(stack["config"]);
        foreach (var (key, schema) in (Dictionary<object, object>)definition["config"])
            config.TryAdd($"{name}:{key}", Text(((Dictionary<object, object>)schema)["default"]));

        return new Command(
            "dotnet",
            [Path.Combine(project.Root, "artifacts/bin/Infra/release/Infra.dll")],
            project.Folder,
            new Dictionary<string, string>
            {
                ["PULUMI_MONITOR"] = engine,
                ["PULUMI_ENGINE"] = engine,
                ["PULUMI_ORGANIZATION"] = "organization",
                ["PULUMI_PROJECT"] = name,
                ["PULUMI_ROOT_DIRECTORY"] = project.Folder,
                ["PULUMI_STACK"] = project.Stack,
                ["PULUMI_PWD"] = project.Folder,
                ["PULUMI_DRY_RUN"] = "true",
                ["PULUMI_QUERY_MODE"] = "false",
                ["PULUMI_PARALLEL"] = "16",
                ["PULUMI_CONFIG"] = JsonSerializer.Serialize(config),
                ["PULUMI_CONFIG_SECRET_KEYS"] = "[]",
            });
    }

    private static string Text(object value) => value as string ?? JsonSerializer.Serialize(value);
}
