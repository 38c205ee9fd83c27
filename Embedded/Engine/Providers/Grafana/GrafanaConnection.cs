using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>A call of Grafana's HTTP API.</summary>
/// <param name="Path">Below <c>/api</c>, escaped.</param>
/// <param name="Org">The organisation it is about.</param>
internal sealed record GrafanaCall(HttpMethod Method, string Path, long Org)
{
    public JsonNode? Body { get; init; }

    /// <summary>What alerting then can also change in Grafana's own pages, and not only through the API.</summary>
    public bool DisableProvenance { get; init; }
}

/// <summary>
/// Speaks to one Grafana. Calls that change something go one after the other: Grafana answers concurrent ones to alerting
/// with conflicts, and SQLite, its database by default, takes one writer.
/// </summary>
internal sealed class GrafanaConnection(GrafanaSettings settings, TimeSpan startLimit) : IDisposable
{
    private const string OrgHeader = "X-Grafana-Org-Id";
    private const string ProvenanceHeader = "X-Disable-Provenance";

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(60);

    /// <summary>How long after its container's start Grafana may take until it listens.</summary>
    public static readonly TimeSpan DefaultStartLimit = TimeSpan.FromSeconds(30);

    private readonly Lazy<HttpClient> _client = new(() => Connect(settings));
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Stopwatch _refused = new();
    private volatile bool _answered;

    public GrafanaSettings Settings => settings;

    /// <returns>The answer's body; null where it has none.</returns>
    /// <exception cref="GrafanaApiException">Grafana answers with an error.</exception>
    /// <exception cref="ProviderUnreachableException">Nobody answers, or not in time.</exception>
    public async Task<JsonNode?> SendAsync(GrafanaCall call, CancellationToken cancellation)
    {
        if (call.Method == HttpMethod.Get)
            return await RetriedAsync(call, cancellation);
        await _writing.WaitAsync(cancellation);
        try
        {
            return await RetriedAsync(call, cancellation);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The answer, or null where Grafana knows no such thing.</summary>
    public async Task<JsonNode?> FindAsync(string path, long org, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(new GrafanaCall(HttpMethod.Get, path, org), cancellation);
        }
        catch (GrafanaApiException failure) when (failure.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>The address of one of Grafana's pages, which it names with the subpath that it is served under.</summary>
    public string Page(string? path)
    {
        var subpath = settings.Address.AbsolutePath.TrimEnd('/');
        path ??= "";
        if (subpath.Length > 0 && path.StartsWith(subpath, StringComparison.Ordinal))
            path = path[subpath.Length..];
        return $"{settings.Address.OriginalString}/{path.TrimStart('/')}".TrimEnd('/');
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
        _writing.Dispose();
    }

    private async Task<JsonNode?> RetriedAsync(GrafanaCall call, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceStartedAsync(call, cancellation);
            }
            catch (GrafanaApiException failure) when (attempt <= settings.Retries && settings.RetryStatusCodes.Contains((int)failure.Status))
            {
                await Task.Delay(settings.RetryWait ?? TimeSpan.FromMilliseconds(250 * attempt), cancellation);
            }
        }
    }

    /// <summary>
    /// A connection that is refused has done nothing, and right after a start it will not be refused for long. All calls
    /// share that time, so that a Grafana that is down is not waited for anew by each resource.
    /// </summary>
    private async Task<JsonNode?> OnceStartedAsync(GrafanaCall call, CancellationToken cancellation)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            try
            {
                var answer = await AttemptAsync(call, cancellation);
                _answered = true;
                lock (_refused)
                    _refused.Reset();
                return answer;
            }
            catch (HttpRequestException failure) when (IsNotListening(failure) && Waits())
            {
                await Task.Delay(pause, cancellation);
                pause = TimeSpan.FromMilliseconds(Math.Min(1000, pause.TotalMilliseconds * 1.5));
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
            {
                cancellation.ThrowIfCancellationRequested();
                throw Unreachable(failure);
            }
        }
    }

