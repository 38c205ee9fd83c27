using System.Collections.Immutable;
using Embedded.Engine.Secrets;

namespace Embedded.Engine.Configuration;

/// <summary>The configuration that a program gets: the stack's values over the project's.</summary>
/// <param name="Values">By full key; secrets decrypted, lists and maps as JSON.</param>
internal sealed record StackConfiguration(ImmutableSortedDictionary<string, string> Values, ImmutableHashSet<string> SecretKeys)
{
    /// <summary>Encrypted values that were not encrypted for the place that they stand in, as paths. What that is worth is for the program to say.</summary>
    public ImmutableArray<string> UnboundSecrets { get; init; } = [];

    /// <summary>Decrypts, fills in what the project declares, and checks against the declared types, as the CLI does.</summary>
    /// <exception cref="ConfigurationException">With all mistakes of the stack.</exception>
    /// <exception cref="PassphraseException"/>
    public static async Task<StackConfiguration> ResolveAsync(
        ProjectDefinition project, string stack, StackFile file, StackSecrets secrets)
    {
        var mistakes = file.Mistakes.ToList();
        PassphraseCrypter? crypter = null;
        if (file.HasSecrets && file.Salt is null)
        {
            mistakes.Add(new ConfigurationMistake(file.Name, 0, "encryptionsalt",
                "is missing, though the file has encrypted values; restore it from your version control"));
        }
        else if (file.HasSecrets)
        {
            crypter = secrets.For(file.Salt!, file.Name);
            await crypter.VerifyAsync().ConfigureAwait(false);
        }

        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var secretKeys = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var (key, node) in file.Config)
        {
            if (node.IsSecure)
                secretKeys.Add(key);
            if (Text(key, node) is { } text)
                values[key] = text;
        }
        foreach (var (key, declaration) in project.Config)
        {
            if (file.Config.TryGetValue(key, out var node))
                Check(declaration, node);
            else if (declaration.Default is { } byDefault)
                values[key] = byDefault.Text(text => text);
            else if (key.StartsWith(project.Name + ":", StringComparison.Ordinal) && !file.Mistakes.Any(mistake => mistake.Key == key))
                mistakes.Add(new ConfigurationMistake(file.Name, 0, key,
                    $"is missing: expected {declaration.Type?.Article ?? "a value"}, as the project declares no default; " +
                    $"set it with 'config set {(declaration.Secret ? "--secret " : "")}{key[(project.Name.Length + 1)..]}'"));
        }
        if (mistakes.Count > 0)
            throw new ConfigurationException($"The configuration of stack '{stack}'", mistakes);
        return new StackConfiguration(values.ToImmutable(), secretKeys.ToImmutable())
        {
            UnboundSecrets =
            [
                .. from setting in file.Config
                   from secret in setting.Value.Secrets(new SecretPlace(setting.Key))
                   where !crypter!.IsFor(secret.Place, secret.Ciphertext)
                   select secret.Place.ToString(),
            ],
        };

        string? Text(string key, ConfigNode node)
        {
            if (node.IsSecure && crypter is null)
                return null;
            try
            {
                return node.Text(ciphertext => crypter!.Decrypt(ciphertext));
            }
            catch (PassphraseException)
            {
                mistakes.Add(new ConfigurationMistake(file.Name, node.Line, key,
                    "cannot be decrypted: it was encrypted with another salt, or is damaged; set it again with 'config set --secret'"));
                return null;
            }
        }

        void Check(ConfigDeclaration declaration, ConfigNode node)
        {
            if (declaration.Secret && !node.IsSecure)
                mistakes.Add(new ConfigurationMistake(file.Name, node.Line, declaration.Key,
                    $"must be encrypted, as the project declares it secret; set it with 'config set --secret'"));
            if (declaration.Type is { } type && values.TryGetValue(declaration.Key, out var text) && !type.Accepts(node, text))
                mistakes.Add(new ConfigurationMistake(file.Name, node.Line, declaration.Key,
                    $"expected {type.Article}, found {(node.IsSecure ? "an encrypted value that is not" : ProjectReader.Describe(node))}"));
        }
    }
}
