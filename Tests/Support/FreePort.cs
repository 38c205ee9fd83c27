using System.Net;
using System.Net.Sockets;

namespace Infra.Tests.Support;

/// <summary>Ports that nothing listens on at the moment.</summary>
internal static class FreePort
{
    /// <param name="address">Where it is free; everywhere by default.</param>
    public static int Find(IPAddress? address = null)
    {
        using var listener = new TcpListener(address ?? IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
