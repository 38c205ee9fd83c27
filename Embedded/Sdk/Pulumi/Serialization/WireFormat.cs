namespace Pulumi.Serialization;

/// <summary>The marks by which special values are told from plain ones on the wire.</summary>
internal static class WireFormat
{
    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>The key of a struct that is no plain object; its value says what it is.</summary>
    public const string Signature = "4dabf18193072939515e22adb298388d";

    public const string Secret = "1b47061264138c4ac30d75fd1eb44270";
    public const string Asset = "c44067f5952c0a294b673a41bacd8c17";
    public const string Archive = "0def7320c3a5731c473e5ecbe6d01bc7";
    public const string ResourceReference = "5cf8f73096256a8f31e491e813e4eb8e";

    public const string SecretValue = "value";
    public const string AssetText = "text";
    public const string AssetPath = "path";
    public const string AssetUri = "uri";
    public const string ArchiveAssets = "assets";

    public const string Urn = "urn";
    public const string Id = "id";
}
