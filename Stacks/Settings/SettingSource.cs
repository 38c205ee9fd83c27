using System.Text.Json;
using Infra.Stacks.Gate;

namespace Infra.Stacks.Settings;

/// <summary>Where settings come from: the values of a stack as text, and which of them are secrets.</summary>
internal sealed record SettingSource
{
    // Both SDKs read their configuration from these; asked for key by key, they cannot tell which keys there are.
    private const string ValuesVariable = "PULUMI_CONFIG";
    private const string SecretKeysVariable = "PULUMI_CONFIG_SECRET_KEYS";

    // From the embedded engine alone: the CLI does not say what a value was encrypted for.
    private const string UnboundSecretsVariable = "INFRA_UNBOUND_SECRETS";

    public required string Project { get; init; }

    public required string Stack { get; init; }

    /// <summary>The value of a setting; null if it has none.</summary>
    public required Func<string, string?> Get { get; init; }

    /// <summary>Every setting that has a value, as far as it can be told: what is not a setting is a mistake.</summary>
    public IReadOnlyCollection<string> Keys { get; init; } = [];

    /// <summary>The settings that are encrypted; those of providers by their full keys.</summary>
    public IReadOnlySet<string> SecretKeys { get; init; } = new HashSet<string>();

    /// <summary>Encrypted values that were not encrypted for the place that they stand in, by full key and path; null where nobody can tell.</summary>
    public IReadOnlyCollection<string>? UnboundSecrets { get; init; }

    /// <summary>The settings of providers that stand in the same file, by their full keys.</summary>
    public IReadOnlyDictionary<string, string> ProviderSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>What is known of the machine that the stack is on. It is asked once, and only where somebody wants to know.</summary>
    public Func<MachineFacts> Machine { get; init; } = () => MachineFacts.Unknown;

    /// <summary>The file in which the settings stand.</summary>
    public string File => $"Pulumi.{Stack}.yaml";

    /// <summary>The settings of the running deployment.</summary>
    public static SettingSource OfDeployment()
    {
        var project = Pulumi.Deployment.Instance.ProjectName;
        var config = new Pulumi.Config();
        return new SettingSource
        {
            Project = project,
            Stack = Pulumi.Deployment.Instance.StackName,
            Get = config.Get,
            Keys = Own(project, Names(ValuesVariable, JsonValueKind.Object)),
            SecretKeys = OwnAndProviders(project, Names(SecretKeysVariable, JsonValueKind.Array)),
            UnboundSecrets = Environment.GetEnvironmentVariable(UnboundSecretsVariable) is null ? null : Names(UnboundSecretsVariable, JsonValueKind.Array),
            ProviderSettings = Providers(project),
            Machine = () => IsSomebodyElses ? MachineFacts.Unknown : MachineReading.Read(new Pulumi.Config("docker").Get("host")),
        };
    }

    // What previews a change for its review is not the machine that the change is for.
    private static bool IsSomebodyElses => Pulumi.Deployment.Instance.IsDryRun && Environment.GetEnvironmentVariable("CI") == "true";

    private static HashSet<string> Own(string project, IEnumerable<string> keys) =>
        [.. keys.Where(key => key.StartsWith(project + ":", StringComparison.Ordinal)).Select(key => key[(project.Length + 1)..])];

    private static HashSet<string> OwnAndProviders(string project, IReadOnlyList<string> keys) =>
        [.. Own(project, keys), .. keys.Where(key => !key.StartsWith(project + ":", StringComparison.Ordinal))];

    private static Dictionary<string, string> Providers(string project)
    {
        if (Environment.GetEnvironmentVariable(ValuesVariable) is not { Length: > 0 } json)
            return [];

        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject()
            .Where(setting => !setting.Name.StartsWith(project + ":", StringComparison.Ordinal))
            .ToDictionary(setting => setting.Name, setting => setting.Value.ToString());
    }

    private static List<string> Names(string variable, JsonValueKind kind)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } json)
            return [];

        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != kind)
            return [];

        return kind == JsonValueKind.Object
            ? [.. document.RootElement.EnumerateObject().Select(property => property.Name)]
            : [.. document.RootElement.EnumerateArray().Select(element => element.GetString() ?? "")];
    }
}
