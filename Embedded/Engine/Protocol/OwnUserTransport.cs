using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Embedded.Engine.Protocol;

/// <summary>
/// Gives the server the connections of the own user's processes and closes all others before a byte of theirs is read: a port
/// on loopback is open to every user of the machine, and who is answered by the engine can do what its user can.
/// </summary>
/// <param name="socket">Bound and listening already. Stays the caller's.</param>
/// <param name="warn">Told once about each user who was refused.</param>
internal sealed class OwnUserTransport(Socket socket, Action<string> warn) : IConnectionListenerFactory
{
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new Listener(socket, warn));

    private sealed class Listener(Socket socket, Action<string> warn) : IConnectionListener
    {
        private readonly SocketConnectionContextFactory _connections = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
        private readonly CancellationTokenSource _end = new();
        private readonly HashSet<uint?> _refused = [];

        public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cancellationToken);
            while (true)
            {
                Socket connection;
                try
                {
                    connection = await socket.AcceptAsync(end.Token);
                }
                catch (SocketException exception) when (exception.SocketErrorCode != SocketError.OperationAborted)
                {
                    // Who waited in the queue has gone.
                    continue;
                }
                catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
                {
                    return null;
                }
                if (IsOwn(connection))
                {
                    connection.NoDelay = true;
                    return _connections.Create(connection);
                }
                connection.Dispose();
            }
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default) => await _end.CancelAsync();

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            _end.Dispose();
            _connections.Dispose();
        }

        private bool IsOwn(Socket connection)
        {
            if (!SocketPeer.IsKnowable)
                return true;
            var peer = SocketPeer.Of(connection);
            if (peer.Connected && peer.User == SocketPeer.OwnUser)
                return true;
            if (peer.Connected && _refused.Add(peer.User))
                warn(peer.User is { } user
                    ? $"A connection to the engine by the user with id {user} was closed unread: " +
                      "only processes of the user who runs the engine are answered."
                    : "A connection to the engine was closed unread: /proc/net/tcp does not say whose it is. " +
                      "If the program cannot reach the engine, make sure that /proc is mounted and readable.");
            return false;
        }
    }
}
