namespace Pulumi;

/// <summary>Names the resources that something depends on.</summary>
internal static class Dependencies
{
    /// <summary>The names of the given resources; a local component stands for the resources inside it.</summary>
    public static async Task<HashSet<string>> ToUrnsAsync(IEnumerable<Resource> resources)
    {
        var urns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in Expand(resources))
        {
            var urn = await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
            if (urn.Length > 0)
                urns.Add(urn);
        }

        return urns;
    }

    /// <summary>The given resources with each local component replaced by what is inside it.</summary>
    /// <remarks>A resource's own children do not count, nor do those of a remote component: it ends after them.</remarks>
    public static IReadOnlyCollection<Resource> Expand(IEnumerable<Resource> resources)
    {
        var seen = new HashSet<Resource>();
        var pending = new System.Collections.Generic.Stack<Resource>(resources);
        while (pending.TryPop(out var resource))
        {
            if (!seen.Add(resource) || resource is not ComponentResource)
                continue;
            foreach (var child in resource.GetChildren())
                pending.Push(child);
        }

        return seen.Where(resource => resource is not ComponentResource { IsRemote: false }).ToArray();
    }
}
