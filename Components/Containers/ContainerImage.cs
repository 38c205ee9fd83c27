namespace Infra.Components.Containers;

/// <summary>A published image: its repository and its version. What the version stands for is in the <see cref="ImageLock"/>.</summary>
/// <param name="Repository">The repository, without a registry; Docker Hub's own images are under <c>library/</c>.</param>
/// <param name="Tag">The version.</param>
/// <param name="Registry">Whose repository it is.</param>
internal sealed record ContainerImage(string Repository, string Tag, string Registry = ContainerImage.DockerHub)
{
    public const string DockerHub = "docker.io";

    /// <summary>The image's full name, as the lock file has it.</summary>
    public string Name => $"{Registry}/{Repository}";

    /// <summary>The reference by which Docker finds the image.</summary>
    /// <param name="mirror">A registry that mirrors the public ones, with its path; null for these themselves.</param>
    /// <param name="digest">The content that the version must have; null for whatever it has.</param>
    public string Reference(string? mirror = null, string? digest = null)
    {
        var repository = mirror is not null ? $"{mirror}/{MirroredRepository}"
            : Registry == DockerHub ? Repository.Replace("library/", "", StringComparison.Ordinal)
            : Name;
        return digest is null ? $"{repository}:{Tag}" : $"{repository}:{Tag}@{digest}";
    }

    /// <summary>Where a mirror has it: Docker Hub's images under their own names, others under their registry's.</summary>
    public string MirroredRepository => Registry == DockerHub ? Repository : Name;

    /// <summary>The registry and the repository of a reference as Docker reads it, which takes what names no registry for Docker Hub's.</summary>
    public static string FullRepository(string reference)
    {
        var repository = reference.Split('@')[0];
        if (repository.IndexOf(':', repository.LastIndexOf('/') + 1) is > 0 and var tag)
            repository = repository[..tag];

        var first = repository.Split('/')[0];
        if (repository.Contains('/') && (first.Contains('.') || first.Contains(':') || first == "localhost"))
            return repository;
        return repository.Contains('/') ? $"{DockerHub}/{repository}" : $"{DockerHub}/library/{repository}";
    }
}
