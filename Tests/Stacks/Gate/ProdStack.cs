using Infra.Stacks;
using Infra.Stacks.Gate;
using Infra.Stacks.Settings;
using Infra.Tests.Support;

namespace Infra.Tests.Stacks.Gate;

/// <summary>A stack in prod as its settings describe it, on a machine of which the test says what is known.</summary>
internal sealed record ProdStack
{
    /// <summary>What is known of the machine; by default nothing.</summary>
    public MachineFacts Machine { get; init; } = MachineFacts.Unknown;

    /// <summary>The settings that are encrypted, besides those that always are.</summary>
    public string[] Secrets { get; init; } = [];

    /// <summary>Encrypted values that were not encrypted for their setting, as the engine names them; null where it cannot tell.</summary>
    public string[]? Unbound { get; init; }

    /// <summary>Settings of providers, by their full keys.</summary>
    public IReadOnlyDictionary<string, string> Providers { get; init; } = new Dictionary<string, string>();

    /// <summary>The stack's settings.</summary>
    /// <exception cref="Pulumi.RunException">Something in them is wrong, or refused.</exception>
    public StackSettings Read(params (string Key, string Value)[] values) => StackSettingsReader.Read(Source(values));

    /// <summary>What is said of them, a line for each finding.</summary>
    public IReadOnlyList<string> Refused(params (string Key, string Value)[] values)
    {
        var message = Assert.Throws<Pulumi.RunException>(() => Read(values)).Message;
        return message.Split('\n')[1..^1];
    }

    /// <summary>The settings as the reader gets them.</summary>
    public SettingSource Source(params (string Key, string Value)[] values)
    {
        var settings = ProdSettings.Required.ToDictionary(value => value.Key, value => value.Value);
        foreach (var (key, value) in values)
            settings[key] = value;

        return new SettingSource
        {
            Project = MockedStack.Project,
            Stack = "prod",
            Get = settings.GetValueOrDefault,
            Keys = settings.Keys,
            SecretKeys = ProdSettings.Secrets.Union(Secrets).ToHashSet(),
            UnboundSecrets = Unbound,
            ProviderSettings = Providers,
            Machine = () => Machine,
        };
    }
}
