using System.Text.Json;
using System.Text.Json.Serialization;

namespace Infra.Backup;

/// <summary>What is in an archive: its first entry.</summary>
/// <param name="Format">Which form the archive has.</param>
internal sealed record BackupManifest(int Format, string Stack, DateTimeOffset Time, IReadOnlyList<BackupContent> Contents)
{
    public const string FileName = "manifest.json";
    public const int CurrentFormat = 1;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest);

    public static BackupManifest? Parse(byte[] json) => JsonSerializer.Deserialize(json, BackupJson.Default.BackupManifest);
}

/// <param name="File">The entry with the volume's content, as Docker gives it.</param>
/// <param name="Image">What the service ran when it was copied.</param>
/// <param name="Sha256">Of that entry.</param>
internal sealed record BackupContent(string Service, string File, string Image, long Size, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
