using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A file, or a collection of files, that is an input.</summary>
public abstract class AssetOrArchive
{
    private protected AssetOrArchive(string signature, string property, object value)
        => (Signature, Property, Value) = (signature, property, value ?? throw new ArgumentNullException(nameof(value)));

    internal string Signature { get; }

    internal string Property { get; }

    internal object Value { get; }
}

/// <summary>A file that is an input.</summary>
public abstract class Asset : AssetOrArchive
{
    private protected Asset(string property, object value)
        : base(WireFormat.Asset, property, value)
    {
    }
}

/// <summary>A file on this machine.</summary>
public sealed class FileAsset(string path) : Asset(WireFormat.AssetPath, path);

/// <summary>A file given as text.</summary>
public sealed class StringAsset(string text) : Asset(WireFormat.AssetText, text);

/// <summary>A file behind a URI.</summary>
public sealed class RemoteAsset(string uri) : Asset(WireFormat.AssetUri, uri);

/// <summary>A collection of files that is an input.</summary>
public abstract class Archive : AssetOrArchive
{
    private protected Archive(string property, object value)
        : base(WireFormat.Archive, property, value)
    {
    }
}

/// <summary>A folder or an archive file on this machine.</summary>
public sealed class FileArchive(string path) : Archive(WireFormat.AssetPath, path);

/// <summary>An archive file behind a URI.</summary>
public sealed class RemoteArchive(string uri) : Archive(WireFormat.AssetUri, uri);

/// <summary>Files and archives under the names given.</summary>
public sealed class AssetArchive(IDictionary<string, AssetOrArchive> assets) : Archive(WireFormat.ArchiveAssets, assets.ToImmutableDictionary());
