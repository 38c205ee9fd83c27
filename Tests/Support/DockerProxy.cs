using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Infra.Tests.Support;

/// <summary>What the socket proxy does with its list, in the place of its image: it passes on what may be asked, and refuses the rest with 403.</summary>
internal sealed class DockerProxy : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _refused = [];
    private readonly List<Regex> _allowed;
    private readonly HttpClient _docker = new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint("/var/run/docker.sock"), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    /// <param name="paths">What may be asked by GET; it adds the anchors.</param>
    public DockerProxy(IEnumerable<string> paths)
    {
        Assert.SkipUnless(File.Exists("/var/run/docker.sock"), "needs a Docker engine at /var/run/docker.sock");
        _allowed = [.. paths.Select(path => new Regex($"^{path}$"))];
        Address = $"127.0.0.1:{FreePort.Find(IPAddress.Loopback)}";
        _listener.Prefixes.Add($"http://{Address}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    public string Host => $"tcp://{Address}";

    /// <summary>What was asked in vain.</summary>
    public IEnumerable<string> Refused => _refused;

    public void Dispose()
    {
        _listener.Close();
        _docker.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        var path = context.Request.Url!.AbsolutePath;
        var isAllowed = context.Request.HttpMethod switch
        {
            "HEAD" => path == "/_ping",
            "GET" => _allowed.Exists(allowed => allowed.IsMatch(path)),
            _ => false,
        };
        if (!isAllowed)
        {
            _refused.Enqueue($"{context.Request.HttpMethod} {path}");
            response.StatusCode = (int)HttpStatusCode.Forbidden;
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), new Uri($"http://docker{context.Request.Url.PathAndQuery}"));
        using var answer = await _docker.SendAsync(request);
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Where(header => header.Key is "Api-Version" or "Docker-Experimental" or "Ostype"))
            response.Headers[name] = string.Join(',', values);
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (context.Request.HttpMethod == "GET")
            await response.OutputStream.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
    }
}
