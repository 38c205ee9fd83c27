using System.Text;
using Infra.Stacks.Settings;
using Infra.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Stacks;

public sealed class ProjectFileTests
{
    private static readonly YamlMappingNode Settings = (YamlMappingNode)Load("Pulumi.yaml")["config"];

    [Fact]
    public void Declares_exactly_the_settings_that_are_read()
    {
        StackSettingsReader.Read(new SettingSource { Project = "phlo-observability", Stack = "sandbox", Get = _ => null }, out var known);

        Assert.Equal(known.Order(StringComparer.Ordinal), Settings.Children.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Describes_each_setting_and_gives_it_a_default_that_is_valid()
    {
        Assert.All(Settings.Children.Values, setting =>
        {
            Assert.Contains(setting["type"].ToString(), (string[])["string", "integer", "object"]);
            Assert.EndsWith(".", setting["description"].ToString());
            Assert.NotNull(setting["default"]);
        });
        var defaults = Settings.Children.ToDictionary(
            setting => setting.Key.ToString(), setting => setting.Value["default"] is YamlScalarNode scalar ? scalar.Value : "{}");
        StackSettingsReader.Read(new SettingSource { Project = "phlo-observability", Stack = "sandbox", Get = defaults.GetValueOrDefault, Keys = defaults.Keys });
    }

    [Fact]
    public void Is_the_source_of_the_table_of_settings()
    {
        var table = new StringBuilder("""
            # Configuration

            Every setting of a stack, by its name in `Pulumi.<stack>.yaml`, where it stands as `phlo-observability:NAME`. Set one with
            `./infra config set NAME VALUE -s STACK`, a secret with `--secret` before its name, an entry of an object by its path
            (`./infra config set --path memoryLimits.prometheus 2048 -s STACK`). A mistake in any of them is reported before anything is
            changed, all mistakes at once.

            This table is made of `Pulumi.yaml`; a test compares the two and writes it anew with `UPDATE_GOLDEN=1`.

            | setting | type | default | meaning |
            | --- | --- | --- | --- |

            """);
        foreach (var (name, setting) in Settings.Children)
        {
            var initial = setting["default"] is YamlScalarNode scalar ? scalar.Value : "{}";
            table.Append($"| `{name}` | {setting["type"]} | `{initial}` | {setting["description"].ToString().Replace("|", "\\|")} |\n");
        }

        Golden.Matches(table.ToString(), Path.Combine("..", "..", "docs", "configuration.md"));
    }

    private static YamlNode Load(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(SourceTree.Root, file))));
        return yaml.Documents[0].RootNode;
    }
}
