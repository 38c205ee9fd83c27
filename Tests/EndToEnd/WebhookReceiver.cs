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
    private readonly List<JsonElement> _notifications = [];
    private readonly Lock _lock = new();

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

    /// <summary>Waits for a notification with that alert in that status: <c>firing</c> or <c>resolved</c>.</summary>
    public async Task WaitForAsync(string alert, string status, TimeSpan limit)
    {
        var deadline = DateTime.UtcNow + limit;
        while (!Holds(alert, status))
        {
            Assert.True(DateTime.UtcNow < deadline, $"no '{status}' notification of {alert} within {limit}; received: {Received()}");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    public void Dispose() => _listener.Close();

    private bool Holds(string alert, string status)
    {
        lock (_lock)
        {
            return _notifications
                .SelectMany(notification => notification.GetProperty("alerts").EnumerateArray())
                .Any(entry => entry.GetProperty("status").GetString() == status
                    && entry.GetProperty("labels").GetProperty("alertname").GetString() == alert);
        }
    }

    private string Received()
    {
        lock (_lock)
        {
            return string.Join("; ", _notifications.Select(n => n.GetProperty("status").GetString() + " " + n.GetProperty("groupLabels")));
        }
    }

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = await JsonDocument.ParseAsync(context.Request.InputStream);
                lock (_lock)
                {
                    _notifications.Add(body.RootElement.Clone());
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
