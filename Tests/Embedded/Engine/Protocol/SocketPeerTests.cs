using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Embedded.Engine.Protocol;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Protocol;

/// <summary>Real connections, and what the real kernel says of them.</summary>
[SupportedOSPlatform("linux")]
public sealed class SocketPeerTests : IDisposable
{
    private const string Hold = """exec 3<>"/dev/tcp/127.0.0.1/$1" && echo connected && read -r _""";
    private const string HitAndRun = """exec 3<>"/dev/tcp/127.0.0.1/$1" && echo a call >&3""";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public SocketPeerTests()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
    }

    private int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Dispose() => _socket.Dispose();

    [Fact]
    public async Task The_own_user_is_the_one_that_id_names() =>
        Assert.Equal(
            await ToolProcess.AcceptsAsync("id", "-u"), SocketPeer.OwnUser.ToString(CultureInfo.InvariantCulture) + "\n");

    [Theory]
    [InlineData(AddressFamily.InterNetwork)]
    [InlineData(AddressFamily.InterNetworkV6)]
    public void An_own_connection_is_known_whichever_socket_it_is_made_with(AddressFamily family)
    {
        using var client = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (family is AddressFamily.InterNetworkV6)
            client.DualMode = true;
        client.Connect(family is AddressFamily.InterNetworkV6 ? IPAddress.Loopback.MapToIPv6() : IPAddress.Loopback, Port);
        using var accepted = _socket.Accept();

        Assert.Equal(new SocketPeer(true, SocketPeer.OwnUser), SocketPeer.Of(accepted));
    }

    [Fact]
    public async Task Another_users_connection_is_known_as_theirs()
    {
        OtherUser.Require();
        var running = OtherUser.Start("bash", "-c", Hold, "sh", $"{Port}");
        using var accepted = await _socket.AcceptAsync(TestContext.Current.CancellationToken);

        var peer = SocketPeer.Of(accepted);
        await OtherUser.EndAsync(running);

        Assert.Equal(new SocketPeer(true, OtherUser.Id), peer);
    }

    /// <summary>The kernel's row of a closed socket names root, in most versions: who sends and hangs up must not pass for root.</summary>
    [Fact]
    public async Task Who_has_hung_up_is_nobody()
    {
        OtherUser.Require();
        await OtherUser.RunAsync(["bash", "-c", HitAndRun, "sh", $"{Port}"]);
        using var accepted = _socket.Accept();

        Assert.Equal(new SocketPeer(false, null), SocketPeer.Of(accepted));
    }

    /// <summary>
    /// A stranger sends and resets the connection, which waits to be accepted; then the own user happens to connect from the
    /// same port. The table's row of that port is the own user's now, the first connection is not.
    /// </summary>
    [Fact]
    public void A_connection_that_was_reset_is_not_taken_for_a_later_one_from_the_same_port()
    {
        var port = FreePort.Find(IPAddress.Loopback);
        using (var stranger = Connect(port))
        {
            stranger.Send("a call"u8);
            stranger.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        using var own = Connect(port);
        using var first = _socket.Accept();
        using var second = _socket.Accept();

        Assert.Equal(first.RemoteEndPoint, second.RemoteEndPoint);
        Assert.Equal(new SocketPeer(false, null), SocketPeer.Of(first));
        Assert.Equal(new SocketPeer(true, SocketPeer.OwnUser), SocketPeer.Of(second));
    }

    private Socket Connect(int from)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        client.Bind(new IPEndPoint(IPAddress.Loopback, from));
        client.Connect(_socket.LocalEndPoint!);
        return client;
    }
}
