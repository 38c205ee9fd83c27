using System.Net;

namespace Infra.Stacks.Gate;

/// <summary>Tells hosts that only a network of others leads to from what stays on the machine.</summary>
/// <param name="networks">Docker's networks; null where it does not say which it has.</param>
internal sealed class OtherMachine(IReadOnlyList<IPNetwork>? networks)
{
    // By which a container reaches its own machine.
    private const string DockerHost = "host.docker.internal";

    // What Docker's first network is, unless somebody has changed it. Its next ones are in what clouds have for networks of their own.
    private static readonly IPNetwork[] UsualNetworks = [IPNetwork.Parse("172.17.0.0/16")];

    /// <summary>Whether a web address is spoken to without TLS, and is not on this machine.</summary>
    public bool HearsInTheClear(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp && Has(address.Host);

    /// <param name="address">Host and port.</param>
    public bool HasAddress(string address) => Has(address[..address.LastIndexOf(':')]);

    /// <summary>Whether a host, a name or an address, is another machine. A name without a dot is a container's.</summary>
    public bool Has(string host)
    {
        var name = host.Trim('[', ']');
        if (IPAddress.TryParse(name, out var address))
            return !IPAddress.IsLoopback(address) && !(networks ?? UsualNetworks).Any(network => network.Contains(address));

        return name.Contains('.', StringComparison.Ordinal) && !string.Equals(name, DockerHost, StringComparison.OrdinalIgnoreCase);
    }
}
