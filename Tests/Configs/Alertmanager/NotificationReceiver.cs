using System.Net;
using System.Text.Json;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alertmanager;

/// <summary>
/// An HTTP endpoint in the place of webhooks, Slack and PagerDuty, which cannot be had here. It takes what is posted to it and
/// answers as each of them does; what a notification has to look like is for the tests to check.
/// </summary>
internal sealed class NotificationReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<(string Path, JsonElement Body)> _received = [];
    private readonly Lock _lock = new();

    public NotificationReceiver()
    {
        Url = $"http://127.0.0.1:{FreePort.Find(IPAddress.Loopback)}";
        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _ = ReceiveAsync();
    }

    /// <summary>Its address, without a path.</summary>
    public string Url { get; }

    /// <summary>What was posted to a path, in the order in which it came.</summary>
    public IReadOnlyList<JsonElement> Received(string path)
    {
        lock (_lock)
        {
            return [.. _received.Where(item => item.Path == path).Select(item => item.Body)];
        }
    }

    /// <summary>Waits for the first notification at a path that satisfies a condition.</summary>
    public async Task<JsonElement> WaitAsync(string path, Func<JsonElement, bool> condition, string what)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (true)
        {
            foreach (var body in Received(path).Where(condition))
                return body;

            Assert.True(DateTime.UtcNow < deadline, $"{what} did not come to {path}; received: {string.Join('\n', Received(path))}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The names of the alerts that a webhook was told of, in one status.</summary>
    public IReadOnlySet<string> Alerts(string path, string status) => Received(path)
        .SelectMany(body => body.GetProperty("alerts").EnumerateArray())
        .Where(alert => alert.GetProperty("status").GetString() == status)
        .Select(alert => alert.GetProperty("labels").GetProperty("alertname").GetString()!)
        .ToHashSet();

    /// <summary>Waits for a webhook to be told of an alert.</summary>
    public Task WaitForAlertAsync(string path, string alert, string status = "firing") =>
        WaitAsync(path, _ => Alerts(path, status).Contains(alert), $"{alert} ({status})");

    public void Dispose() => _listener.Close();

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = await JsonDocument.ParseAsync(context.Request.InputStream);
                var path = context.Request.Url!.AbsolutePath;
                lock (_lock)
                {
                    _received.Add((path, body.RootElement.Clone()));
                }

                // Slack answers «ok», PagerDuty that it has taken the event.
                context.Response.StatusCode = path == "/pagerduty" ? 202 : 200;
                context.Response.ContentType = "text/plain";
                await context.Response.OutputStream.WriteAsync("ok"u8.ToArray());
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
