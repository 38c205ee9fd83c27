using Infra.Stacks.Settings;

namespace Infra.Tests.Stacks.Settings;

/// <summary>Values of settings that are JSON, made to harm who reads them: each is an error that names its setting.</summary>
public sealed class HostileSettingsTests
{
    private static readonly Dictionary<string, string> Hostile = new()
    {
        ["brackets"] = new string('[', 30_000),
        ["braces"] = string.Concat(Enumerable.Repeat("{\"a\":", 30_000)),
        ["depth"] = new string('[', 30_000) + new string(']', 30_000),
        ["half a character as a name"] = """{"\ud800": 1}""",
        ["half a character as a value"] = """{"prometheus": "\ud800"}""",
        ["half a character inside"] = """{"prometheus": {"\udc00": ["\ud800"]}}""",
        ["a name of control characters"] = "{\"\\u001b[2J\": 1}",
        ["two values of one name"] = """{"prometheus": 1, "prometheus": {}}""",
    };

    public static TheoryData<string, string> Values
    {
        get
        {
            StackSettingsReader.Read(new SettingSource { Project = "phlo-observability", Stack = "sandbox", Get = _ => null }, out var known);
            return [.. known.Order(StringComparer.Ordinal).SelectMany(key => Hostile.Keys, (key, kind) => (key, kind))];
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void End_in_no_error_but_one_that_names_the_setting(string key, string kind)
    {
        var error = Record.Exception(() => StackSettingsReader.Read(new SettingSource
        {
            Project = "phlo-observability",
            Stack = "sandbox",
            Get = name => name == key ? Hostile[kind] : null,
            Keys = [key],
        }));

        if (error is not null)
            Assert.Contains(key, Assert.IsType<Pulumi.RunException>(error).Message, StringComparison.Ordinal);
    }
}
