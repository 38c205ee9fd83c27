using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Infra.Tests.Support;
using Infra.Tests.Support.Recordings;

namespace Infra.Tests.Replay;

/// <summary>
/// Answers for all exporters: it is the proxy that Prometheus asks for them, so that every target keeps the address that it has in a
/// stack. Behind each is a recording that goes on from scrape to scrape.
/// </summary>
internal sealed class ExporterDouble : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, Target> _targets;
    private readonly ConcurrentQueue<string> _unknown = [];
    private readonly Task _serving;
    private volatile TaskCompletionSource _scraped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="products">The product that answers, by <c>host:port/path</c>.</param>
    public ExporterDouble(IReadOnlyDictionary<string, string> products)
    {
        var recordings = products.Values.Distinct(StringComparer.Ordinal).ToDictionary(product => product, product => new MovedRecording(Recording.Complete(product)));
        _targets = products.ToDictionary(pair => pair.Key, pair => new Target(recordings[pair.Value]));
        var port = FreePort.Find(IPAddress.Loopback);
        Url = $"http://127.0.0.1:{port}";
        // A proxy is asked under the names of others.
        _listener.Prefixes.Add($"http://*:{port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The address of the proxy.</summary>
    public string Url { get; }

    /// <summary>What was asked for and is not there.</summary>
    public IReadOnlyList<string> Unknown => [.. _unknown];

    /// <summary>Waits until every target has been scraped so many times more.</summary>
    public async Task ScrapedAsync(int times, CancellationToken cancellation)
    {
        var goals = _targets.Values.Select(target => (Target: target, Goal: target.Scrapes + times)).ToList();
        while (true)
        {
            var next = _scraped.Task;
            if (goals.All(goal => goal.Target.Scrapes >= goal.Goal))
                return;

            await next.WaitAsync(cancellation);
        }
    }

    public void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var address = context.Request.UserHostName + context.Request.Url!.AbsolutePath;
            if (_targets.TryGetValue(address, out var target))
            {
                context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(target.Scrape()));
            }
            else
            {
                _unknown.Enqueue(address);
                context.Response.StatusCode = (int)HttpStatusCode.BadGateway;
            }

            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
        {
            // Prometheus, or the test, has gone away.
        }

        Interlocked.Exchange(ref _scraped, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private sealed class Target(MovedRecording recording)
    {
        private readonly double _begin = Now;
        private int _scrapes;

        public int Scrapes => Volatile.Read(ref _scrapes);

        private static double Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

        public string Scrape() => recording.At(Interlocked.Increment(ref _scrapes) - 1, _begin, Now);
    }
}
