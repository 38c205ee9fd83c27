using System.Globalization;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>What a resource's id says: its organisation, and what it is called there. Written <c>1:prometheus</c>.</summary>
internal readonly record struct GrafanaId(long Org, string Key)
{
    /// <summary>An id without an organisation is one of the provider's own.</summary>
    public static GrafanaId Parse(string id, long ownOrg)
    {
        var (org, key) = Split(id);
        return new GrafanaId(org is null or 0 ? ownOrg : org.Value, key);
    }

    /// <summary>The key of an id, which the program may have given where a key is meant: <c>Folder.Id</c> for a folder's uid.</summary>
    public static string KeyOf(string id) => Split(id).Key;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Org}:{Key}");

    private static (long? Org, string Key) Split(string id)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && long.TryParse(id.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var org)
            ? (org, id[(colon + 1)..])
            : (null, id);
    }
}
