using System.Net;
using System.Text;

namespace Infra.Tests.Support;

/// <summary>An HTTP server in the place of a service that cannot be had here: it answers each path as it is told to, and keeps what it was asked.</summary>
internal sealed class HttpDouble : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<Request> _requests = [];
    private readonly Dictionary<string, Answer> _answers = [];
    private readonly Lock _lock = new();

    /// <param name="host">The address of this machine that it listens on.</param>
    public HttpDouble(string host = "127.0.0.1")
    {
        Address = $"{host}:{FreePort.Find(IPAddress.Parse(host))}";
        _listener.Prefixes.Add($"http://{Address}/");
        _listener.Start();
        _ = AnswerAsync();
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    /// <summary>Says how a path is answered from now on; others are not found.</summary>
    public void Answers(string path, int status, string body = "")
    {
        lock (_lock)
            _answers[path] = new Answer(status, body);
    }

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var body = await reader.ReadToEndAsync();
                var (path, query) = context.Request.RawUrl!.Split('?') is [var before, .. var after] ? (before, string.Join('?', after)) : ("", "");
                Answer answer;
                lock (_lock)
                {
                    _requests.Add(new Request(context.Request.HttpMethod, path, query, context.Request.Headers["Authorization"], context.Request.ContentType, body));
                    answer = _answers.GetValueOrDefault(path, new Answer(404, ""));
                }

                context.Response.StatusCode = answer.Status;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The caller went away, or the test is over.
            }
        }
    }

    /// <summary>What was asked; path and query as they came over the wire.</summary>
    internal sealed record Request(string Method, string Path, string Query, string? Authorization, string? ContentType, string Body);

    private sealed record Answer(int Status, string Body);
}
