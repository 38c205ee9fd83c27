using System.Net;
using System.Net.Sockets;

namespace Infra.Stacks.Gate;

/// <summary>Tells hosts that only a network of others leads to from what stays on the machine.</summary>
internal static class OtherMachine
{
    // By which a container reaches its own machine.
    private const string DockerHost = "host.docker.internal";

    /// <summary>Whether a web address is spoken to without TLS, and is not on this machine.</summary>
    public static bool HearsInTheClear(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp && Has(address.Host);

    /// <param name="address">Host and port.</param>
    public static bool HasAddress(string address) => Has(address[..address.LastIndexOf(':')]);

    // A name without a dot is a container's.
    private static bool Has(string host)
    {
        var name = host.Trim('[', ']');
        if (IPAddress.TryParse(name, out var address))
            return !IPAddress.IsLoopback(address) && !IsDockers(address);

        return name.Contains('.', StringComparison.Ordinal) && !string.Equals(name, DockerHost, StringComparison.OrdinalIgnoreCase);
    }

    // Docker gives its networks, and the machine in them, addresses from 172.16.0.0/12.
    private static bool IsDockers(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [172, >= 16 and <= 31, ..];
}
