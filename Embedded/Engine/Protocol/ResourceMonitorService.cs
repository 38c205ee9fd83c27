using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Embedded.Engine.Protocol;

/// <summary>The calls by which a program declares its resources.</summary>
internal sealed class ResourceMonitorService(IResourceMonitor monitor)
{
    private static readonly HashSet<string> Features = new(StringComparer.Ordinal)
    {
        "secrets", "resourceReferences", "aliasSpecs", "deletedWith", "replaceWith",
    };

    public static Task<SupportsFeatureResponse> SupportsFeatureAsync(SupportsFeatureRequest request) =>
        Task.FromResult(new SupportsFeatureResponse { HasSupport = Features.Contains(request.Id) });

    public Task<RegisterResourceResponse> RegisterResourceAsync(RegisterResourceRequest request) => CallAsync(async () =>
    {
        if (request.Remote)
            throw new RegistrationException($"{request.Name} is a component of another program ({request.Type}); the embedded engine runs none. Use the Pulumi CLI.");
        var registration = await monitor.RegisterAsync(GoalReader.Read(request));
        if (registration.Outcome != RegistrationOutcome.Succeeded && !request.SupportsResultReporting)
            throw new RpcException(RpcStatus.Internal, "resource registration failed");
        var response = new RegisterResourceResponse
        {
            Urn = registration.Urn,
            Id = registration.Id ?? "",
            Object = StructConverter.ToStruct(
                registration.Outputs, request.AcceptSecrets, request.AcceptResources, request.SupportsPartialValues),
            Result = registration.Outcome switch
            {
                RegistrationOutcome.Succeeded => Result.Success,
                RegistrationOutcome.Skipped => Result.Skip,
                _ => Result.Fail,
            },
        };
        return response;
    });

    public Task<ReadResourceResponse> ReadResourceAsync(ReadResourceRequest request) => CallAsync(async () =>
    {
        var registration = await monitor.ReadAsync(GoalReader.Read(request));
        if (registration.Outcome != RegistrationOutcome.Succeeded)
            throw new RpcException(RpcStatus.Internal, "resource could not be read");
        return new ReadResourceResponse
        {
            Urn = registration.Urn,
            Properties = StructConverter.ToStruct(registration.Outputs, request.AcceptSecrets, request.AcceptResources, unknowns: true),
        };
    });

    public Task<Empty> RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request) => CallAsync(async () =>
    {
        await monitor.RegisterOutputsAsync(request.Urn, StructConverter.FromStruct(request.Outputs));
        return new Empty();
    });

    public Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request) => CallAsync(async () =>
    {
        var result = await monitor.InvokeAsync(
            request.Tok, StructConverter.FromStruct(request.Args), GoalReader.Optional(request.Provider),
            GoalReader.Optional(request.Version), GoalReader.Optional(request.PluginDownloadURL));
        return new ResourceInvokeResponse
        {
            Return = StructConverter.ToStruct(result, secrets: true, request.AcceptResources, unknowns: true),
        };
    });

    public async Task<Empty> SignalAndWaitForShutdownAsync(Empty request)
    {
        await monitor.WaitForWorkAsync();
        return new Empty();
    }

    /// <summary>What an operator or the program's author can do something about travels as a message, not as "unknown error".</summary>
    private static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is RegistrationException or ProviderException)
        {
            throw new RpcException(RpcStatus.InvalidArgument, exception.Message);
        }
        catch (Exception exception) when (exception is not (RpcException or OperationCanceledException))
        {
            throw new RpcException(RpcStatus.Unknown, EventLog.Describe(exception));
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(RpcStatus.Unavailable, "the update has been cancelled");
        }
    }
}
