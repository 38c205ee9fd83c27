namespace Infra.Configs.ObjectStore;

/// <summary>A bucket of S3, or of something that speaks like it: MinIO for one.</summary>
/// <param name="Endpoint">Host and port, without a scheme.</param>
/// <param name="Name">The bucket's name. The bucket has to be there.</param>
internal sealed record S3Bucket(string Endpoint, string Name)
{
    /// <summary>The region; null leaves it to the store to say.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the store is spoken to without TLS.</summary>
    public bool Insecure { get; init; }

    /// <summary>The authorities that the store's certificate may come from; null for the public ones.</summary>
    public string? AuthorityFile { get; init; }
}
