using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

/// <summary>Calls functions of providers.</summary>
internal sealed class FunctionInvoker(Deployment deployment)
{
    public Output<T> Invoke<T>(string token, InvokeArgs? args, InvokeOptions? options) => new(InvokeDataAsync<T>(token, args, options));

    /// <summary>Calls at once; everything must be known.</summary>
    public async Task<T> InvokeAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var (serialized, _) = await SerializeAsync(token, args).ConfigureAwait(false);
        return (T)Convert<T>(token, await CallAsync(token, serialized, options).ConfigureAwait(false)).Value!;
    }

    private async Task<OutputData<T>> InvokeDataAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var (serialized, dependencies) = await SerializeAsync(token, args).ConfigureAwait(false);
        if (options is InvokeOutputOptions outputOptions)
            dependencies.UnionWith(await outputOptions.DependsOn.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false));
        if (ContainsUnknown(serialized) || !await AreThereAsync(dependencies).ConfigureAwait(false))
            return OutputData<T>.Unknown([], isSecret: false);
        var (value, isKnown, isSecret) = Convert<T>(token, await CallAsync(token, serialized, options).ConfigureAwait(false));
        return new([.. dependencies], value is null ? default! : (T)value, isKnown, isSecret);
    }

    private async Task<(Struct Args, HashSet<Resource> Dependencies)> SerializeAsync(string token, InvokeArgs? args)
    {
        var serializer = new Serializer(await deployment.Features.ResourceReferencesAsync().ConfigureAwait(false));
        var serialized = await serializer.SerializeAsync(token, (args ?? InvokeArgs.Empty).ToDictionary()).ConfigureAwait(false);
        return (serialized, serializer.Dependencies);
    }

    private async Task<Struct> CallAsync(string token, Struct args, InvokeOptions? options)
    {
        var provider = options?.Provider ?? options?.Parent?.GetProvider(token);
        var request = new ResourceInvokeRequest
        {
            Tok = token,
            Args = args,
            Provider = provider is null ? "" : await provider.GetReferenceAsync().ConfigureAwait(false),
            Version = options?.Version ?? "",
            PluginDownloadURL = options?.PluginDownloadURL ?? "",
            AcceptResources = deployment.AcceptsResources,
        };
        ResourceInvokeResponse response;
        try
        {
            response = await deployment.Monitor.InvokeAsync(request).ConfigureAwait(false);
        }
        catch (EngineRefusedException exception)
        {
            throw new RunException($"Invoke of '{token}' failed: {exception.Message}");
        }

        if (response.Failures.Count > 0)
            throw new RunException($"Invoke of '{token}' failed: {string.Join("; ", response.Failures.Select(failure => $"{failure.Reason} ({failure.Property})"))}");
        return response.Return ?? new();
    }

    private static Received Convert<T>(string token, Struct result)
    {
        var received = Deserializer.Deserialize(Value.ForStruct(result));
        return received with { Value = Converter.ToType(received.Value, typeof(T), $"{token} result", message => Log.Warn(message)) };
    }

    // A function may look for what a resource makes: in a preview, before it is made, there is nothing to find.
    private static async Task<bool> AreThereAsync(IEnumerable<Resource> dependencies)
    {
        foreach (var resource in Dependencies.Expand(dependencies).OfType<CustomResource>())
        {
            if (resource.Id is not null && !(await resource.Id.DataTask.ConfigureAwait(false)).IsKnown)
                return false;
        }

        return true;
    }

    private static bool ContainsUnknown(Struct properties) => properties.Fields.Values.Any(ContainsUnknown);

    private static bool ContainsUnknown(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue == WireFormat.Unknown,
        Value.KindOneofCase.ListValue => value.ListValue.Values.Any(ContainsUnknown),
        Value.KindOneofCase.StructValue => ContainsUnknown(value.StructValue),
        _ => false,
    };
}
