using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>The settings of the stack in one namespace.</summary>
public sealed class Config
{
    private readonly string _name;

    /// <param name="name">The namespace; without one, the project's.</param>
    public Config(string? name = null)
    {
        name ??= Deployment.Instance.ProjectName;
        _name = name.EndsWith(":config", StringComparison.Ordinal) ? name[..^":config".Length] : name;
    }

    public string? Get(string key) => Deployment.Current.Config.Get(FullKey(key));

    public bool? GetBoolean(string key) => GetValue<bool>(key, static (string text, out bool value) =>
    {
        value = text == "true";
        return value || text == "false";
    });

    public int? GetInt32(string key) => GetValue<int>(
        key, static (string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value));

    public double? GetDouble(string key) => GetValue<double>(
        key, static (string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value));

    public T? GetObject<T>(string key) => Get(key) is { } text ? Parse<T>(key, text, null) : default;

    public T? GetObject<T>(string key, JsonSerializerOptions options) => Get(key) is { } text ? Parse<T>(key, text, options) : default;

    public Output<string>? GetSecret(string key) => Get(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<bool>? GetSecretBoolean(string key) => GetBoolean(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<int>? GetSecretInt32(string key) => GetInt32(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<double>? GetSecretDouble(string key) => GetDouble(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<T>? GetSecretObject<T>(string key) => Get(key) is { } text ? Output.CreateSecret(Parse<T>(key, text, null)) : null;

    public Output<T>? GetSecretObject<T>(string key, JsonSerializerOptions options)
        => Get(key) is { } text ? Output.CreateSecret(Parse<T>(key, text, options)) : null;

    public string Require(string key) => Get(key) ?? throw new ConfigMissingException(FullKey(key));

    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw new ConfigMissingException(FullKey(key));

    public int RequireInt32(string key) => GetInt32(key) ?? throw new ConfigMissingException(FullKey(key));

    public double RequireDouble(string key) => GetDouble(key) ?? throw new ConfigMissingException(FullKey(key));

    public T RequireObject<T>(string key) => Parse<T>(key, Require(key), null);

    public T RequireObject<T>(string key, JsonSerializerOptions options) => Parse<T>(key, Require(key), options);

    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(RequireObject<T>(key));

    public Output<T> RequireSecretObject<T>(string key, JsonSerializerOptions options) => Output.CreateSecret(RequireObject<T>(key, options));

    private delegate bool TryParse<T>(string text, out T value);

    private string FullKey(string key) => $"{_name}:{key}";

    private T? GetValue<T>(string key, TryParse<T> tryParse)
        where T : struct
        => Get(key) is not { } text ? null : tryParse(text, out var value) ? value : throw WrongType(key, text, typeof(T).Name, null);

    private T Parse<T>(string key, string text, JsonSerializerOptions? options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, options)!;
        }
        catch (JsonException exception)
        {
            throw WrongType(key, text, typeof(T).FullName!, exception);
        }
    }

    private ConfigTypeException WrongType(string key, string text, string expected, Exception? cause)
        => new(FullKey(key), Deployment.Current.Config.IsSecret(FullKey(key)) ? "[secret]" : text, expected, cause);

    private sealed class ConfigTypeException(string key, string value, string expected, Exception? cause)
        : RunException($"Configuration '{key}' value '{value}' is not a valid {expected}", cause);

    private sealed class ConfigMissingException(string key)
        : RunException($"Missing Required configuration variable '{key}'\n\tset a value with the command `pulumi config set {key} <value>`");
}
