using System.Net;
using System.Net.Sockets;
using Embedded.Engine.Protocol;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Protocol;

/// <summary>Other users of the machine connect to the engine's port, as they can: loopback is everybody's.</summary>
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class StrangersTests : IAsyncLifetime
{
    private static readonly string Warning =
        $"A connection to the engine by the user with id {OtherUser.Id} was closed unread: only processes of the user who runs the engine are answered.";

    private readonly RecordingMonitor _monitor = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private MonitorServer? _server;

    public ValueTask InitializeAsync()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _socket.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_own_user_is_answered()
    {
        await StartAsync();

        var answer = await CallAsync([], RawCall.Register("t:i:T", "own"));

        Assert.NotEqual(RawCall.Nothing, answer);
        Assert.Equal(["own"], _monitor.Names);
        Assert.Empty(_monitor.Logs);
    }

    [Fact]
    public async Task Another_users_connection_is_closed_before_a_byte_is_read()
    {
        OtherUser.Require();
        await StartAsync();

        var answer = await CallAsync(OtherUser.Prefix, RawCall.Register("t:i:T", "foreign"));

        Assert.Equal(RawCall.Nothing, answer);
        Assert.Empty(_monitor.Names);
        Assert.Equal([Warning], _monitor.Logs);
    }

    [Fact]
    public async Task A_stranger_who_tries_again_and_again_is_named_once_and_the_own_user_served_all_the_same()
    {
        OtherUser.Require();
        await StartAsync();

        for (var attempt = 0; attempt < 3; attempt++)
            Assert.Equal(RawCall.Nothing, await CallAsync(OtherUser.Prefix, RawCall.Register("t:i:T", "foreign")));
        await CallAsync([], RawCall.Register("t:i:T", "own"));

        Assert.Equal(["own"], _monitor.Names);
        Assert.Equal([Warning], _monitor.Logs);
    }

    [Fact]
    public async Task A_program_that_connects_by_an_IPv6_socket_is_answered()
    {
        await StartAsync();
        using var client = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        await client.ConnectAsync(
            new IPEndPoint(IPAddress.Loopback.MapToIPv6(), ((IPEndPoint)_socket.LocalEndPoint!).Port), TestContext.Current.CancellationToken);

        await client.SendAsync(RawCall.Register("t:i:T", "mapped"), TestContext.Current.CancellationToken);

        Assert.NotEqual(0, await client.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    private async Task StartAsync() => _server = await MonitorServer.StartAsync(_socket, _monitor);

    /// <param name="prefix">The words that make the client another user's.</param>
    private async Task<string> CallAsync(string[] prefix, byte[] request)
    {
        var file = _directory.File("request");
        await File.WriteAllBytesAsync(file, request, TestContext.Current.CancellationToken);
        var port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        // Root opens the file, and the client inherits it open: the folder is closed to others.
        var result = await ToolProcess.RunAsync(
            "bash", ["-c", "file=$1; shift; exec \"$@\" <\"$file\"", "sh", file, .. prefix, "bash", "-c", RawCall.Client, "sh", $"{port}"], directory: "/");
        return result.Output;
    }
}
