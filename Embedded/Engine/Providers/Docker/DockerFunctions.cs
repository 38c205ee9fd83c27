using Docker.DotNet;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>What can be asked of the engine without managing it.</summary>
internal sealed class DockerFunctions(DockerConnection docker, DockerImages images)
{
    public Task<PropertyMap> InvokeAsync(string token, PropertyMap arguments, CancellationToken cancellation) => token switch
    {
        "docker:index/getNetwork:getNetwork" => NetworkAsync(arguments, cancellation),
        "docker:index/getRemoteImage:getRemoteImage" => ImageAsync(arguments, cancellation),
        _ => throw new ProviderException(
            $"The embedded engine's docker provider has no function {token}; it has docker:index/getNetwork:getNetwork and docker:index/getRemoteImage:getRemoteImage."),
    };

    private async Task<PropertyMap> NetworkAsync(PropertyMap arguments, CancellationToken cancellation)
    {
        var name = Name(arguments, "getNetwork");
        try
        {
            var network = await docker.CallAsync(
                "looking for a network", (client, token) => client.Networks.InspectNetworkAsync(name, token), cancellation);
            var all = DockerNetworks.Outputs(network);
            return PropertyMap.Of(
                ((string[])["driver", "internal", "ipamConfigs", "name", "options", "scope"]).Select(key => KeyValuePair.Create(key, all[key])))
                .Set("id", PropertyValue.Of(network.ID));
        }
        catch (DockerApiException failure) when (failure.IsNotFound())
        {
            throw new ProviderException($"There is no network {name} on the Docker engine at {docker.Host} (`docker network ls` shows those that are).", failure);
        }
    }

    private async Task<PropertyMap> ImageAsync(PropertyMap arguments, CancellationToken cancellation)
    {
        var name = Name(arguments, "getRemoteImage");
        var image = await images.FindAsync(name, cancellation)
            ?? throw new ProviderException($"There is no image {name} on the Docker engine at {docker.Host} (`docker image ls` shows those that are).");
        return PropertyMap.Of(
            ("id", PropertyValue.Of(image.ID)),
            ("name", PropertyValue.Of(name)),
            ("repoDigest", PropertyValue.Of(DockerImages.RepoDigest(name, image.RepoDigests))));
    }

    private static string Name(PropertyMap arguments, string function) => arguments.Text("name")
        ?? throw new ProviderException($"{function} needs the argument name (a string, not empty).");
}
