using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>What the provider does with one type of resource; the meaning is that of <see cref="IResourceProvider"/>.</summary>
internal interface IDockerResource
{
    Task<ResourceResult> CreateAsync(CreateRequest request, CancellationToken cancellation);

    Task<ReadResult?> ReadAsync(string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation);

    Task<ResourceResult> UpdateAsync(UpdateRequest request, CancellationToken cancellation);

    Task DeleteAsync(string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation);

    Task<string?> RecoverAsync(PropertyMap inputs, string operationId, CancellationToken cancellation);
}
