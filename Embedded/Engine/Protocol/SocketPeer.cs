using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Embedded.Engine.Protocol;

/// <summary>Whose process is at the other end of a connection within this machine.</summary>
/// <param name="Connected">Whether the other end is still there.</param>
/// <param name="User">The user who opened it; null where the kernel does not say.</param>
internal readonly record struct SocketPeer(bool Connected, uint? User)
{
    private const int Attempts = 3;
    private const int TcpInfoOption = 11;
    private const byte Established = 1;
    private const string EstablishedText = "01";
    private const int UserField = 7;
    private const int InodeField = 9;
    private const string NoInode = "0";

    private static readonly SocketPeer Gone = new(false, null);

    /// <summary>Whether the system has the table of sockets. Elsewhere it cannot be known who a TCP connection is from.</summary>
    public static bool IsKnowable => OperatingSystem.IsLinux();

    /// <summary>The user whose processes are answered: the one whom this process acts as.</summary>
    public static uint OwnUser => NativeMethods.EffectiveUser();

    /// <remarks>
    /// The row is the one of the client's socket, and says who opened it only while that is open: of a closed one the kernel
    /// may keep a row that names root. So only an established socket with an inode counts. The own end is looked at last: while
    /// that is established, nobody else can have come by the client's port, and so by a row that is not this connection's.
    /// </remarks>
    public static SocketPeer Of(Socket connection)
    {
        if (connection is not { RemoteEndPoint: IPEndPoint client, LocalEndPoint: IPEndPoint server })
            return Gone;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var user = Find("/proc/self/net/tcp", client, server, address => address)
                ?? Find("/proc/self/net/tcp6", client, server, address => address.MapToIPv6());
            if (!IsEstablished(connection))
                return Gone;
            if (user is not null)
                return new SocketPeer(true, user);
        }
        return new SocketPeer(true, null);
    }

    private static uint? Find(string table, IPEndPoint client, IPEndPoint server, Func<IPAddress, IPAddress> form)
    {
        var ends = $" {Text(client, form)} {Text(server, form)} {EstablishedText} ";
        try
        {
            foreach (var row in File.ReadLines(table))
            {
                if (!row.Contains(ends, StringComparison.Ordinal))
                    continue;
                var fields = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > InodeField && fields[InodeField] != NoInode
                    && uint.TryParse(fields[UserField], NumberStyles.None, CultureInfo.InvariantCulture, out var user))
                    return user;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A system without IPv6 has no table for it. Without any, no user is found, and nobody is answered.
        }
        return null;
    }

    /// <summary>As the table has it: each four bytes as the number that they are to this processor, and the port.</summary>
    private static string Text(IPEndPoint end, Func<IPAddress, IPAddress> form)
    {
        var bytes = form(end.Address).GetAddressBytes();
        var words = MemoryMarshal.Cast<byte, uint>(bytes);
        return $"{string.Concat(words.ToArray().Select(word => $"{word:X8}"))}:{end.Port:X4}";
    }

    private static bool IsEstablished(Socket connection)
    {
        Span<byte> state = stackalloc byte[1];
        try
        {
            connection.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpInfoOption, state);
            return state[0] == Established;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "geteuid")]
        public static extern uint EffectiveUser();
    }
}
