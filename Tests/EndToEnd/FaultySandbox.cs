using System.Globalization;
using System.Text.Json;
using Infra.Configs.Alerts;
using Infra.Configs.Prometheus;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.EndToEnd;

/// <summary>
/// A sandbox for faults: the real Prometheus scrapes and evaluates each second, and evaluates the program's own rules with all of
/// their times divided by <see cref="Factor"/> (<see cref="ScaledRules"/>), for no setting shortens a window of ten minutes. That
/// is fair: a window has a third of the samples that it has in a stack, what is compared stays the same, and a fault lasts until
/// its page has come. The rules are replaced in the configuration's volume, and Prometheus reads them anew. What a sandbox cannot
/// have is stood in for: cAdvisor by a double that asks Docker what cAdvisor would, Nessie and Slack by doubles that answer or do
/// not, Dagster by its tables.
/// </summary>
public sealed class FaultySandbox : IAsyncLifetime
{
    /// <summary>How much faster than in a stack time passes for the rules.</summary>
    internal const int Factor = 60;

    private const string Rules = "rules/";
    private const string MoreRules = "faults-";
    private const string ContainersGroup = "containers";

    /// <summary>A busy machine must not make a test fail: nothing waits for as long as this unless it never comes.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http = new();

    internal SandboxProject Project { get; } = new();

    internal WebhookReceiver Webhook { get; private set; } = null!;

    internal HttpDouble Slack { get; private set; } = null!;

    internal HttpDouble Nessie { get; private set; } = null!;

    internal HttpDouble Cadvisor { get; private set; } = null!;

    /// <summary>Null where none can be mounted.</summary>
    internal SmallDisk? Disk { get; private set; }

    internal ToolResult FirstUp { get; private set; } = null!;

    /// <summary>What has come of each fault, by the alert.</summary>
    internal IReadOnlyDictionary<string, FaultRun> Runs { get; private set; } = new Dictionary<string, FaultRun>();

    public async ValueTask InitializeAsync()
    {
        if (!DockerEngine.Available)
            return;

        var host = WebhookReceiver.HostAddress();
        Webhook = new WebhookReceiver(host);
        (Slack, Nessie, Cadvisor) = (new HttpDouble(host), new HttpDouble(host), new HttpDouble(host));
        Slack.Answers("/slack", 200, "ok");
        Nessie.Answers("/q/metrics", 200);
        Cadvisor.Answers("/metrics", 200);
        if (Environment.IsPrivilegedProcess)
            Disk = await SmallDisk.MountAsync();
        Configure();
        FirstUp = await Project.UpAsync();
        if (FirstUp.ExitCode != 0)
            return;

        await PrepareAsync();
        var parts = AlertFaults.All.GroupBy(fault => fault.Part).Select(async part =>
        {
            var runs = new List<FaultRun>();
            foreach (var fault in part)
                runs.Add(await FaultRun.OfAsync(fault, this));
            return runs;
        });
        Runs = (await Task.WhenAll(parts)).SelectMany(runs => runs).ToDictionary(run => run.Fault.Alert);
        // Times differ by machine: they are shown at the end of a test run, and compared with nothing.
        await File.WriteAllTextAsync(Path.Combine(SourceTree.Root, "artifacts", "alert-faults.md"), FaultRun.Table([.. Runs.Values]));
    }

    public async ValueTask DisposeAsync()
    {
        await Project.DisposeAsync();
        if (Disk is not null)
            await Disk.DisposeAsync();
        foreach (var server in (IDisposable?[])[Webhook, Slack, Nessie, Cadvisor, _http])
            server?.Dispose();
    }

    /// <summary>Runs Docker's client, which has to succeed.</summary>
    internal static Task<string> DockerAsync(params string[] arguments) => ToolProcess.AcceptsAsync("docker", arguments);

    /// <summary>Runs statements in one session of the sandbox's Postgres.</summary>
    internal Task<ToolResult> SqlAsync(string sql, string session = "test") => ToolProcess.RunAsync("docker", [.. Psql(session), "-c", sql], limit: Limit * 2);

