using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>A real HTTP endpoint on this machine that Alertmanager posts its notifications to.</summary>
public sealed class WebhookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<Page> _pages = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _received = New();

    public WebhookReceiver(string hostAddress)
    {
        Port = FreePort.Find();
        Url = $"http://{hostAddress}:{Port}/alerts";
        _listener.Prefixes.Add($"http://*:{Port}/");
        _listener.Start();
        _ = ReceiveAsync();
    }

    public int Port { get; }

    public string Url { get; }

    /// <summary>The address under which containers of any bridge network reach this machine: that of Docker's own bridge.</summary>
    public static string HostAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.Name == "docker0")
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .First(address => address.Address.AddressFamily == AddressFamily.InterNetwork)
        .Address.ToString();

    /// <summary>What it was notified of, in order.</summary>
    public IReadOnlyList<Page> Pages
    {
        get
        {
            lock (_lock)
                return [.. _pages];
        }
    }

    /// <summary>Waits for a notification with that alert in that status: <c>firing</c> or <c>resolved</c>.</summary>
    public async Task WaitForAsync(string alert, string status, TimeSpan limit) =>
        await PageAsync($"'{status}' notification of {alert}", page => page.Alert == alert && page.Status == status, limit);

    /// <summary>Waits for the first alert in a notification that satisfies a condition; it may have come already.</summary>
    public async Task<Page> PageAsync(string what, Func<Page, bool> condition, TimeSpan limit)
    {
        var end = DateTime.UtcNow + limit;
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_pages.FirstOrDefault(condition) is { } page)
                    return page;

                next = _received.Task;
            }

            var left = end - DateTime.UtcNow;
            Assert.True(left > TimeSpan.Zero, $"no {what} within {limit}; received: {string.Join("; ", Pages)}");
            await Task.WhenAny(next, Task.Delay(left, TestContext.Current.CancellationToken));
        }
    }

    public void Dispose() => _listener.Close();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = await JsonDocument.ParseAsync(context.Request.InputStream);
                var receiver = body.RootElement.GetProperty("receiver").GetString()!;
                lock (_lock)
                {
                    _pages.AddRange(body.RootElement.GetProperty("alerts").EnumerateArray().Select(alert => new Page(receiver, alert.Clone(), DateTimeOffset.UtcNow)));
                    _received.SetResult();
                    _received = New();
                }

                context.Response.StatusCode = 200;
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}

/// <summary>An alert in a notification: whose it is, what it says, and when it came.</summary>
public sealed record Page(string Receiver, JsonElement Content, DateTimeOffset At)
{
    public string Alert => Label("alertname")!;

    public string Status => Content.GetProperty("status").GetString()!;

    public string? Label(string name) => Content.GetProperty("labels").TryGetProperty(name, out var value) ? value.GetString() : null;

    public string? Annotation(string name) => Content.GetProperty("annotations").TryGetProperty(name, out var value) ? value.GetString() : null;

    public override string ToString() => $"{At:HH:mm:ss} {Receiver}: {Alert} of {Label("component")} {Status}";
}
