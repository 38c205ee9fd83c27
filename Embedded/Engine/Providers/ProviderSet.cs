using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Embedded.Engine.Planning;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers;

/// <summary>The configured providers of an update, by the URN of their resource.</summary>
internal sealed class ProviderSet(ProviderRegistry registry) : IAsyncDisposable
{
    private const string Internal = "__internal";
    private readonly ConcurrentDictionary<string, ConfiguredProvider> _configured = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IResourceProvider> _prepared = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<IResourceProvider> _created = [];

    /// <summary>Has the providers get ready while the program starts, which is when there is nothing else to do.</summary>
    public void Prepare()
    {
        foreach (var package in registry.Packages)
        {
            var provider = Create(package);
            provider.Prepare();
            _prepared[package] = provider;
        }
    }

    /// <summary>What the official provider of that package calls its version.</summary>
    public string VersionOf(string package) => _prepared.TryGetValue(package, out var prepared) ? prepared.Version : Create(package).Version;

    /// <summary>
    /// Configures a provider for its resource; an earlier one of that URN is replaced. With inputs that are not known yet
    /// it exists and must not be called.
    /// </summary>
    public void Configure(string urn, PropertyMap inputs)
    {
        var package = Urns.Package(Urns.Type(urn));
        var settings = Settings(inputs).WithoutSecrets();
        if (settings.ContainsUnknown)
        {
            _configured[urn] = new ConfiguredProvider(package, null);
            return;
        }
        var provider = _prepared.TryRemove(package, out var prepared) ? prepared : Create(package);
        provider.Configure(settings.Remove("version").Remove("pluginDownloadURL"));
        _configured[urn] = new ConfiguredProvider(package, provider);
    }

    public bool TryGet(string urn, [NotNullWhen(true)] out ConfiguredProvider? provider) => _configured.TryGetValue(urn, out provider);

    /// <summary>A provider resource's inputs without what only the engine reads of them.</summary>
    public static PropertyMap Settings(PropertyMap inputs) => inputs.Remove(Internal);

    /// <summary>The inputs of a provider resource as the CLI writes them.</summary>
    public static PropertyMap WithVersion(PropertyMap inputs, string? version, string? pluginDownloadUrl)
    {
        var engine = PropertyMap.Empty;
        if (!string.IsNullOrEmpty(pluginDownloadUrl))
            engine = engine.Set("pluginDownloadURL", PropertyValue.Of(pluginDownloadUrl));
        inputs = inputs.Set(Internal, PropertyValue.Of(engine));
        return string.IsNullOrEmpty(version) ? inputs : inputs.Set("version", PropertyValue.Of(version));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _created)
            await provider.DisposeAsync();
    }

    private IResourceProvider Create(string package)
    {
        var provider = registry.Create(package) ?? throw new RegistrationException(
            $"The embedded engine has no provider for the package \"{package}\"; it has {string.Join(", ", registry.Packages)}. "
            + "Deploy this program with the Pulumi CLI, or take out what needs the package.");
        _created.Add(provider);
        return provider;
    }
}

/// <param name="Provider">Null where its settings are not known yet, in a preview: then nobody can be asked.</param>
internal sealed record ConfiguredProvider(string Package, IResourceProvider? Provider);
