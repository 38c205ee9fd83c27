using Infra.Components.Containers;

namespace Infra.Images;

/// <summary>Where an image's manifest is asked for.</summary>
/// <param name="Host">The registry's host and port.</param>
internal sealed record ImageAddress(string Host, string Repository, string Tag)
{
    // The name that everybody knows is not the one that answers.
    private const string DockerHubHost = "registry-1.docker.io";

    public Uri Manifest => new($"{Scheme}://{Host}/v2/{Repository}/manifests/{Tag}");

    // As Docker does it: a registry on the machine itself needs no TLS.
    private string Scheme => Host.Split(':')[0] is "localhost" or "127.0.0.1" ? "http" : "https";

    /// <param name="mirror">A registry that mirrors the public ones, with its path; null for these themselves.</param>
    public static ImageAddress Of(ContainerImage image, string? mirror)
    {
        if (mirror is null)
            return new(image.Registry == ContainerImage.DockerHub ? DockerHubHost : image.Registry, image.Repository, image.Tag);
        var slash = mirror.IndexOf('/', StringComparison.Ordinal);
        var (host, path) = slash < 0 ? (mirror, "") : (mirror[..slash], mirror[(slash + 1)..] + "/");
        return new(host, path + image.MirroredRepository, image.Tag);
    }
}
