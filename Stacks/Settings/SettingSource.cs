using System.Text.Json;

namespace Infra.Stacks.Settings;

/// <summary>Where settings come from: the values of a stack as text, and which of them are secrets.</summary>
internal sealed record SettingSource
{
    // Both SDKs read their configuration from these; asked for key by key, they cannot tell which keys there are.
    private const string ValuesVariable = "PULUMI_CONFIG";
    private const string SecretKeysVariable = "PULUMI_CONFIG_SECRET_KEYS";

    public required string Project { get; init; }

    public required string Stack { get; init; }

    /// <summary>The value of a setting; null if it has none.</summary>
    public required Func<string, string?> Get { get; init; }

    /// <summary>What the stack's file tells Docker's provider, by the name without its namespace.</summary>
    public Func<string, string?> GetOfDocker { get; init; } = _ => null;

    /// <summary>Every setting that has a value, as far as it can be told: what is not a setting is a mistake.</summary>
    public IReadOnlyCollection<string> Keys { get; init; } = [];

    public IReadOnlySet<string> SecretKeys { get; init; } = new HashSet<string>();

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
            GetOfDocker = new Pulumi.Config("docker").Get,
            Keys = Own(project, Names(ValuesVariable, JsonValueKind.Object)),
            SecretKeys = SecretNames(project, Names(SecretKeysVariable, JsonValueKind.Array)),
        };
    }

    private static HashSet<string> Own(string project, IEnumerable<string> keys) =>
        [.. keys.Where(key => key.StartsWith(project + ":", StringComparison.Ordinal)).Select(key => key[(project.Length + 1)..])];

    private static HashSet<string> SecretNames(string project, List<string> keys) =>
        [.. Own(project, keys), .. keys.Where(key => key.StartsWith("docker:", StringComparison.Ordinal))];

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