    private bool Waits()
    {
        lock (_refused)
        {
            _refused.Start();
            return _refused.Elapsed < startLimit;
        }
    }

    private async Task<JsonNode?> AttemptAsync(GrafanaCall call, CancellationToken cancellation)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(CallLimit);
        try
        {
            using var request = Request(call);
            using var response = await _client.Value.SendAsync(request, timed.Token);
            var body = await response.Content.ReadAsStringAsync(timed.Token);
            if ((int)response.StatusCode is >= 300 and < 400)
                throw new ProviderException(
                    $"Grafana at {settings.Address.OriginalString} sends to {response.Headers.Location} instead of answering. "
                    + "Set grafana:url to the address that Grafana calls its own (its root_url, with its subpath).");
            if (!response.IsSuccessStatusCode)
                throw new GrafanaApiException(response.StatusCode, GrafanaErrors.Words(response.StatusCode, body));
            return body.Length == 0 ? null : JsonText.Parse(body);
        }
        catch (JsonException failure)
        {
            throw new ProviderUnreachableException(
                $"What answers at {settings.Address.OriginalString} is not Grafana's API: {call.Method} {call.Path} gave no JSON. Check grafana:url.", failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new ProviderUnreachableException(
                $"Grafana at {settings.Address.OriginalString} did not answer within {CallLimit.TotalSeconds:0} s ({call.Method} {call.Path}). "
                + "Look at its log (`docker logs` of its container), then run again.", failure);
        }
    }

    private HttpRequestMessage Request(GrafanaCall call)
    {
        var request = new HttpRequestMessage(call.Method, $"{settings.Address.OriginalString}/api{call.Path}");
        request.Headers.Authorization = settings.Authorization;
        request.Headers.Accept.Add(new("application/json"));
        if (settings.SendsOrg)
            request.Headers.TryAddWithoutValidation(OrgHeader, call.Org.Id());
        if (call.DisableProvenance)
            request.Headers.TryAddWithoutValidation(ProvenanceHeader, "disabled");
        foreach (var (name, value) in settings.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (call.Body is not null)
            request.Content = new StringContent(call.Body.ToJsonString(), Encoding.UTF8, "application/json");
        return request;
    }

    private static HttpClient Connect(GrafanaSettings settings) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = ConnectLimit,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        SslOptions = settings.Tls.Options(),
        UseCookies = false,
        UseProxy = !settings.Address.IsLoopback,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>
    /// A published port whose container does not listen yet takes the connection and closes it. Once Grafana has answered,
    /// a connection that is cut off may have done its work, so that it is not repeated.
    /// </summary>
    private bool IsNotListening(HttpRequestException failure) => Socket(failure)?.SocketErrorCode == SocketError.ConnectionRefused
        || (!_answered && (Socket(failure)?.SocketErrorCode == SocketError.ConnectionReset || failure.HttpRequestError == HttpRequestError.ResponseEnded
            || (failure.HttpRequestError == HttpRequestError.SecureConnectionError && failure.InnerException is IOException)));

    private static SocketException? Socket(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            if (failure is SocketException socket)
                return socket;
        return null;
    }

    private ProviderUnreachableException Unreachable(Exception failure)
    {
        var host = settings.Address.OriginalString;
        for (var inner = failure; inner is not null; inner = inner.InnerException)
            if (inner is AuthenticationException tls)
                return new ProviderUnreachableException(
                    $"Grafana at {host} is not trusted: {tls.Message.TrimEnd('.')}. Give the authority that signed its certificate "
                    + "(grafana:caCert), and in grafana:url a name that is in the certificate.", failure);
        var reason = Socket(failure)?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => $"nothing listens there after {startLimit.TotalSeconds:0} s",
            SocketError.HostNotFound => "there is no such host",
            SocketError.TimedOut => "it cannot be reached",
            _ => "the connection was cut off",
        };
        return new ProviderUnreachableException(
            $"No Grafana answers at {host}: {reason}. Check that its container runs and is healthy (`docker ps`), and grafana:url.", failure);
    }
}
