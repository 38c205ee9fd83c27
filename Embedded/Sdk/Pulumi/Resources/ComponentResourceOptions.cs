namespace Pulumi;

/// <summary>How a component is to be treated.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    private List<ProviderResource>? _providers;

    public List<ProviderResource> Providers { get => _providers ??= []; set => _providers = value; }

    /// <summary>Joins two sets of options, neither of which changes; where both say something, the second wins.</summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var result = Copy(options1 ?? new());
        if (options2 is null)
            return result;
        var second = Copy(options2);
        result.MergeFrom(second);
        // One provider per package: the last one named.
        result.Providers = result.Providers.Concat(second.Providers).Reverse().DistinctBy(provider => provider.Package).Reverse().ToList();
        return result;
    }

    internal override ResourceOptions Clone() => Copy(this);

    private static ComponentResourceOptions Copy(ComponentResourceOptions options)
    {
        var copy = new ComponentResourceOptions { Providers = [.. options.Providers] };
        copy.CopyFrom(options);
        return copy;
    }
}
