using System.Text.Json;
using Infra.Stacks;
using Infra.Stacks.Settings;
using Infra.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Stacks;

/// <summary>The project's files as the Pulumi CLI reads them, which is stricter than this program is.</summary>
public sealed class PulumiFilesTests
{
    private const string ProjectName = "phlo-observability";

    private static readonly string Project = Read("Pulumi.yaml");

    public static TheoryData<string> Stacks => ["sandbox", "dev", "prod"];

    [Fact]
    public void The_CLI_accepts_the_project_file() => Assert.Empty(PulumiFiles.ProblemsOfProject(Project));

    [Theory]
    [MemberData(nameof(Stacks))]
    public void The_CLI_accepts_every_stack_file(string stack) =>
        Assert.Empty(PulumiFiles.ProblemsOfStack(Read($"Pulumi.{stack}.yaml"), Project));

    [Theory]
    [InlineData("setting: {type: string, default: 80}", "config.setting: expected a default of type string")]
    [InlineData("setting: {type: string, default: 2026-01-01}", "config.setting: expected a default of type string")]
    [InlineData("setting: {type: string, default: true}", "config.setting: expected a default of type string")]
    [InlineData("setting: {type: integer, default: 80s}", "config.setting: expected a default of type integer")]
    [InlineData("setting: {type: object, default: none}", "config.setting: expected a default of type object")]
    [InlineData("setting: {type: array, default: []}", "config.setting: expected items, the type of an array's elements")]
    [InlineData("setting: {type: number, default: 1}", "config.setting: no such type: number")]
    [InlineData("setting: {type: string}", "config.setting: expected a default, or each stack's file must have the value")]
    [InlineData("setting: {type: string, default: a, title: b}", "config.setting: no such attribute: title")]
    [InlineData("setting: {type: string, default: a, secret: true}", "config.setting: expected no secret: its default would not be encrypted")]
    [InlineData("a.b: {type: string, default: a}", "config.a.b: expected a name without a namespace, which is no path")]
    [InlineData("docker:host: {type: string, default: a}", "config.docker:host: expected a name without a namespace, which is no path")]
    public void A_mistake_in_the_declaration_of_a_setting_is_found(string setting, string problem) =>
        Assert.Contains(problem, PulumiFiles.ProblemsOfProject($"name: p\nruntime: dotnet\nconfig:\n  {setting}\n"));

    [Theory]
    [InlineData("config: {p:port: eighty}", "config.p:port: expected a value of type integer")]
    [InlineData("config: {p:map: text}", "config.p:map: expected a value of type object")]
    [InlineData("config: {p:text: {a: b}}", "config.p:text: expected a value of type string")]
    [InlineData("config: {p:text: }", "config.p:text: expected a value of type string")]
    [InlineData("config: {p:other: a}", "config.p:other: not declared by the project")]
    [InlineData("settings: {}", "settings: no such key of a stack")]
    public void A_mistake_in_a_stack_file_is_found(string stack, string problem) => Assert.Equal([problem], PulumiFiles.ProblemsOfStack(stack, """
        name: p
        runtime: dotnet
        config:
          port: {type: integer, default: 1}
          map: {type: object, default: {}}
          text: {type: string, default: a}
        """));

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Settings_are_the_same_whether_or_not_the_engine_passes_the_declared_defaults(string stack)
    {
        Dictionary<string, string> given = stack == "sandbox" ? [] : ProdSettings.Required.ToDictionary(setting => setting.Key, setting => setting.Value);

        var without = Settings(stack, given);
        var with = Settings(stack, Defaults().Where(setting => !given.ContainsKey(setting.Key)).Concat(given).ToDictionary());

        Assert.Equal(JsonSerializer.Serialize(without), JsonSerializer.Serialize(with));
    }

    private static StackSettings Settings(string stack, Dictionary<string, string> values) => StackSettingsReader.Read(new SettingSource
    {
        Project = ProjectName,
        Stack = stack,
        Get = values.GetValueOrDefault,
        Keys = values.Keys,
        SecretKeys = ProdSettings.Secrets.ToHashSet(),
    });

    private static IEnumerable<KeyValuePair<string, string>> Defaults()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Project));
        return ((YamlMappingNode)yaml.Documents[0].RootNode["config"]).Children.Select(setting => KeyValuePair.Create(
            setting.Key.ToString(), setting.Value["default"] is YamlScalarNode scalar ? scalar.Value! : "{}"));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(SourceTree.Root, file));
}
