namespace Embedded.Engine.Providers.Docker;

/// <summary>The parts of a name like <c>registry:5000/team/app:1.2@sha256:…</c>.</summary>
internal sealed record ImageName(string Repository, string? Tag, string? Digest)
{
    /// <summary>What is asked of the registry: the digest where there is one, for a tag can move.</summary>
    public string Version => Digest ?? Tag ?? "latest";

    public static ImageName Parse(string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? null : name[(at + 1)..];
        var rest = at < 0 ? name : name[..at];
        // A colon before the last slash belongs to the registry's port.
        var colon = rest.LastIndexOf(':');
        return colon > rest.LastIndexOf('/')
            ? new ImageName(rest[..colon], rest[(colon + 1)..], digest)
            : new ImageName(rest, null, digest);
    }
}
