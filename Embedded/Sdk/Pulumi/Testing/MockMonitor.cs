using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi.Testing;

/// <summary>Asks mocks instead of an engine.</summary>
internal sealed class MockMonitor(IMocks mocks, DeploymentSettings settings) : IMonitor
{
    private readonly Dictionary<string, Struct> _registered = [];
    private readonly List<Resource> _resources = [];

    public ImmutableArray<Resource> Resources
    {
        get
        {
            lock (_resources)
                return [.. _resources];
        }
    }

    public Task<bool> SupportsFeatureAsync(string feature) => Task.FromResult(feature != "outputValues");

    public async Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request)
    {
        var args = ToDictionary(request.Args);
        if (request.Tok == ResourceRegistrar.GetResourceToken)
        {
            var urn = (string)args["urn"];
            lock (_registered)
                return new() { Return = _registered.GetValueOrDefault(urn) ?? throw new InvalidOperationException($"Unknown resource {urn}") };
        }

        var result = await mocks.CallAsync(new() { Token = request.Tok, Args = args, Provider = request.Provider }).ConfigureAwait(false);
        return new() { Return = await ToStructAsync(result).ConfigureAwait(false) };
    }

    public async Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request)
    {
        var (urn, _, state) = await AskAsync(
            resource, request.Type, request.Name, request.Parent, request.Properties, request.Provider, request.Id).ConfigureAwait(false);
        return new() { Urn = urn, Properties = state };
    }

    public async Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request)
    {
        if (request.Type == Stack.ResourceType)
        {
            Add(resource);
            return new() { Urn = NewUrn(request.Parent, request.Type, request.Name), Object = new() };
        }

        var (urn, id, state) = await AskAsync(
            resource, request.Type, request.Name, request.Parent, request.Object, request.Provider, request.ImportId).ConfigureAwait(false);
        return new() { Urn = urn, Id = id, Object = state };
    }

    public async Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request)
    {
        var outputs = request.Outputs.Fields.ToImmutableDictionary(field => field.Key, field =>
        {
            var (value, isKnown, isSecret) = Deserializer.Deserialize(field.Value);
            return new Output<object?>(Task.FromResult(new OutputData<object?>(ImmutableHashSet<Resource>.Empty, value, isKnown, isSecret)));
        });
        await mocks.RegisterResourceOutputs(new(request.Urn, outputs)).ConfigureAwait(false);
    }

    public Task SignalAndWaitForShutdownAsync() => Task.CompletedTask;

    private async Task<(string Urn, string Id, Struct State)> AskAsync(
        Resource resource, string type, string name, string parent, Struct inputs, string provider, string id)
    {
        Add(resource);
        var (newId, state) = await mocks.NewResourceAsync(new() { Type = type, Name = name, Inputs = ToDictionary(inputs), Provider = provider, Id = id })
            .ConfigureAwait(false);
        var urn = NewUrn(parent, type, name);
        var serialized = await ToStructAsync(state).ConfigureAwait(false);
        lock (_registered)
        {
            _registered[urn] = new()
            {
                Fields = { ["urn"] = Value.ForString(urn), ["id"] = Value.ForString(newId ?? id), ["state"] = Value.ForStruct(serialized) },
            };
        }

        return (urn, newId ?? id, serialized);
    }

    private void Add(Resource resource)
    {
        lock (_resources)
            _resources.Add(resource);
    }

    // As the official mocks have it: the first of the parent's types, which is the stack's, and the own one.
    private string NewUrn(string parent, string type, string name)
    {
        var parentType = parent.Length > 0 ? parent.Split("::")[2].Split('$')[0] + "$" : "";
        return $"urn:pulumi:{settings.Stack}::{settings.Project}::{parentType}{type}::{name}";
    }

    private static ImmutableDictionary<string, object> ToDictionary(Struct properties)
    {
        var result = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (key, property) in properties.Fields)
        {
            if (Deserializer.Deserialize(property) is { IsKnown: true, Value: { } value })
                result.Add(key, value);
        }

        return result.ToImmutable();
    }

    private static async Task<Struct> ToStructAsync(object state)
    {
        if (state is IDictionary<string, object> map)
            state = map.ToImmutableDictionary();
        var value = await new Serializer(keepResources: true).SerializeAsync("mock", state).ConfigureAwait(false);
        return value?.StructValue ?? throw new InvalidOperationException($"A mock answered with {state?.GetType().FullName ?? "null"}; expected a dictionary of properties.");
    }
}
