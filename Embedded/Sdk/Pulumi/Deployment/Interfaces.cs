using Pulumirpc;

namespace Pulumi;

/// <summary>Who is told of resources: the engine, or a test's mocks.</summary>
internal interface IMonitor
{
    Task<bool> SupportsFeatureAsync(string feature);

    Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request);

    Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request);

    Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request);

    Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request);

    Task SignalAndWaitForShutdownAsync();
}

/// <summary>Who is told of the program itself.</summary>
internal interface IEngine
{
    Task LogAsync(LogRequest request);

    Task RequirePulumiVersionAsync(string range);
}
