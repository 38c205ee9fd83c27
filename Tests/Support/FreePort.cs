using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Infra.Tests.Support;

/// <summary>
/// Ports that nothing listens on at the moment, each given to one test alone. They are below those that Linux gives to outgoing
/// connections (32768 and above): such a one could take the port before the test does.
/// </summary>
internal static class FreePort
{
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <param name="address">Where it is free; everywhere by default.</param>
    public static int Find(IPAddress? address = null)
    {
        while (true)
        {
            var port = Random.Shared.Next(20000, 32000);
            if (IsFree(address ?? IPAddress.Any, port) && Given.TryAdd(port, true))
                return port;
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
