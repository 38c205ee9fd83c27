using Infra.Configs;
using Infra.Configs.BlackboxExporter;
using Infra.Configs.Canary;
using Infra.Configs.Prometheus;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.BlackboxExporter;

/// <summary>
/// The real exporter with our modules, against doubles that answer as the products do when they can work and when they cannot. Nessie's answers
/// are recorded; those of the others have the shape that their sources give them.
/// </summary>
public sealed class ProbeTests : IAsyncLifetime
{
    private const string NessieUp = """
        {"status":"UP","checks":[{"name":"Database connections health check","status":"UP","data":{"postgresql":"UP"}},{"name":"Warehouses Object Stores","status":"UP","data":{"warehouse.warehouse.status":"UP"}}]}
        """;

    private const string NessieDown = """
        {"status":"DOWN","checks":[{"name":"Database connections health check","status":"DOWN","data":{"postgresql":"Unable to execute the validation check"}},{"name":"Warehouses Object Stores","status":"UP"}]}
        """;

    private const string Trino = """
        {"nodeVersion":{"version":"483"},"environment":"production","coordinator":true,"starting":STARTING,"uptime":"12.34m"}
        """;

    private const string Loki = """
        {"status":"success","data":{"resultType":"vector","result":[RESULT],"stats":{"summary":{"totalEntriesReturned":1}}}}
        """;

    private const string Tempo = """
        {"series":[SERIES],"metrics":{"inspectedBytes":"9","totalJobs":1,"completedJobs":1}}
        """;

    private const string Found = """
        {"labels":[{"key":"__name__","value":{"stringValue":"count_over_time"}}],"value":4}
        """;

    private readonly HttpDouble _service = new();
    private TemporaryDirectory? _folder;
    private ServerProcess? _exporter;

    public static TheoryData<string, int, string, bool> Answers => new()
    {
        { "nessie", 200, NessieUp, true },
        { "nessie", 503, NessieDown, false },
        { "trino", 200, Trino.Replace("STARTING", "false"), true },
        { "trino", 200, Trino.Replace("STARTING", "true"), false },
        { "minio", 200, "", true },
        { "minio", 503, "", false },
        { "grafana", 200, """{"commit":"abc","database":"ok","version":"13.2.0"}""", true },
        { "grafana", 503, """{"commit":"abc","database":"failing","version":"13.2.0"}""", false },
        { "dagster", 200, """{"dagster_webserver_version":"1.13.24","dagster_version":"1.13.24","dagster_graphql_version":"1.13.24"}""", true },
        { "dagster", 404, "", false },
        { "log", 200, Loki.Replace("RESULT", """{"metric":{},"value":[1764517553.781,"3"]}"""), true },
        { "log", 200, Loki.Replace("RESULT", ""), false },
        { "log", 500, "too many outstanding requests", false },
        { "span", 200, Tempo.Replace("SERIES", Found), true },
        // What is zero is left out.
        { "span", 200, Tempo.Replace("SERIES", Found.Replace(",\"value\":4", "")), false },
        { "span", 200, Tempo.Replace("SERIES", ""), false },
        { "span", 500, "", false },
    };

    public async ValueTask InitializeAsync()
    {
        _folder = new TemporaryDirectory().Write(Config(
        [
            .. Ready.Select(service => ReadinessProbes.Module(service.Key, service.Key, service.Value, HttpAccess.Plain)),
            CanaryProbes.LogProbe(HttpAccess.Plain),
            CanaryProbes.SpanProbe(HttpAccess.Plain),
        ]));
        _exporter = await ServerProcess.StartAsync(
            "prometheus-blackbox-exporter", address => [$"--config.file={_folder.File(BlackboxFiles.ConfigFile)}", $"--web.listen-address={address}"], "/-/healthy");
    }

    public async ValueTask DisposeAsync()
    {
        if (_exporter is not null)
            await _exporter.DisposeAsync();
        _folder?.Dispose();
        _service.Dispose();
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_service_is_taken_for_ready_only_if_it_can_work(string service, int status, string body, bool ready)
    {
        _service.Answers(JobOf(service).Probe!.Path.Split('?')[0], status, body);

        var metrics = await ProbeAsync(service);

        Assert.Contains($"\nprobe_success {(ready ? 1 : 0)}\n", metrics);
        Assert.Contains($"\nprobe_http_status_code {status}\n", metrics);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_at_all_is_not_ready()
    {
        _service.Dispose();

        var metrics = await ProbeAsync("nessie");

        Assert.Contains("\nprobe_success 0\n", metrics);
        Assert.Contains("\nprobe_http_status_code 0\n", metrics);
    }

    [Fact]
    public async Task A_canary_is_asked_for_by_a_query_that_arrives_as_it_was_meant()
    {
        await ProbeAsync("log");
        await ProbeAsync("span");

        var (log, span) = (_service.Requests[0], _service.Requests[1]);
        Assert.Equal(("POST", "/loki/api/v1/query", "application/x-www-form-urlencoded"), (log.Method, log.Path, log.ContentType));
        Assert.Equal("""query=sum(count_over_time({service="canary"} |= "phlo canary" [3m]))""", Uri.UnescapeDataString(log.Body));
        Assert.Equal(("GET", "/api/metrics/query"), (span.Method, span.Path));
        Assert.Equal("""since=5m&q={resource.service.name="canary"}|count_over_time()""", Uri.UnescapeDataString(span.Query));
    }

    private static Dictionary<string, string> Ready { get; } = new()
    {
        ["nessie"] = ReadinessProbes.NessiePath,
        ["trino"] = ReadinessProbes.TrinoPath,
        ["minio"] = ReadinessProbes.MinioPath,
        ["dagster"] = ReadinessProbes.DagsterPath,
        ["grafana"] = ReadinessProbes.GrafanaPath,
    };

    private ScrapeJob JobOf(string service) => service switch
    {
        "log" => CanaryProbes.LogJob(_service.Address, https: false, "prober:1", Duration.Minutes(1)),
        "span" => CanaryProbes.SpanJob(_service.Address, https: false, "prober:1", Duration.Minutes(1)),
        _ => ReadinessProbes.Job(service, service, [_service.Address], Ready[service], https: false, "prober:1"),
    };

    private static Dictionary<string, string> Config(IEnumerable<ProbeModule> modules) => new() { [BlackboxFiles.ConfigFile] = BlackboxFiles.RenderConfig(modules) };

    // As Prometheus asks for it.
    private async Task<string> ProbeAsync(string service)
    {
        var probe = JobOf(service).Probe!;
        var target = Uri.EscapeDataString($"http://{_service.Address}{probe.Path}");
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"http://{_exporter!.Address}{Probe.MetricsPath}?module={probe.Module}&target={target}"), TestContext.Current.CancellationToken);
    }
}
