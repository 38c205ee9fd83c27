using System.Globalization;

namespace Infra.Health.Live;

/// <summary>
/// Prometheus and Loki of a running stack. Where they are published they are asked from here; where they are not, by the
/// promtool in Prometheus' container, and by the curl in Grafana's, which has the right to ask Loki anyway.
/// </summary>
internal sealed class LiveStores
{
    private const int LokiPort = 3100;
    private const int MaxLines = 100;
    private const string Tls = "/etc/phlo/tls";
    private const string ProbeFile = "/etc/phlo/web/probe.yml";

    private readonly StackContainers _containers;
    private readonly HttpClient _http;
    private readonly ServiceContainer _prometheus;
    private readonly ServiceContainer? _loki;
    private readonly ServiceContainer? _grafana;
    private readonly Func<string, Task<string?>>? _prometheusApi;

    /// <param name="prometheusApi">Reads a path of Prometheus' API from here; null where it is not published.</param>
    public LiveStores(
        IReadOnlyList<ServiceContainer> found, StackContainers containers, HttpClient http, Func<string, Task<string?>>? prometheusApi)
    {
        _containers = containers;
        _http = http;
        _prometheusApi = prometheusApi;
        _prometheus = found.First(container => container.Component == "prometheus");
        _loki = found.FirstOrDefault(container => container.Component == "loki");
        _grafana = found.FirstOrDefault(container => container.Component == "grafana");
    }

    /// <summary>The values of a PromQL expression over a time.</summary>
    public Task<LiveAnswer> MetricsAsync(string expression, LiveRange range, CancellationToken cancellation) => PrometheusAsync(
        $"/api/v1/query_range?query={Uri.EscapeDataString(expression)}&start={Seconds(range.Start)}&end={Seconds(range.End)}&step={Seconds(range.Step)}",
        ["range", $"--start={Seconds(range.Start)}", $"--end={Seconds(range.End)}", $"--step={Seconds(range.Step)}s"],
        expression, cancellation);

    /// <summary>The values of a PromQL expression now.</summary>
    public Task<LiveAnswer> MetricsNowAsync(string expression, CancellationToken cancellation) =>
        PrometheusAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}", ["instant"], expression, cancellation);

    /// <summary>Log lines, the newest first, or the values of a metric of log lines.</summary>
    public async Task<LiveAnswer> LogsAsync(string expression, LiveRange range, CancellationToken cancellation)
    {
        var path = $"/loki/api/v1/query_range?query={Uri.EscapeDataString(expression)}&start={Seconds(range.Start)}&end={Seconds(range.End)}"
            + $"&step={Seconds(range.Step)}&limit={MaxLines}";
        return await LokiAsync(path, cancellation) is { } answer ? AnswerReading.Read(answer) : LiveAnswer.Failed("Loki does not answer, or refuses the expression");
    }

    /// <summary>The values of a metric of log lines now: asked once, where a range would ask at each of its steps.</summary>
    public async Task<LiveAnswer> LogsNowAsync(string expression, DateTimeOffset time, CancellationToken cancellation) =>
        await LokiAsync($"/loki/api/v1/query?query={Uri.EscapeDataString(expression)}&time={Seconds(time)}&limit={MaxLines}", cancellation) is { } answer
            ? AnswerReading.Read(answer)
            : LiveAnswer.Failed("Loki does not answer, or refuses the expression");

    /// <summary>Rules that cannot be evaluated, with the error; null where there is no way to ask for more than values.</summary>
    public async Task<string?> RulesAsync() => _prometheusApi is null ? null : await _prometheusApi("/api/v1/rules");

    private async Task<LiveAnswer> PrometheusAsync(string path, string[] inside, string expression, CancellationToken cancellation)
    {
        var answer = _prometheusApi is not null ? await _prometheusApi(path)
            : await _containers.RunInsideAsync(
                _prometheus.Id, ["promtool", "query", "-o", "json", .. Access(), .. inside, Address(), expression], cancellation);
        return answer is null ? LiveAnswer.Failed("Prometheus does not answer, or refuses the expression") : AnswerReading.Read(answer);
    }

    private string[] Access() => _prometheus.Secured ? [$"--http.config.file={ProbeFile}"] : [];

    private string Address() => _prometheus.Secured ? "https://localhost:9090" : "http://localhost:9090";

    private async Task<string?> LokiAsync(string path, CancellationToken cancellation)
    {
        if (_loki is { Secured: false } && _loki.Ports.TryGetValue(LokiPort, out var published))
            return await GetAsync($"http://{published}{path}", cancellation);
        if (_loki is null || _grafana is null)
            return null;
        string[] command = _loki.Secured
            ? ["curl", "-fsS", "-m", "20", "--cacert", $"{Tls}/ca.pem", "--cert", $"{Tls}/identity.pem", $"https://loki:{LokiPort}{path}"]
            : ["curl", "-fsS", "-m", "20", $"http://loki:{LokiPort}{path}"];
        return await _containers.RunInsideAsync(_grafana.Id, command, cancellation);
    }

    private async Task<string?> GetAsync(string url, CancellationToken cancellation)
    {
        try
        {
            // An expression that is refused is answered with a text, which says why.
            return await _http.GetStringAsync(new Uri(url), cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
