using System.Text.Json;
using Infra.Stacks.Settings;
using Infra.Tests.Support;

namespace Infra.Tests.Stacks.Settings;

/// <summary>What holds for all settings, tried on some by chance. A failure names its seed, which gives the same settings again.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class RandomSettingsTests
{
    private const int InvalidPerSeed = 40;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 16)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Valid_ones_always_render_a_configuration_that_promtool_accepts(int seed)
    {
        ToolProcess.SkipUnlessInstalled("promtool");
        var settings = new RandomSettings(seed).Valid();
        try
        {
            var deployed = await MockedStack.DeployAsync("dev", [.. settings.Select(setting => (setting.Key, setting.Value))]);
            var carrier = deployed.Container("prometheus-config");
            var folder = (string)carrier["mounts"]![0]!["target"]!;
            using var files = new TemporaryDirectory().Write(carrier["uploads"]!.AsArray().Select(upload => KeyValuePair.Create(
                ((string)upload!["file"]!)[(folder.Length + 1)..], (string)upload["content"]!)));

            await Promtool.AcceptsAsync(files);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Assert.Fail($"seed {seed}, settings {JsonSerializer.Serialize(settings)}: {exception}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Invalid_ones_always_give_a_message_that_names_the_setting(int seed)
    {
        var random = new RandomSettings(seed);
        for (var round = 0; round < InvalidPerSeed; round++)
        {
            var (wrong, settings) = random.Invalid();

            var refusal = Record.Exception(() => Read(settings));

            var given = $"seed {seed}, round {round}, {wrong} = {settings[wrong]}";
            Assert.True(refusal is Pulumi.RunException, $"{given} is taken, or breaks the reader: {refusal}");
            Assert.True(
                refusal.Message.Contains($"  phlo-observability:{wrong} = ", StringComparison.Ordinal)
                || refusal.Message.Contains($"  phlo-observability:{wrong}.", StringComparison.Ordinal),
                $"{given} is refused without its name: {refusal.Message}");
            Assert.Contains("docs/configuration.md", refusal.Message);
            Assert.DoesNotContain("lines", refusal.Message);
        }
    }

    private static void Read(Dictionary<string, string> settings) => StackSettingsReader.Read(new SettingSource
    {
        Project = MockedStack.Project,
        Stack = "dev",
        Get = settings.GetValueOrDefault,
        Keys = settings.Keys,
    });
}
