extern alias health;

using health::Infra.Health;

namespace Infra.Tests.Eng.Health;

public class HealthInputTests
{
    [Theory]
    [InlineData("-s dev", null, "dev", false)]
    [InlineData("--stack=dev --json", null, "dev", true)]
    [InlineData("-j", "sandbox", "sandbox", true)]
    public void The_stack_comes_from_the_flag_or_the_environment(string arguments, string? environment, string stack, bool json)
    {
        var (options, mistake) = HealthOptions.Parse(arguments.Split(' '), environment);

        Assert.Null(mistake);
        Assert.Equal(new HealthOptions(stack, json), options);
    }

    [Theory]
    [InlineData("", "health needs to know which stack: -s dev, prod or sandbox.")]
    [InlineData("-s", "-s needs the name of a stack.")]
    [InlineData("-s dev --yes", "health has no flag '--yes'.")]
    public void A_mistake_is_told(string arguments, string expected) =>
        Assert.Equal(expected, HealthOptions.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), null).Mistake);

    [Fact]
    public async Task What_prometheus_says_is_read_from_its_api()
    {
        var view = await PrometheusView.ReadAsync(path => Task.FromResult<string?>(path.Split('?')[0] switch
        {
            _ when path.Contains("probe_success") => """
                {"status":"success","data":{"result":[{"metric":{"__name__":"probe_http_status_code","job":"nessie","instance":"nessie:9000","metrics_path":"/q/health/ready"},"value":[1,"503"]}]}}
                """,
            "/api/v1/targets" => """
                {"status":"success","data":{"activeTargets":[{"labels":{"instance":"a:9100","job":"node"},"scrapeUrl":"http://a:9100/metrics","lastError":"refused","health":"down"}]}}
                """,
            "/api/v1/alerts" => """
                {"status":"success","data":{"alerts":[
                  {"labels":{"alertname":"Watchdog"},"annotations":{},"state":"firing"},
                  {"labels":{"alertname":"TargetDown"},"annotations":{"summary":"node is down"},"state":"firing"},
                  {"labels":{"alertname":"PostgresDown"},"annotations":{},"state":"pending"}]}}
                """,
            _ => """
                {"status":"success","data":{"result":[{"metric":{"__name__":"node_exporter_build_info","job":"node","instance":"a:9100","version":"1.5.0"},"value":[1,"1"]}]}}
                """,
        }));

        Assert.NotNull(view);
        Assert.Equal([new ScrapeTarget("node", "a:9100", "a", "down", "refused")], view.Targets);
        Assert.Equal([new FiringAlert("TargetDown", "node is down")], view.Alerts);
        Assert.Equal([new ScrapedVersion("node", "a:9100", "1.5.0")], view.Versions);
        Assert.Equal([new FailedProbe("nessie", "nessie:9000", "nessie", "/q/health/ready", "503")], view.FailedProbes);
    }

    [Fact]
    public async Task Just_after_a_start_prometheus_is_asked_until_it_has_tried_its_targets()
    {
        var healths = new Queue<string[]>([[], ["unknown", "up"], ["up", "up"]]);

        var view = await PrometheusView.ReadSettledAsync(
            path => Task.FromResult<string?>(path.Split('?')[0] switch
            {
                "/api/v1/targets" => Targets(healths.Dequeue()),
                "/api/v1/alerts" => """{"data":{"alerts":[]}}""",
                _ => """{"data":{"result":[]}}""",
            }),
            limit: TimeSpan.FromMinutes(1), pause: TimeSpan.Zero);

        Assert.Equal(["up", "up"], view!.Targets.Select(target => target.Health));
        Assert.Empty(healths);

        static string Targets(string[] healths) =>
            $$$"""{"data":{"activeTargets":[{{{string.Join(',', healths.Select(health => $$"""{"labels":{"job":"a"},"scrapeUrl":"http://a:1/","health":"{{health}}"}"""))}}}]}}""";
    }

    [Fact]
    public async Task A_prometheus_that_does_not_answer_has_no_view() =>
        Assert.Null(await PrometheusView.ReadAsync(_ => Task.FromResult<string?>(null)));

    [Fact]
    public async Task What_prometheus_says_can_be_read_by_queries_alone()
    {
        var view = await PrometheusView.ReadByQueriesAsync(query => Task.FromResult<string?>(query switch
        {
            "up" => """
                [{"metric":{"__name__":"up","instance":"grafana:3000","job":"grafana"},"value":[1,"1"]},{"metric":{"__name__":"up","instance":"a:9100","job":"node"},"value":[1,"0"]}]
                """,
            "ALERTS{alertstate=\"firing\",alertname!=\"Watchdog\"}" => """
                [{"metric":{"__name__":"ALERTS","alertname":"TargetDown","instance":"a:9100","service":"node"},"value":[1,"1"]}]
                """,
            _ when query.Contains("probe_success") => """
                [{"metric":{"job":"trino","instance":"trino:8080","metrics_path":"/v1/info"},"value":[1,"200"]}]
                """,
            _ => """
                [{"metric":{"__name__":"cadvisor_version_info","job":"cadvisor","instance":"cadvisor:8080","cadvisorVersion":"v0.60.6"},"value":[1,"1"]}]
                """,
        }));

        Assert.NotNull(view);
        Assert.Equal(
            [new ScrapeTarget("grafana", "grafana:3000", "grafana", "up", "its last scrape failed"), new ScrapeTarget("node", "a:9100", "a", "down", "its last scrape failed")],
            view.Targets);
        Assert.Equal([new FiringAlert("TargetDown", "node, a:9100")], view.Alerts);
        Assert.Equal([new ScrapedVersion("cadvisor", "cadvisor:8080", "v0.60.6")], view.Versions);
        Assert.Equal([new FailedProbe("trino", "trino:8080", "trino", "/v1/info", "200")], view.FailedProbes);
    }

    [Fact]
    public void The_user_of_a_secured_prometheus_is_the_one_of_its_own_health_check()
    {
        Assert.Equal("phlo", SecuredPrometheus.UserOf("basic_auth:\n  username: phlo\n  password_file: /etc/phlo/web/password\n"));
        Assert.Null(SecuredPrometheus.UserOf("tls_config: {}\n"));
    }
}
