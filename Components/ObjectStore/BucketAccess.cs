using Infra.Components.Containers;
using Infra.Configs.ObjectStore;
using Pulumi;

namespace Infra.Components.ObjectStore;

/// <summary>A bucket that a service keeps its data in, and how it gets there.</summary>
internal sealed record BucketAccess(S3Bucket Bucket)
{
    private const string AuthorityFile = "s3-ca.pem";

    /// <summary>The key to the bucket; null where the machine itself has access.</summary>
    public BucketKey? Key { get; init; }

    /// <summary>The certificates of the authorities that the object store's may come from, as PEM; null for the public ones.</summary>
    public string? Authority { get; init; }

    /// <summary>The Docker networks that lead to the object store; none for one outside of Docker.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>The bucket, for a service that has <see cref="Files"/> in the given folder.</summary>
    public S3Bucket For(string folder) => Authority is null ? Bucket : Bucket with { AuthorityFile = $"{folder}/{AuthorityFile}" };

    /// <summary>What belongs beside the service's configuration.</summary>
    public IEnumerable<KeyValuePair<string, string>> Files => Authority is null ? [] : [new(AuthorityFile, Authority)];

    /// <summary>What belongs among the service's secrets.</summary>
    public IEnumerable<KeyValuePair<string, Output<string>>> SecretFiles => Key is null ? [] : [new(S3Credentials.FileName, Key.File)];

    /// <summary>What tells the service's client where the key is.</summary>
    /// <param name="secretsFolder">Where <see cref="SecretFiles"/> are mounted.</param>
    public IEnumerable<KeyValuePair<string, string>> Environment(string secretsFolder) =>
        Key is null ? [] : [new(S3Credentials.PathVariable, $"{secretsFolder}/{S3Credentials.FileName}")];

    /// <summary>What the service has to do with others because of the bucket.</summary>
    public IEnumerable<NetworkTier> Tiers => Networks.Count == 0 ? [NetworkTier.Egress] : [];

    /// <summary>The networks of others that the service joins because of the bucket.</summary>
    public IReadOnlyList<Input<string>> ForeignNetworks => [.. Networks.Select(network => (Input<string>)network)];
}

/// <summary>What a service shows to the object store.</summary>
/// <param name="AccessKey">The name of the key, which is handled as a secret too.</param>
/// <param name="SecretKey">A secret.</param>
internal sealed record BucketKey(Output<string> AccessKey, Output<string> SecretKey)
{
    /// <summary>The file that the service's client reads it from.</summary>
    public Output<string> File => Output.CreateSecret(Output.Tuple(AccessKey, SecretKey).Apply(key => S3Credentials.Render(key.Item1, key.Item2)));
}
