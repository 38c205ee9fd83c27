using System.Text.Json;

namespace Pulumi;

/// <summary>The settings of the stack, and which of them are secret.</summary>
internal sealed class ConfigValues
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _secretKeys = new(StringComparer.Ordinal);

    private ConfigValues()
    {
    }

    public static ConfigValues FromEnvironment()
    {
        var result = new ConfigValues();
        if (Environment.GetEnvironmentVariable("PULUMI_CONFIG") is { Length: > 0 } values)
        {
            using var document = JsonDocument.Parse(values);
            foreach (var property in document.RootElement.EnumerateObject())
                result._values[CleanKey(property.Name)] = property.Value.ToString();
        }

        if (Environment.GetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS") is { Length: > 0 } keys)
        {
            using var document = JsonDocument.Parse(keys);
            foreach (var key in document.RootElement.EnumerateArray())
                result._secretKeys.Add(CleanKey(key.ToString()));
        }

        return result;
    }

    public string? Get(string key) => _values.GetValueOrDefault(key);

    public bool IsSecret(string key) => _secretKeys.Contains(key);

    // Old keys have "config:" between namespace and name.
    private static string CleanKey(string key) => key.Split(':', 3) is [var ns, "config", var name] ? $"{ns}:{name}" : key;
}
