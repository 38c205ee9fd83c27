using System.Text.RegularExpressions;
using Infra.Stacks.Settings;

namespace Infra.Stacks.Gate;

/// <summary>Secrets that others can read, guess, or use for something else.</summary>
internal static partial class CredentialFindings
{
    private const string Hidden = "(secret)";

    public static IReadOnlyList<GateFinding> Of(StackSettings settings, SettingReader reader) =>
    [
        .. reader.ReadableSecrets.Concat(ReadableKeysOfProviders(reader))
            .Select(path => new GateFinding(GateRule.UnencryptedSecret, path, Hidden, $"an encrypted value; set it with: {Command(path)}")),
        .. reader.UnboundSecrets
            .Select(path => new GateFinding(GateRule.UnboundSecret, path, Hidden, $"a value that was encrypted for this setting; set it again with: {Command(path)}")),
        .. reader.MisplacedSecrets
            .Select(setting => new GateFinding(GateRule.MisplacedSecret, setting, Hidden, "a value that is not encrypted: this one is shown, to Docker, in pages and in outputs")),
        .. Weak(settings, reader),
        .. Shared(reader),
    ];

    private static string Command(string path) =>
        $"./infra config set --secret {(path.Contains('.', StringComparison.Ordinal) || path.Contains('[', StringComparison.Ordinal) ? "--path " : "")}{path}";

    // What a provider asks for is told by its name: which there are is for the provider to say.
    private static IEnumerable<string> ReadableKeysOfProviders(SettingReader reader) => reader.ProviderSettings
        .Where(setting => !reader.IsEncrypted(setting.Key) && setting.Value is not ("" or SettingReader.None)
            && (HoldsSecret(setting.Key, setting.Value) || HasUserAndPassword().IsMatch(setting.Value)))
        .Select(setting => setting.Key)
        .Order(StringComparer.Ordinal);

    // A structure is told by its fields.
    private static bool HoldsSecret(string key, string value) =>
        value.TrimStart() is ['{' or '[', ..] ? SecretField().IsMatch(value) : SecretName().IsMatch(key);

    private static IEnumerable<GateFinding> Weak(StackSettings settings, SettingReader reader) =>
        from credential in reader.Credentials
        where PasswordStrength.IsWeak(credential.Text, credential.User ?? "", settings.Stack, settings.NamePrefix, settings.Grafana.RootUrl.Host)
        select new GateFinding(GateRule.WeakCredential, credential.Path, Hidden, PasswordStrength.Expectation);

    // Whoever learns the one has the other as well; and a ciphertext that was copied shows in this way, whoever decrypted it.
    private static IEnumerable<GateFinding> Shared(SettingReader reader)
    {
        var secrets = reader.Credentials.Select(credential => (credential.Path, Purpose: Purpose(credential), credential.Text))
            .Concat(reader.GivenSecrets
                .Where(secret => reader.Credentials.All(credential => credential.Path != secret.Key))
                .Select(secret => (Path: secret.Key, Purpose: secret.Key, Text: secret.Value)));
        foreach (var same in secrets.GroupBy(secret => secret.Text, StringComparer.Ordinal))
        {
            foreach (var other in same.DistinctBy(secret => secret.Purpose).Skip(1))
                yield return new(GateRule.SharedSecret, other.Path, Hidden, $"another secret than that of {same.First().Path}");
        }
    }

    // An account has one password wherever it is used, and a vendor of stores gives one key to all of his.
    private static string Purpose(GivenCredential credential) =>
        credential.Path.StartsWith("remote", StringComparison.Ordinal) ? "remote"
        : credential.User is { Length: > 0 } user ? $"user {user}"
        : credential.Path;

    [GeneratedRegex("(auth|passw(or)?d|passphrase|secret|token|credentials?|apikey|key|keymaterial|httpheaders)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("""(passw(or)?d|passphrase|secret|token|apikey|keymaterial|authorization|configfilecontent)[a-z]*"\s*:\s*"[^"]""", RegexOptions.IgnoreCase)]
    private static partial Regex SecretField();

    [GeneratedRegex("://[^/@:]*:[^/@]+@")]
    private static partial Regex HasUserAndPassword();
}
