using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Something that the engine knows by a name: a resource of a provider, or a component.</summary>
public class Resource
{
    private readonly string _type;
    private readonly string _name;
    private readonly bool? _protect;
    private readonly ImmutableArray<ResourceTransformation> _transformations = [];
    private readonly ImmutableDictionary<string, ProviderResource> _providers = ImmutableDictionary<string, ProviderResource>.Empty;
    private readonly HashSet<Resource> _children = [];

    private protected Resource(string type, string name, bool custom, ResourceArgs args, ResourceOptions options, bool remote)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _type = type;
        _name = name;
        // Before anybody else sees this resource: its outputs must be there.
        Outputs = OutputProperty.Attach(this, own: custom || remote || options.Urn is not null);

        // The stack itself has no parent, and a resource that is only looked up gets none by default.
        var parent = type == Stack.ResourceType ? null : options.Parent ?? (options.Urn is null ? Deployment.Current.Stack : null);
        _transformations = [.. options.ResourceTransformations, .. parent?._transformations ?? []];
        (args, options) = Transform(args, options);
        options = options.Clone();
        var providers = (options as ComponentResourceOptions)?.Providers;
        if (options.Provider is not null && providers is { Count: > 0 })
            throw new ResourceException("Do not supply both 'provider' and 'providers' options to a ComponentResource.", options.Parent);

        if (options.Parent is { } explicitParent)
        {
            lock (explicitParent._children)
                explicitParent._children.Add(this);
            options.Protect ??= explicitParent._protect;
            _providers = explicitParent._providers;
        }

        if (!custom)
            _providers = _providers.SetItems((options.Provider is { } only ? [only] : providers ?? []).Select(provider => KeyValuePair.Create(provider.Package, provider)));
        else if (options.Provider is null)
            options.Provider = options.Parent?.GetProvider(type);
        else if (PackageOf(type) is { } package)
            _providers = _providers.SetItem(package, options.Provider);

        _protect = options.Protect;
        AliasUrns = [.. options.Aliases.Select(alias => Aliases.ToUrn(alias, name, type, options.Parent))];
        Deployment.Current.Registrar.Start(this, args, options, remote);
    }

    /// <summary>A stand-in for a resource that exists elsewhere.</summary>
    private protected Resource(string urn, string type)
    {
        _type = type;
        _name = Pulumi.Urn.NameOf(urn);
        Outputs = ImmutableDictionary<string, IOutputCompletionSource>.Empty;
        Urn = OfThis(urn);
    }

    [Output(WireFormat.Urn)]
    public Output<string> Urn { get; private protected set; } = null!;

    internal ImmutableArray<Output<string>> AliasUrns { get; } = [];

    internal IReadOnlyDictionary<string, IOutputCompletionSource> Outputs { get; }

    public string GetResourceType() => _type;

    public string GetResourceName() => _name;

    internal Resource[] GetChildren()
    {
        lock (_children)
            return [.. _children];
    }

    /// <summary>The explicit provider that children of this resource get for a type or function.</summary>
    internal ProviderResource? GetProvider(string token)
        => PackageOf(token) is { } package ? _providers.GetValueOrDefault(package) : null;

    private protected Output<string> OfThis(string value)
        => new(Task.FromResult(new OutputData<string>([this], value, isKnown: true, isSecret: false)));

    private (ResourceArgs Args, ResourceOptions Options) Transform(ResourceArgs args, ResourceOptions options)
    {
        foreach (var transformation in _transformations)
        {
            if (transformation(new(this, args, options)) is not { } result)
                continue;
            // The parent has decided which transformations there are.
            if (result.Options.Parent != options.Parent)
                throw new ArgumentException("Transformations cannot currently be used to change the 'parent' of a resource.");
            (args, options) = (result.Args, result.Options);
        }

        return (args, options);
    }

    private static string? PackageOf(string token) => token.Split(':') is [var package, _, _] ? package : null;
}
