using System.Collections.Immutable;
using Embedded.Engine.Providers;
using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Planning;

/// <summary>
/// An honest provider of <c>test:index:Thing</c>. Its inputs: <c>size</c> changes in place; <c>image</c>, <c>name</c> and
/// <c>link</c> replace; with <c>exclusive</c> it wants to be deleted first; <c>bad</c> does not pass the check.
/// </summary>
internal sealed class CloudProvider(Cloud cloud, Life life) : IResourceProvider
{
    public const string ThingType = "test:index:Thing";
    private static readonly HashSet<string> Replacing = ["image", "name", "link"];

    public string Package => "test";

    public string Version => "1.2.3";

    public PropertyMap Configuration { get; private set; } = PropertyMap.Empty;

    public void Configure(PropertyMap configuration) => Configuration = Plain(configuration);

    public bool Supports(string type) => type == ThingType;

    public CheckResult Check(string type, string name, PropertyMap? oldInputs, PropertyMap newInputs)
    {
        Plain(newInputs);
        if (newInputs.ContainsKey("bad"))
            return new CheckResult(newInputs, [new CheckFailure("bad", "must not be there")]);
        return CheckResult.Ok(newInputs.ContainsKey("name")
            ? newInputs
            : newInputs.Set("name", oldInputs?.Get("name") ?? PropertyValue.Of($"{name}-{Guid.NewGuid().ToString("N")[..7]}")));
    }

    public DiffResult Diff(string type, string id, PropertyMap oldInputs, PropertyMap oldOutputs, PropertyMap newInputs)
    {
        Plain(oldInputs);
        Plain(oldOutputs);
        Plain(newInputs);
        var detailed = oldInputs.Keys.Union(newInputs.Keys)
            .Where(key => !Equals(oldInputs.Get(key), newInputs.Get(key)))
            .ToImmutableSortedDictionary(key => key, key => Replacing.Contains(key) ? DiffKind.UpdateReplace : DiffKind.Update, StringComparer.Ordinal);
        return new DiffResult(detailed, newInputs.ContainsKey("exclusive"));
    }

    public async Task<ResourceResult> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        await BeforeAsync("create", request.Name);
        Known(request.Inputs);
        var id = await cloud.DoAsync(life, () =>
        {
            cloud.Done.Enqueue($"create {request.Name}");
            return cloud.Add(request.Type, request.Name, request.Inputs, request.OperationId);
        });
        await cloud.After("create", request.Name);
        if (request.Inputs.Get("unhealthy") is not null)
            throw new PartialResourceException(id, Outputs(id, request.Inputs), $"{request.Name} is unhealthy");
        return new ResourceResult(id, Outputs(id, request.Inputs));
    }

    public async Task<ReadResult?> ReadAsync(string type, string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation)
    {
        await BeforeAsync("read", id);
        return cloud.Things.TryGetValue(id, out var thing) ? new ReadResult(id, thing.Inputs, Outputs(id, thing.Inputs)) : null;
    }

    public async Task<ResourceResult> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        await BeforeAsync("update", request.Name);
        Known(request.NewInputs);
        await cloud.DoAsync(life, () =>
        {
            if (!cloud.Things.TryGetValue(request.Id, out var thing))
                throw new ProviderException($"there is no {request.Id}");
            cloud.Done.Enqueue($"update {request.Name}");
            return cloud.Things[request.Id] = thing with { Inputs = request.NewInputs };
        });
        await cloud.After("update", request.Name);
        return new ResourceResult(request.Id, Outputs(request.Id, request.NewInputs));
    }

    public async Task DeleteAsync(
        string type, string id, PropertyMap inputs, PropertyMap outputs, TimeSpan? timeout, CancellationToken cancellation)
    {
        var name = cloud.Things.TryGetValue(id, out var thing) ? thing.Name : id;
        await BeforeAsync("delete", name);
        await cloud.DoAsync(life, () =>
        {
            cloud.Done.Enqueue($"delete {name}");
            return cloud.Things.TryRemove(id, out _);
        });
        await cloud.After("delete", name);
    }

    public Task<string?> RecoverCreateAsync(string type, PropertyMap inputs, string operationId, CancellationToken cancellation)
    {
        foreach (var (id, thing) in cloud.Things.Where(pair => pair.Value.OperationId == operationId))
        {
            cloud.Things.TryRemove(id, out _);
            return Task.FromResult<string?>($"removed {thing.Name}");
        }
        return Task.FromResult<string?>(null);
    }

    public Task<PropertyMap> InvokeAsync(string token, PropertyMap arguments, CancellationToken cancellation) =>
        Task.FromResult(Plain(arguments).Set("answer", PropertyValue.Of(token)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task BeforeAsync(string operation, string name)
    {
        if (cloud.Unreachable)
            throw new ProviderUnreachableException("the cloud does not answer");
        await cloud.Before(operation, name);
    }

    private static PropertyMap Outputs(string id, PropertyMap inputs) =>
        inputs.Remove("unhealthy").Set("serial", PropertyValue.Of($"serial of {id}"));

    // What the contract promises to a provider.
    private static PropertyMap Plain(PropertyMap properties)
    {
        Assert.DoesNotContain(properties.Values, value => value.ContainsSecret);
        return properties;
    }

    private static void Known(PropertyMap properties)
    {
        Plain(properties);
        Assert.False(properties.ContainsUnknown);
    }
}
