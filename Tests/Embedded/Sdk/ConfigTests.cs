using System.Text.Json;
using Infra.Tests.Support;
using Pulumi;
using Pulumi.Utilities;

namespace Infra.Tests.Embedded.Sdk;

[Collection(ProcessEnvironment.Name)]
public sealed class ConfigTests
{
    [Fact]
    public Task Settings_are_read_in_their_types() => WithConfig(
        """{"project:name":"x","project:on":"true","project:count":"3","project:share":"0.5","project:list":"[1,2]","other:name":"y"}""",
        config =>
        {
            Assert.Equal("x", config.Require("name"));
            Assert.True(config.RequireBoolean("on"));
            Assert.Equal(3, config.GetInt32("count"));
            Assert.Equal(0.5, config.RequireDouble("share"));
            Assert.Equal([1, 2], config.RequireObject<int[]>("list"));
            Assert.Equal("y", new Config("other").Get("name"));
        });

    [Fact]
    public Task A_setting_that_is_not_there_is_null() => WithConfig("{}", config =>
    {
        Assert.Null(config.Get("name"));
        Assert.Null(config.GetBoolean("name"));
        Assert.Null(config.GetInt32("name"));
        Assert.Null(config.GetSecret("name"));
        Assert.Null(config.GetObject<int[]>("name"));
    });

    [Fact]
    public async Task A_required_setting_that_is_not_there_is_named_with_the_command_that_sets_it()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => WithConfig("{}", config => config.Require("name")));

        Assert.Equal(
            "Missing Required configuration variable 'project:name'\n\tset a value with the command `pulumi config set project:name <value>`",
            exception.Message);
    }

    [Theory]
    [InlineData("yes", "Boolean")]
    [InlineData("True", "Boolean")]
    [InlineData("1.5", "Int32")]
    [InlineData("many", "Double")]
    public async Task A_setting_of_the_wrong_type_is_named_with_its_value(string value, string type)
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => WithConfig(JsonSerializer.Serialize(new Dictionary<string, string> { ["project:a"] = value }), config => _ = type switch
        {
            "Boolean" => config.RequireBoolean("a").ToString(),
            "Int32" => config.RequireInt32("a").ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => config.RequireDouble("a").ToString(System.Globalization.CultureInfo.InvariantCulture),
        }));

        Assert.Equal($"Configuration 'project:a' value '{value}' is not a valid {type}", exception.Message);
    }

    [Fact]
    public async Task The_value_of_a_secret_setting_is_in_no_message()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => WithConfig("""{"project:a":"hunter2"}""", config => config.RequireSecretInt32("a"), """["project:a"]"""));

        Assert.Equal("Configuration 'project:a' value '[secret]' is not a valid Int32", exception.Message);
    }

    [Fact]
    public Task Secret_settings_are_secret_outputs() => WithConfig("""{"project:a":"s","project:n":"7"}""", async config =>
    {
        Assert.True(await Output.IsSecretAsync(config.RequireSecret("a")));
        Assert.Equal(7, await OutputUtilities.GetValueAsync(config.GetSecretInt32("n")!));
    });

    [Fact]
    public Task The_old_form_of_a_key_is_understood() => WithConfig("""{"project:config:a":"x"}""", config => Assert.Equal("x", config.Get("a")));

    private static Task WithConfig(string values, Action<Config> check, string secretKeys = "[]") => WithConfig(
        values,
        config =>
        {
            check(config);
            return Task.CompletedTask;
        },
        secretKeys);

    private static async Task WithConfig(string values, Func<Config, Task> check, string secretKeys = "[]")
    {
        using var environment = new EnvironmentScope(("PULUMI_CONFIG", values), ("PULUMI_CONFIG_SECRET_KEYS", secretKeys));
        await Deployment.TestAsync(new RecordingMocks(), RecordingMocks.Update, () => check(new Config()));
    }
}
