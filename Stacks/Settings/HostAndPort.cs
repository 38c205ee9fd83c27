using System.Globalization;

namespace Infra.Stacks.Settings;

/// <summary>Addresses as <c>host:port</c>.</summary>
internal static class HostAndPort
{
    public static bool IsValid(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            && IsHost(text[..colon]);
    }

    // An IPv6 address has brackets around it, so that its colons are not taken for the port's, and nothing else has.
    private static bool IsHost(string host) => host.StartsWith('[') && host.EndsWith(']')
        ? Uri.CheckHostName(host[1..^1]) == UriHostNameType.IPv6
        : Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;
}
