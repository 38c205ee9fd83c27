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
            && Uri.CheckHostName(text[..colon].Trim('[', ']')) != UriHostNameType.Unknown;
    }
}
