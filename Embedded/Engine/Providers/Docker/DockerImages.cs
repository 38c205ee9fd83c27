using Docker.DotNet;
using Docker.DotNet.Models;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>
/// Images: taken from the engine where it has them, pulled where not. A tag that has moved on is not pulled again.
/// </summary>
internal sealed class DockerImages(DockerConnection docker) : IDockerResource
{
    public async Task<ResourceResult> CreateAsync(CreateRequest request, CancellationToken cancellation)
    {
        var inputs = request.Inputs;
        var name = inputs.Text("name")!;
        var image = await FindAsync(name, cancellation);
        if (image is null)
        {
            await PullAsync(name, inputs.Text("platform"), request.Progress, cancellation);
            image = await FindAsync(name, cancellation)
                ?? throw new ProviderException($"Image {name} was pulled, and the Docker engine at {docker.Host} does not know it by that name.");
        }
        return Result(inputs, image);
    }

    public async Task<ReadResult?> ReadAsync(string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation)
    {
        // The id is the image's id and the name in one word.
        var idEnd = Math.Min(id.Length, "sha256:".Length + 64);
        var name = inputs.Text("name") ?? outputs.Text("name")
            ?? (id.StartsWith("sha256:", StringComparison.Ordinal) && id.Length > idEnd ? id[idEnd..] : id);
        if (await FindAsync(name, cancellation) is not { } image)
            return null;
        var declared = inputs.ContainsKey("name") ? inputs : PropertyMap.Of(("name", PropertyValue.Of(name)));
        var result = Result(declared, image);
        return new ReadResult(result.Id, declared, result.Outputs);
    }

    public Task<ResourceResult> UpdateAsync(UpdateRequest request, CancellationToken cancellation) => CreateAsync(
        new CreateRequest(request.Type, request.Name, request.NewInputs, request.Timeout, "") { Progress = request.Progress }, cancellation);

    public async Task DeleteAsync(string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation)
    {
        if (inputs.Flag("keepLocally") || inputs.Text("name") is not { } name)
            return;
        try
        {
            await docker.CallAsync(
                "removing an image",
                (client, token) => client.Images.DeleteImageAsync(name, new ImageDeleteParameters { Force = inputs.Flag("forceRemove") }, token),
                cancellation);
        }
        catch (DockerApiException failure) when (failure.IsNotFound())
        {
            // Gone is what was wanted.
        }
        catch (DockerApiException failure) when (failure.IsConflict())
        {
            throw new ProviderException(
                $"Image {name} cannot be removed: something outside this stack uses it ({failure.Words()}). "
                + "Set keepLocally, and it stays on the engine; or remove what uses it.", failure);
        }
        catch (DockerApiException failure)
        {
            throw DockerErrors.Explain($"Removing image {name}", failure);
        }
    }

    /// <summary>An image that was pulled in vain is found there by the next attempt.</summary>
    public Task<string?> RecoverAsync(PropertyMap inputs, string operationId, CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <summary>The image of that name or id, or null where the engine has none.</summary>
    public async Task<ImageInspectResponse?> FindAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return await docker.CallAsync(
                "looking for an image", (client, token) => client.Images.InspectImageAsync(name, token), cancellation);
        }
        catch (DockerApiException failure) when (failure.IsNotFound())
        {
            return null;
        }
        catch (DockerApiException failure)
        {
            throw DockerErrors.Explain($"Looking for image {name}", failure);
        }
    }

    public Task PullAsync(string name, string? platform, Action<string> progress, CancellationToken cancellation) =>
        ImagePull.RunAsync(docker, name, platform, progress, cancellation);

    /// <summary>The digest under which the image's own repository knows it; empty where no registry has it.</summary>
    public static string RepoDigest(string name, IList<string>? digests)
    {
        var repository = ImageName.Parse(name).Repository;
        return (digests ?? []).FirstOrDefault(digest => digest.StartsWith(repository + "@", StringComparison.Ordinal))
            ?? (digests ?? []).FirstOrDefault() ?? "";
    }

    private static ResourceResult Result(PropertyMap inputs, ImageInspectResponse image)
    {
        var name = inputs.Text("name")!;
        var outputs = ContainerState.WithoutNotes(inputs)
            .Set("imageId", PropertyValue.Of(image.ID))
            .Set("repoDigest", PropertyValue.Of(RepoDigest(name, image.RepoDigests)));
        return new ResourceResult(image.ID + name, outputs);
    }
}
