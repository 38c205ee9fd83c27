using Embedded.Engine.Providers;
using Embedded.Engine.Values;

namespace Embedded.Engine.Planning;

/// <summary>The provider resources that the engine registers itself, named and set up as the CLI does it.</summary>
internal static class DefaultProviders
{
    /// <summary><c>default_5_1_0</c>, followed by the address of the plugin where it has one of its own.</summary>
    public static string Name(string version, string? pluginDownloadUrl)
    {
        var name = "default_" + string.Join('_', version.Split('.', '-', '+'));
        return string.IsNullOrEmpty(pluginDownloadUrl) ? name : $"{name}_{QualifiedName(pluginDownloadUrl.TrimEnd('/'))}";
    }

    /// <summary>Its settings are those in the stack's configuration under the package's own name.</summary>
    public static ResourceGoal Goal(string package, string name, string version, string? pluginDownloadUrl, UpdateOptions options)
    {
        var prefix = package + ":";
        var settings = PropertyMap.Of(
            options.Config.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => KeyValuePair.Create(
                pair.Key[prefix.Length..],
                options.SecretConfigKeys.Contains(pair.Key) ? PropertyValue.Secret(PropertyValue.Of(pair.Value)) : PropertyValue.Of(pair.Value))));
        return new ResourceGoal
        {
            Type = Urns.ProviderType(package),
            Name = name,
            Inputs = ProviderSet.WithVersion(settings, version, pluginDownloadUrl),
        };
    }

    private static string QualifiedName(string text) => string.Join(
        '/',
        text.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => string.Concat(
            part.Select(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-' ? character : '_'))));
}
