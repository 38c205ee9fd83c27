using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

/// <summary>Tells the engine of resources, and resources what the engine answers.</summary>
internal sealed class ResourceRegistrar(Deployment deployment)
{
    public const string GetResourceToken = "pulumi:pulumi:getResource";

    private readonly RegistrationRequests _requests = new(deployment);

    /// <summary>Registers a resource, or reads one that exists. The program goes on meanwhile.</summary>
    public void Start(Resource resource, ResourceArgs args, ResourceOptions options, bool remote)
        => deployment.InFlight.Track(CompleteAsync(resource, args, options, remote));

    /// <summary>Publishes the outputs of a component or of the stack. The program goes on meanwhile.</summary>
    public void StartOutputs(Resource resource, Output<IDictionary<string, object?>> outputs)
        => deployment.InFlight.Track(PublishAsync(resource, outputs));

    private async Task CompleteAsync(Resource resource, ResourceArgs args, ResourceOptions options, bool remote)
    {
        var isKnownByDefault = !deployment.Settings.IsDryRun;
        try
        {
            var answer = await AskAsync(resource, args, options, remote).ConfigureAwait(false);
            isKnownByDefault &= answer.IsComplete;
            Fill(resource, answer);
        }
        catch (Exception exception)
        {
            foreach (var source in resource.Outputs.Values)
                source.TrySetException(exception);
            throw;
        }

        // What the engine did not speak of has no value; in a preview, or where it did nothing, none as yet.
        foreach (var source in resource.Outputs.Values)
            source.TrySetDefault(isKnownByDefault);
    }

    private async Task<Answer> AskAsync(Resource resource, ResourceArgs args, ResourceOptions options, bool remote)
    {
        if (options.Urn is { } existing)
            return await LookUpAsync(existing).ConfigureAwait(false);
        if (options.Id is { } idInput && await idInput.ToOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false) is { Length: > 0 } id)
        {
            if (resource is not CustomResource)
                throw new ResourceException($"{resource.GetResourceType()} '{resource.GetResourceName()}': only a resource can be read by its id, not a component.", resource, hideStack: true);
            var readRequest = await _requests.ReadAsync(resource, id, args, options).ConfigureAwait(false);
            var read = await CallAsync(resource, "Reading", monitor => monitor.ReadResourceAsync(resource, readRequest)).ConfigureAwait(false);
            return new(read.Urn, id, read.Properties, []);
        }

        var request = await _requests.RegisterAsync(resource, args, options, remote).ConfigureAwait(false);
        var response = await CallAsync(resource, "Registering", monitor => monitor.RegisterResourceAsync(resource, request)).ConfigureAwait(false);
        return new(response.Urn, response.Id, response.Object, response.PropertyDependencies) { IsComplete = response.Result == Pulumirpc.Result.Success };
    }

    private async Task<Answer> LookUpAsync(string urn)
    {
        var args = new Struct { Fields = { ["urn"] = Value.ForString(urn) } };
        var response = await deployment.Monitor.InvokeAsync(new() { Tok = GetResourceToken, Args = args, AcceptResources = true }).ConfigureAwait(false);
        if (response.Failures is [var failure, ..])
            throw new RunException($"The resource '{urn}' cannot be looked up: {failure.Reason}");
        var fields = response.Return.Fields;
        return new(fields["urn"].StringValue, fields["id"].StringValue, fields["state"].StructValue, []);
    }

    private static void Fill(Resource resource, Answer answer)
    {
        foreach (var (name, source) in resource.Outputs)
        {
            if (name == WireFormat.Urn)
            {
                source.SetResult(answer.Urn, isKnown: true, isSecret: false, []);
            }
            else if (name == WireFormat.Id && resource is CustomResource)
            {
                var isKnown = !string.IsNullOrEmpty(answer.Id) && answer.Id != WireFormat.Unknown;
                source.SetResult(isKnown ? answer.Id : "", isKnown, isSecret: false, []);
            }
            else if (answer.Properties is not null && answer.Properties.Fields.TryGetValue(name, out var value))
            {
                var (received, isKnown, isSecret) = Deserializer.Deserialize(value);
                var converted = Converter.ToType(
                    received, source.ValueType, $"{resource.GetType().FullName}.{name}", message => Log.Warn(message, resource));
                source.SetResult(converted, isKnown, isSecret, answer.DependenciesOf(name));
            }
        }
    }

    private async Task PublishAsync(Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        // Its name comes first: without a resource there is nothing to publish on.
        var urn = await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        var values = await outputs.GetValueAsync(whenUnknown: ImmutableDictionary<string, object?>.Empty).ConfigureAwait(false);
        var serializer = new Serializer(await deployment.Features.ResourceReferencesAsync().ConfigureAwait(false));
        var label = resource is Stack ? "stack output" : $"{resource.GetResourceName()} output";
        var serialized = await serializer.SerializeAsync(label, new Dictionary<string, object?>(values)).ConfigureAwait(false);
        await CallAsync(resource, "Publishing the outputs of", async monitor =>
        {
            await monitor.RegisterResourceOutputsAsync(new() { Urn = urn, Outputs = serialized }).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    private async Task<T> CallAsync<T>(Resource resource, string verb, Func<IMonitor, Task<T>> call)
    {
        try
        {
            return await call(deployment.Monitor).ConfigureAwait(false);
        }
        catch (EngineRefusedException exception)
        {
            throw new ResourceException($"{verb} {resource.GetResourceType()} '{resource.GetResourceName()}' failed: {exception.Message}", resource, hideStack: true);
        }
    }

    /// <summary>What the engine says of a resource.</summary>
    private sealed record Answer(
        string Urn, string Id, Struct? Properties, MapField<string, RegisterResourceResponse.Types.PropertyDependencies> Dependencies)
    {
        /// <summary>False if the engine has skipped the resource, or failed, and goes on.</summary>
        public bool IsComplete { get; init; } = true;

        public ImmutableHashSet<Resource> DependenciesOf(string property) => Dependencies.TryGetValue(property, out var dependencies)
            ? [.. dependencies.Urns.Select(urn => new DependencyResource(urn))]
            : [];
    }
}
