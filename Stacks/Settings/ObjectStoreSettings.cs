using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Configs.ObjectStore;

namespace Infra.Stacks.Settings;

/// <summary>The object store that logs and traces can be kept in: S3, or what speaks like it.</summary>
internal sealed partial record ObjectStoreSettings
{
    /// <summary>Host and port of the store; null for none.</summary>
    public required string? Endpoint { get; init; }

    /// <summary>The store's region; null leaves it to the store to say.</summary>
    public required string? Region { get; init; }

    /// <summary>Whether the store is spoken to without TLS.</summary>
    public required bool Insecure { get; init; }

    /// <summary>The certificates of the authorities that the store's may come from, as PEM; null for the public ones.</summary>
    public required string? Authority { get; init; }

    /// <summary>The key to the buckets; null where the machine itself has access.</summary>
    public required Secret? AccessKey { get; init; }

    public required Secret? SecretKey { get; init; }

    /// <summary>Loki's bucket; null for its data volume.</summary>
    public required string? LokiBucket { get; init; }

    /// <summary>The first day whose lines go to it; null for all.</summary>
    public required DateOnly? LokiBucketSince { get; init; }

    /// <summary>Tempo's bucket; null for its data volume.</summary>
    public required string? TempoBucket { get; init; }

    /// <summary>Whether the store is a container, by its name, that only a Docker network leads to.</summary>
    public bool IsContainer => Endpoint is not null && !Endpoint.Split(':')[0].Contains('.');

    public static ObjectStoreSettings Read(SettingReader reader, NetworkSettings network, LakehouseSettings lakehouse)
    {
        var (accessKey, secretKey) = (Key(reader, "objectStoreAccessKey"), Key(reader, "objectStoreSecretKey"));
        if (secretKey is not null)
            reader.Note(new GivenCredential("objectStoreSecretKey", "objectStoreSecretKey", accessKey?.Value ?? "", secretKey.Value));

        var settings = new ObjectStoreSettings
        {
            Endpoint = reader.Optional("objectStoreEndpoint", Host().IsMatch, "a host and perhaps a port, such as minio:9000, without http://, or none"),
            Region = reader.Optional("objectStoreRegion", Word().IsMatch, "the name of a region, such as eu-central-1, or none"),
            Insecure = reader.Flag("objectStoreInsecure", false),
            Authority = TargetNames.ReadAuthority(reader, "objectStoreAuthority"),
            AccessKey = accessKey,
            SecretKey = secretKey,
            LokiBucket = Bucket(reader, "lokiBucket"),
            LokiBucketSince = Day(reader, "lokiBucketSince"),
            TempoBucket = Bucket(reader, "tempoBucket"),
        };
        settings.Check(reader, network, lakehouse);
        return settings;
    }

    private void Check(SettingReader reader, NetworkSettings network, LakehouseSettings lakehouse)
    {
        if (Endpoint is null && (LokiBucket ?? TempoBucket) is not null)
            reader.Mistake("objectStoreEndpoint", "expected the host of the object store, because a bucket is given");
        if (LokiBucket is not null && LokiBucket == TempoBucket)
            reader.Mistake("tempoBucket", "expected another bucket than lokiBucket: each takes all that is in its own for its data");
        // Loki does not start with such an address.
        if (LokiBucket is not null && LokiBucket == Endpoint?.Split('.')[0])
            reader.Mistake("objectStoreEndpoint", "expected the host of all buckets, without the name of lokiBucket in front");
        if (LokiBucketSince is not null && LokiBucket is null)
            reader.Mistake("lokiBucketSince", "expected none, or a lokiBucket that lines go to from that day on");
        if (AccessKey is null != SecretKey is null)
            reader.Mistake(AccessKey is null ? "objectStoreAccessKey" : "objectStoreSecretKey", "expected both parts of the key, or neither where the machine itself has access");
        if (Insecure && Authority is not null)
            reader.Mistake("objectStoreAuthority", "expected none, because objectStoreInsecure is true");
        if (IsContainer && network.Isolated && lakehouse.Networks.Count == 0)
            reader.Mistake("objectStoreEndpoint", "expected a host with a domain or an address, or the name of a container in lakehouseNetworks, which are not set");
    }

    private static Secret? Key(SettingReader reader, string key)
    {
        if (reader.GivenSecret(key) is not { } text || text == SettingReader.None)
            return null;

        if (!S3Credentials.CanHold(text))
            reader.Mistake(key, $"expected 3 to 128 characters, {S3Credentials.Expectation}");

        return new Secret(text);
    }

    private static string? Bucket(SettingReader reader, string key) =>
        reader.Optional(key, BucketName().IsMatch, "the name of a bucket: 3 to 63 lower-case letters, digits, hyphens and dots, or none");

    private static DateOnly? Day(SettingReader reader, string key)
    {
        if (reader.Given(key) is null or SettingReader.None)
            return null;

        return reader.Value<DateOnly>(
            key, default,
            text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
            "a day such as 2027-01-31, which lies ahead when it is set, or none");
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$")]
    private static partial Regex Host();

    [GeneratedRegex("^[a-z0-9-]{1,63}$")]
    private static partial Regex Word();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();
}
