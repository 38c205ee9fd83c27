using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

/// <summary>Puts what a resource was given into the engine's words.</summary>
internal sealed class RegistrationRequests(Deployment deployment)
{
    public async Task<RegisterResourceRequest> RegisterAsync(Resource resource, ResourceArgs args, ResourceOptions options, bool remote)
    {
        var prepared = await PrepareAsync(resource, args, options).ConfigureAwait(false);
        var custom = options as CustomResourceOptions;
        var request = new RegisterResourceRequest
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Parent = prepared.Parent,
            Custom = resource is CustomResource,
            Object = prepared.Properties,
            Provider = prepared.Provider,
            Dependencies = { prepared.Dependencies },
            Version = options.Version ?? "",
            PluginDownloadURL = options.PluginDownloadURL ?? "",
            AcceptSecrets = true,
            AcceptResources = deployment.AcceptsResources,
            Remote = remote,
            SupportsResultReporting = true,
            ImportId = custom?.ImportId ?? "",
            DeleteBeforeReplace = custom?.DeleteBeforeReplace ?? false,
            DeleteBeforeReplaceDefined = custom?.DeleteBeforeReplace is not null,
            AdditionalSecretOutputs = { custom?.AdditionalSecretOutputs ?? [] },
            IgnoreChanges = { options.IgnoreChanges },
            HideDiffs = { options.HideDiffs },
            CustomTimeouts = options.CustomTimeouts?.ToWire(),
        };
        foreach (var (property, urns) in prepared.PropertyDependencies)
            request.PropertyDependencies.Add(property, new() { Urns = { urns } });
        if (custom is not null)
            request.ReplaceOnChanges.AddRange(custom.ReplaceOnChanges);
        if (options.Protect is { } protect)
            request.Protect = protect;
        if (options.RetainOnDelete is { } retainOnDelete)
            request.RetainOnDelete = retainOnDelete;
        await AddAliasesAsync(request, resource, options).ConfigureAwait(false);
        await AddReplacementAsync(request, options).ConfigureAwait(false);
        if (remote)
            await AddProvidersAsync(request, (ComponentResourceOptions)options).ConfigureAwait(false);
        return request;
    }

    public async Task<ReadResourceRequest> ReadAsync(Resource resource, string id, ResourceArgs args, ResourceOptions options)
    {
        var prepared = await PrepareAsync(resource, args, options).ConfigureAwait(false);
        return new()
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Id = id,
            Parent = prepared.Parent,
            Provider = prepared.Provider,
            Properties = prepared.Properties,
            Dependencies = { prepared.Dependencies },
            Version = options.Version ?? "",
            PluginDownloadURL = options.PluginDownloadURL ?? "",
            AcceptSecrets = true,
            AcceptResources = deployment.AcceptsResources,
            AdditionalSecretOutputs = { (options as CustomResourceOptions)?.AdditionalSecretOutputs ?? [] },
        };
    }

    private async Task<Prepared> PrepareAsync(Resource resource, ResourceArgs args, ResourceOptions options)
    {
        var explicitDependencies = await options.DependsOn.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);
        var dependencies = await Dependencies.ToUrnsAsync(explicitDependencies.Where(dependency => dependency is not null)).ConfigureAwait(false);
        var (properties, byProperty) = await SerializeAsync(resource, args).ConfigureAwait(false);
        var propertyDependencies = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (property, resources) in byProperty)
        {
            propertyDependencies[property] = await Dependencies.ToUrnsAsync(resources).ConfigureAwait(false);
            dependencies.UnionWith(propertyDependencies[property]);
        }

        var parent = options.Parent ?? (resource is Stack ? null : deployment.Stack);
        var parentUrn = parent is null ? "" : await parent.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var provider = resource is CustomResource ? options.Provider : null;
        var reference = provider is null ? "" : await provider.GetReferenceAsync().ConfigureAwait(false);
        return new(properties, parentUrn, reference, dependencies, propertyDependencies);
    }

    private async Task<(Struct Properties, Dictionary<string, HashSet<Resource>> Dependencies)> SerializeAsync(Resource resource, ResourceArgs args)
    {
        var keepResources = await deployment.Features.ResourceReferencesAsync().ConfigureAwait(false);
        var properties = new Struct();
        var dependencies = new Dictionary<string, HashSet<Resource>>(StringComparer.Ordinal);
        try
        {
            foreach (var (key, input) in args.ToDictionary())
            {
                // The engine's own names are no inputs.
                if (key is WireFormat.Id or WireFormat.Urn)
                    continue;
                var serializer = new Serializer(keepResources);
                if (await serializer.SerializeAsync(key, input).ConfigureAwait(false) is not { } value)
                    continue;
                properties.Fields.Add(key, value);
                dependencies.Add(key, serializer.Dependencies);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new ResourceException($"{resource.GetResourceType()} '{resource.GetResourceName()}': {exception.Message}", resource, hideStack: true);
        }

        return (properties, dependencies);
    }

    private async Task AddAliasesAsync(RegisterResourceRequest request, Resource resource, ResourceOptions options)
    {
        var parentHasAliases = options.Parent is { AliasUrns.Length: > 0 };
        if (options.Aliases.Count == 0 && !parentHasAliases)
            return;
        if (await deployment.Features.AliasSpecsAsync().ConfigureAwait(false))
        {
            request.AliasSpecs = true;
            request.Aliases.AddRange(await Aliases.ToSpecsAsync(options.Aliases).ConfigureAwait(false));
        }
        else
        {
            request.AliasURNs.AddRange(await Aliases.ToUrnsAsync(
                options.Aliases, resource.GetResourceName(), resource.GetResourceType(), options.Parent).ConfigureAwait(false));
        }
    }

    private async Task AddReplacementAsync(RegisterResourceRequest request, ResourceOptions options)
    {
        if (options.DeletedWith is { } deletedWith)
        {
            await deployment.Features.RequireAsync("deletedWith", nameof(options.DeletedWith)).ConfigureAwait(false);
            request.DeletedWith = await deletedWith.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        }

        if (!options.ReplaceWith.IsEmpty)
        {
            await deployment.Features.RequireAsync("replaceWith", nameof(options.ReplaceWith)).ConfigureAwait(false);
            foreach (var other in await options.ReplaceWith.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false))
            {
                var urn = await other.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
                if (urn.Length > 0)
                    request.ReplaceWith.Add(urn);
            }
        }

        if (options.ReplacementTrigger is { } trigger)
        {
            var serializer = new Serializer(await deployment.Features.ResourceReferencesAsync().ConfigureAwait(false));
            request.ReplacementTrigger = await serializer.SerializeAsync(nameof(options.ReplacementTrigger), trigger).ConfigureAwait(false) ?? Value.ForNull();
        }
    }

    // A remote component makes its resources elsewhere, with the providers that it is told of.
    private static async Task AddProvidersAsync(RegisterResourceRequest request, ComponentResourceOptions options)
    {
        foreach (var provider in options.Provider is { } only ? [only] : options.Providers)
            request.Providers[provider.Package] = await provider.GetReferenceAsync().ConfigureAwait(false);
    }

    private sealed record Prepared(
        Struct Properties,
        string Parent,
        string Provider,
        HashSet<string> Dependencies,
        Dictionary<string, HashSet<string>> PropertyDependencies);
}
