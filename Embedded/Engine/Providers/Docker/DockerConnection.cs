using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.NativeHttp;
using Infra.Shared;

namespace Embedded.Engine.Providers.Docker;

/// <summary>
/// The one connection to the engine, made by the first call that needs it. Every call has a limit, so that an engine
/// that stops midway is told of and never waited for without end.
/// </summary>
internal sealed class DockerConnection(DockerSettings settings) : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(60);

    /// <summary>The newest API whose fields this provider was written for; an older engine is spoken to in its own.</summary>
    private static readonly Version NewestApi = new(1, 51);

    private readonly CancellationTokenSource _disposed = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private DockerClient? _client;

    public string Host => settings.Host.OriginalString;

    public bool IsConnected => _client is not null;

    public RegistryCredentials Registries => settings.Registries.Value;

    /// <summary>What is spoken with the engine; known after the first call.</summary>
    public Version ApiVersion { get; private set; } = NewestApi;

    /// <exception cref="ProviderUnreachableException">No engine answers, or not in time.</exception>
    /// <exception cref="DockerApiException">The engine answers with an error.</exception>
    public async Task<T> CallAsync<T>(
        string purpose, Func<DockerClient, CancellationToken, Task<T>> call, CancellationToken cancellation, TimeSpan? limit = null)
    {
        var client = _client ?? await ConnectAsync(cancellation);
        return await GuardedAsync(purpose, token => call(client, token), limit ?? CallLimit, cancellation);
    }

    public Task CallAsync(
        string purpose, Func<DockerClient, CancellationToken, Task> call, CancellationToken cancellation, TimeSpan? limit = null) =>
        CallAsync(
            purpose,
            async (client, token) =>
            {
                await call(client, token);
                return true;
            },
            cancellation,
            limit);

    /// <summary>Connects ahead of the first call, which tells of a failure.</summary>
    public async Task WarmAsync()
    {
        try
        {
            // Not one moment of the caller's: what the client needs to get ready is most of it.
            await Task.Run(() => CallAsync("version", (client, token) => client.System.PingAsync(token), _disposed.Token));
        }
        catch (Exception failure) when (failure is ProviderException or DockerApiException or OperationCanceledException)
        {
            // Nothing has been asked for yet.
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _client?.Dispose();
    }

    private async Task<DockerClient> ConnectAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_client is { } ready)
                return ready;
            using var first = Build(null);
            var version = await GuardedAsync("version", token => first.System.GetVersionAsync(token), ConnectLimit, cancellation);
            var newest = Version.TryParse(version.APIVersion, out var parsed) ? parsed : NewestApi;
            ApiVersion = newest < NewestApi ? newest : NewestApi;
            return _client = Build(ApiVersion);
        }
        catch (DockerApiException failure)
        {
            throw new ProviderUnreachableException(
                $"What answers at {Host} is not a Docker engine (HTTP {(int)failure.StatusCode}). {WhereToLook}", failure);
        }
        finally
        {
            _gate.Release();
        }
    }

    private DockerClient Build(Version? version)
    {
        var host = settings.Host;
        var builder = new DockerClientBuilder().WithTimeout(Timeout.InfiniteTimeSpan);
        if (version is not null)
            builder = builder.WithApiVersion(version);
        if (settings.Tls is { } tls && host.Scheme is not ("unix" or "ssh"))
            builder = builder.WithAuthProvider(tls);

        var isSocket = host.Scheme == "unix";
        var isRemote = host.Scheme == "ssh";
        var path = Uri.UnescapeDataString(host.AbsolutePath);
        return builder
            .WithEndpoint(isSocket || isRemote ? new Uri("http://localhost") : host)
            .WithTransportOptions(new NativeHttpTransportOptions
            {
                ConfigureHandler = handler =>
                {
                    handler.UseProxy = !isSocket && !isRemote && handler.UseProxy;
                    handler.ConnectTimeout = ConnectLimit;
                    handler.PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1);
                    if (isSocket)
                        handler.ConnectCallback = (_, token) => ConnectSocketAsync(path, token);
                    if (isRemote)
                        handler.ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(SshDockerStream.Connect(host, settings.SshOptions));
                },
            })
            .Build();
    }

    private static async ValueTask<Stream> ConnectSocketAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<T> GuardedAsync<T>(
        string purpose, Func<CancellationToken, Task<T>> call, TimeSpan limit, CancellationToken cancellation)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(limit);
        try
        {
            return await call(timed.Token);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new ProviderUnreachableException(
                $"The Docker engine at {Host} did not answer within {limit.TotalSeconds:0} s ({purpose}). {WhereToLook}", failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or TimeoutException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ProviderUnreachableException($"No Docker engine answers at {Host}: {Reason(failure)} {WhereToLook}", failure);
        }
    }

    private const string WhereToLook =
        "Check that Docker runs (`docker version`); where it listens elsewhere, set DOCKER_HOST or the setting docker:host.";

    private string Reason(Exception failure)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
            if (inner is SocketException socket)
                return socket.SocketErrorCode switch
                {
                    SocketError.AccessDenied =>
                        "this user may not use its socket (it takes root or membership of the group docker).",
                    SocketError.ConnectionRefused => "nothing listens there.",
                    SocketError.AddressNotAvailable or SocketError.HostNotFound => "there is no such socket or host.",
                    _ => socket.Message.TrimEnd('.') + ".",
                };
        if (settings.Host.Scheme == "ssh" && failure.GetBaseException() is IOException and not HttpIOException)
            return failure.GetBaseException().Message.TrimEnd('.') + ".";
        return failure is HttpRequestException or HttpIOException
            ? "the connection was cut off."
            : failure.Message.TrimEnd('.') + ".";
    }
}
