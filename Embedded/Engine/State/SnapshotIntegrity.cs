namespace Embedded.Engine.State;

/// <summary>The rules that the CLI holds a snapshot to before it uses one.</summary>
internal static class SnapshotIntegrity
{
    /// <returns>What is wrong; null where nothing is.</returns>
    public static string? Violation(Snapshot snapshot)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var live = new HashSet<string>(StringComparer.Ordinal);
        var providers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in snapshot.Resources)
        {
            if (resource is { Custom: true, Delete: false, PendingReplacement: false, External: false } && string.IsNullOrEmpty(resource.Id))
                return $"{resource.Urn} has no id";
            if (resource.Provider is { Length: > 0 } provider && !providers.Contains(provider))
                return $"{resource.Urn} names the provider {provider}, which does not come before it";
            foreach (var (urn, what) in References(resource))
            {
                if (!seen.Contains(urn))
                    return $"{resource.Urn} names {urn} as {what}, which does not come before it";
            }
            seen.Add(resource.Urn);
            if (!resource.Delete && !live.Add(resource.Urn))
                return $"{resource.Urn} is there twice";
            if (resource.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal))
                providers.Add($"{resource.Urn}::{resource.Id}");
        }
        return null;
    }

    private static IEnumerable<(string Urn, string What)> References(ResourceState resource)
    {
        if (!string.IsNullOrEmpty(resource.Parent))
            yield return (resource.Parent, "its parent");
        if (!string.IsNullOrEmpty(resource.DeletedWith))
            yield return (resource.DeletedWith, "deleted with it");
        foreach (var urn in resource.Dependencies)
            yield return (urn, "a dependency");
        foreach (var (property, urns) in resource.PropertyDependencies)
        {
            foreach (var urn in urns)
                yield return (urn, $"a dependency of '{property}'");
        }
    }
}
