namespace Embedded.Engine.Providers;

/// <summary>The packages that this engine can deploy, each with the provider that does it.</summary>
internal sealed class ProviderRegistry(IReadOnlyDictionary<string, Func<IResourceProvider>> factories)
{
    /// <summary>The providers built into the engine, one line each.</summary>
    public static ProviderRegistry BuiltIn { get; } = new(new Dictionary<string, Func<IResourceProvider>>(StringComparer.Ordinal)
    {
        ["docker"] = () => new Docker.DockerProvider(),
        ["grafana"] = () => new Grafana.GrafanaProvider(),
        ["random"] = () => new Random.RandomProvider(),
        ["tls"] = () => new Tls.TlsProvider(),
    });

    /// <summary>A new, not yet configured provider, or null where the package is unknown.</summary>
    public IResourceProvider? Create(string package) => factories.TryGetValue(package, out var factory) ? factory() : null;

    public IEnumerable<string> Packages => factories.Keys.Order(StringComparer.Ordinal);
}
