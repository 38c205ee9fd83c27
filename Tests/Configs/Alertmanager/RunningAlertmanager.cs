using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Infra.Configs.Alertmanager;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alertmanager;

/// <summary>The real Alertmanager that is installed here, with a configuration of ours.</summary>
internal sealed class RunningAlertmanager : IAsyncDisposable
{
    private const string Program = "prometheus-alertmanager";

    private readonly TemporaryDirectory _folder;
    private readonly Process _process;
    private readonly HttpClient _client;

    private RunningAlertmanager(TemporaryDirectory folder, Process process, HttpClient client) => (_folder, _process, _client) = (folder, process, client);

    /// <param name="routing">The routing; its secrets are read from files of the test's.</param>
    /// <param name="secrets">What these files hold, by their name.</param>
    public static async Task<RunningAlertmanager> StartAsync(AlertRouting routing, IReadOnlyDictionary<string, string> secrets, NotificationLinks? links = null)
    {
        ToolProcess.SkipUnlessInstalled(Program);
        var urls = AlertmanagerSecrets.Urls.ToDictionary(AlertmanagerSecrets.Path, name => secrets.GetValueOrDefault(name, "http://127.0.0.1:1/"));
        var folder = new TemporaryDirectory();
        folder.Write(AlertmanagerFiles.TemplatesFile, NotificationTemplates.Render(links ?? new NotificationLinks()));
        var config = AlertmanagerFiles.RenderConfig(routing.ToConfig(), urls).Replace(AlertmanagerSecrets.Folder, folder.File("secrets"));
        folder.Write(AlertmanagerFiles.ConfigFile, config);
        foreach (var (name, secret) in secrets)
            folder.Write(Path.Combine("secrets", name), secret + "\n");

        var address = $"127.0.0.1:{FreePort.Find(IPAddress.Loopback)}";
        var process = Process.Start(new ProcessStartInfo(
            Program,
            [$"--config.file={folder.File(AlertmanagerFiles.ConfigFile)}", $"--storage.path={folder.File("data")}", $"--web.listen-address={address}", "--cluster.listen-address="])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var log = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        var alertmanager = new RunningAlertmanager(folder, process, new HttpClient { BaseAddress = new Uri($"http://{address}") });
        while (!await alertmanager.IsReadyAsync())
        {
            Assert.False(process.HasExited, process.HasExited ? await log : "");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        return alertmanager;
    }

    /// <summary>Tells it of alerts as Prometheus does.</summary>
    public async Task PostAsync(params IEnumerable<PostedAlert> alerts)
    {
        var response = await _client.PostAsJsonAsync("/api/v2/alerts", alerts.Select(alert => new
        {
            labels = alert.Labels,
            annotations = alert.Annotations,
            // From now on: with an older one there is no waiting for others of the group.
            startsAt = alert.Since,
            endsAt = alert.Over ? DateTime.UtcNow : alert.HasEnd ? DateTime.UtcNow.AddHours(1) : (DateTime?)null,
            generatorURL = "http://prometheus:9090/graph?g0.expr=up&g0.tab=1",
        }), TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The names of the alerts that others hold back.</summary>
    public async Task<IReadOnlySet<string>> InhibitedAsync() => (await InhibitedAlertsAsync()).Select(alert => alert.Name).ToHashSet();

    /// <summary>The alerts that others hold back, by name and component.</summary>
    public async Task<IReadOnlyList<(string Name, string? Component)>> InhibitedAlertsAsync() =>
    [
        .. from alert in (await AlertsAsync()).EnumerateArray()
           where alert.GetProperty("status").GetProperty("inhibitedBy").GetArrayLength() > 0
           let labels = alert.GetProperty("labels")
           select (labels.GetProperty("alertname").GetString()!, labels.TryGetProperty("component", out var component) ? component.GetString() : null),
    ];

    /// <summary>When it takes an alert for over if it hears no more of it.</summary>
    public async Task<DateTimeOffset> EndOfAsync(string alert) => (await AlertsAsync()).EnumerateArray()
        .Single(known => known.GetProperty("labels").GetProperty("alertname").GetString() == alert).GetProperty("endsAt").GetDateTimeOffset();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Dispose();
    }

    private Task<JsonElement> AlertsAsync() => _client.GetFromJsonAsync<JsonElement>("/api/v2/alerts", TestContext.Current.CancellationToken);

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _client.GetAsync("/-/ready", TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>An alert as Prometheus tells of it.</summary>
internal sealed record PostedAlert(string Name, string Severity, string? Component, string Stack = "dev")
{
    public bool Over { get; init; }

    /// <summary>Whether it is said until when it is to be believed.</summary>
    public bool HasEnd { get; init; } = true;

    /// <summary>Labels besides.</summary>
    public IReadOnlyDictionary<string, string> Further { get; init; } = new Dictionary<string, string>();

    /// <summary>Since when; the same for what is told of it later.</summary>
    public DateTime Since { get; init; } = DateTime.UtcNow;

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Labels
    {
        get
        {
            var labels = new Dictionary<string, string>(Further) { ["alertname"] = Name, ["severity"] = Severity, ["stack"] = Stack };
            if (Component is not null)
                labels.Add("component", Component);
            return labels;
        }
    }
}