    /// <summary>What runs psql in a session of that name.</summary>
    internal IReadOnlyList<string> Psql(string session) =>
        ["exec", "-i", "-e", $"PGAPPNAME={session}", Project.Container("postgres"), "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "lake", "-d", "lakehouse"];

    /// <summary>Ends sessions by their name.</summary>
    internal async Task EndSessionsAsync(string session) =>
        (await SqlAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{session}'")).ShouldSucceed();

    /// <summary>Writes a file of rules beside the program's, and has Prometheus read it.</summary>
    internal async Task WriteRulesAsync(string name, string rules)
    {
        await WriteAsync("prometheus", $"{Rules}{MoreRules}{name}.yml", rules);
        await ReloadAsync();
    }

    /// <summary>Has a service read its configuration anew, whatever it makes of it.</summary>
    internal Task SignalAsync(string service) => DockerAsync("kill", "--signal", "HUP", Project.Container(service));

    /// <summary>A file of a service's configuration.</summary>
    internal Task<string> ReadAsync(string service, string file) => DockerAsync("exec", Project.Container(service), "cat", $"/etc/{service}/{file}");

    /// <summary>Replaces a file of a service's configuration, by the container that has carried it into the volume.</summary>
    internal async Task WriteAsync(string service, string file, string content)
    {
        using var folder = new TemporaryDirectory();
        await DockerAsync("cp", folder.Write("file", content), $"{Project.Container($"{service}-config")}:/carrier/etc/{service}/{file}");
    }

    /// <summary>The alerts that Alertmanager has, with their states.</summary>
    internal async Task<IReadOnlyList<JsonElement>> AlertsAsync()
    {
        using var body = JsonDocument.Parse(await _http.GetStringAsync(
            new Uri($"http://127.0.0.1:{Project.AlertmanagerPort}/api/v2/alerts"), TestContext.Current.CancellationToken));
        return [.. body.RootElement.EnumerateArray().Select(alert => alert.Clone())];
    }

    /// <summary>Waits for what is about to be so.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> condition, Func<string> what)
    {
        var end = DateTime.UtcNow + Limit;
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < end, $"After {Limit}: {what()}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private void Configure()
    {
        foreach (var interval in (string[])["scrapeInterval", "evaluationInterval", "alertPendingPeriod", "alertGroupInterval"])
            Project.Set(interval, "1s");
        // For an alert that is evaluated later to hold back one that is evaluated before it.
        Project.Set("alertGroupWait", "5s");
        Project.Set("alertWebhookUrl", Webhook.Url);
        Project.Set("slackWebhookUrl", $"http://{Slack.Address}/slack");
        Project.Set("slackSeverities", "critical");
        Project.Set("nessieEnabled", "true");
        Project.Set("nessieAddresses", Nessie.Address);
        Project.Set("nessieReadyPath", "none");
        Project.Set("dagsterEnabled", "true");
        Project.Set("dagsterAddresses", "none");
    }

    private async Task PrepareAsync()
    {
        await PostgresFaults.PrepareAsync(this);
        (await SqlAsync(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "Tests", "Configs", "PostgresExporter", "DagsterTables.sql")))).ShouldSucceed();
        (await SqlAsync(DagsterFaults.Healthy)).ShouldSucceed();
        var factors = AlertFaults.All.ToDictionary(fault => fault.Alert, fault => fault.Factor);
        foreach (var file in (string[])[PrometheusFiles.AlertsFile, PrometheusFiles.RecordingRulesFile])
            await WriteAsync("prometheus", file, ScaledRules.Of(await ReadAsync("prometheus", file), Factor, factors));
        var containers = AlertRules.Groups(AlertSamples.Everything).Where(group => group.Name == ContainersGroup).ToList();
        await WriteAsync("prometheus", $"{Rules}{MoreRules}{ContainersGroup}.yml", ScaledRules.Of(AlertRulesYaml.Render(containers, "docs/runbooks"), Factor));
        await WriteAsync("prometheus", PrometheusFiles.ConfigFile, YamlEdit.Changed(await ReadAsync("prometheus", PrometheusFiles.ConfigFile), config =>
        {
            ((YamlSequenceNode)config["rule_files"]).Add($"{Rules}{MoreRules}*.yml");
            var jobs = (YamlSequenceNode)config["scrape_configs"];
            // The exporter takes a second to find out that Postgres is gone.
            var postgres = jobs.Children.Cast<YamlMappingNode>().Single(job => job["job_name"].ToString() == "postgres");
            postgres.Children["scrape_interval"] = postgres.Children["scrape_timeout"] = "2s";
            jobs.Add(new YamlMappingNode
            {
                { "job_name", "cadvisor" },
                {
                    "static_configs", new YamlSequenceNode(new YamlMappingNode
                    {
                        { "targets", new YamlSequenceNode(new YamlScalarNode(Cadvisor.Address)) },
                        { "labels", new YamlMappingNode { { "service", "cadvisor" } } },
                    })
                },
            });
        }));
        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        var before = await ReloadedAsync();
        await SignalAsync("prometheus");
        await UntilAsync(async () => await ReloadedAsync() > before, () => "Prometheus has not read its configuration anew");
    }

    private async Task<double> ReloadedAsync()
    {
        const string name = "prometheus_config_last_reload_success_timestamp_seconds ";
        var metrics = await _http.GetStringAsync(new Uri($"http://127.0.0.1:{Project.PrometheusPort}/metrics"), TestContext.Current.CancellationToken);
        return double.Parse(metrics.Split('\n').First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);
    }
}
