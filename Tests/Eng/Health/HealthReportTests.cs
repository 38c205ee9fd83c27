extern alias health;

using System.Collections.Frozen;
using health::Infra.Health;
using Spectre.Console;

namespace Infra.Tests.Eng.Health;

public class HealthReportTests
{
    private static readonly Readiness Ready = new(true, "http://127.0.0.1:9090/-/ready → 200");

    private static readonly PrometheusView AllUp = new(
        [new("prometheus", "localhost:9090", "localhost", "up", ""), new("postgres", "postgres-exporter:9187", "postgres-exporter", "up", "")],
        [],
        [new("prometheus", "localhost:9090", "3.14.0"), new("postgres", "postgres-exporter:9187", "0.20.1")]);

    [Fact]
    public void All_is_well_where_everything_runs_is_ready_and_is_scraped()
    {
        var report = Judge(AllUp, (Container("prometheus"), Ready), (Container("postgres-exporter"), Ready), (Container("postgres"), Ready));

        Assert.True(report.IsHealthy);
        Assert.Equal(
            [("prometheus", "up", "3.14.0"), ("postgres-exporter", "up", "0.20.1"), ("postgres", null, null)],
            report.Services.Select(service => (service.Service, service.Target, service.Version)));
    }

    [Fact]
    public void The_version_of_the_image_goes_before_the_scraped_one()
    {
        var report = Judge(AllUp, (Container("prometheus") with { Version = "2.42.0" }, Ready));

        Assert.Equal("2.42.0", Assert.Single(report.Services).Version);
    }

    [Fact]
    public void A_container_that_does_not_run_is_told_with_its_exit_code_and_its_error()
    {
        var dead = Container("postgres") with { State = "exited", Health = null, ExitCode = 137, Explanation = "OOM", Restarts = 2 };

        var report = Judge(AllUp, (dead, new(false, "")));

        Assert.Equal(["postgres: its container phlo-postgres is exited (exit code 137): OOM"], report.Reasons);
        Assert.Equal("exited (exit code 137), 2 restarts", Assert.Single(report.Services).Container);
    }

    [Fact]
    public void An_unhealthy_container_is_told_with_what_its_check_said()
    {
        var report = Judge(AllUp, (Container("postgres") with { Health = "unhealthy", Explanation = "no response" }, new(false, "health check")));

        Assert.Equal(["postgres: its container phlo-postgres is unhealthy: no response"], report.Reasons);
    }

    [Fact]
    public void A_service_that_is_not_ready_is_told_with_its_answer()
    {
        var report = Judge(AllUp, (Container("prometheus"), new(false, "http://127.0.0.1:9090/-/ready → 503")));

        Assert.Equal(["prometheus: not ready (http://127.0.0.1:9090/-/ready → 503)"], report.Reasons);
    }

    [Fact]
    public void A_target_that_is_down_is_told_with_the_scrapes_error_whether_its_container_is_here_or_not()
    {
        var view = AllUp with
        {
            Targets =
            [
                new("postgres", "postgres-exporter:9187", "postgres-exporter", "down", "connection refused"),
                new("node", "node-exporter:9100", "node-exporter", "down", "no such host"),
                new("trino", "trino:8080", "trino", "unknown", ""),
            ],
        };

        var report = Judge(view, (Container("postgres-exporter"), Ready));

        Assert.Equal(
            [
                "Target postgres (postgres-exporter:9187) is down: connection refused",
                "Target node (node-exporter:9100) is down: no such host",
                "Target trino (trino:8080) has not been scraped yet",
            ],
            report.Reasons);
        Assert.Equal("down", Assert.Single(report.Services).Target);
    }

    [Fact]
    public void A_service_that_answers_and_cannot_work_is_down_whether_its_container_is_here_or_not()
    {
        var view = AllUp with
        {
            Targets = [new("grafana", "grafana:3000", "grafana", "up", ""), new("nessie", "nessie:9000", "nessie", "up", ""), new("minio", "minio:9000", "minio", "down", "no such host")],
            FailedProbes =
            [
                new("grafana", "grafana:3000", "grafana", "/api/health", "503"),
                new("trino", "trino:8080", "trino", "/v1/info", "200"),
                new("minio", "minio:9000", "minio", "/minio/health/cluster", "0"),
            ],
        };

        var report = Judge(view, (Container("grafana"), Ready), (Container("nessie"), Ready));

        Assert.Equal([("grafana", "down"), ("nessie", "up")], report.Services.Select(service => (service.Service, service.Target)));
        Assert.Equal(
            [
                "Target minio (minio:9000) is down: no such host",
                "grafana (grafana:3000) is down: it is not ready (/api/health → 503)",
                "trino (trino:8080) is down: it is not ready (/v1/info → 200, and the answer says that it is not ready)",
            ],
            report.Reasons);
    }

    [Fact]
    public void A_firing_alert_is_a_reason()
    {
        var report = Judge(AllUp with { Alerts = [new("PostgresDown", "Postgres does not answer")] }, (Container("prometheus"), Ready));

        Assert.Equal(["Alert PostgresDown fires: Postgres does not answer"], report.Reasons);
    }

    [Fact]
    public void Without_targets_nothing_is_called_well()
    {
        var report = Judge(AllUp with { Targets = [] }, (Container("prometheus"), Ready));

        Assert.Equal(["Prometheus has no targets; nothing is scraped."], report.Reasons);
    }

    [Fact]
    public void Without_prometheus_nothing_is_called_well()
    {
        var report = Judge(null, (Container("alertmanager"), Ready));

        Assert.Equal(["Prometheus does not answer; whether the services are scraped is not known."], report.Reasons);
    }

    // Summaries have labels in them, and errors what a service answered.
    [Fact]
    public void Nothing_from_outside_speaks_to_the_terminal()
    {
        const string Evil = "\u001b[2J\u001b]8;;https://evil.example\u0007x\u009b1m\r\nAll is well with stack prod.\u202e";
        var hostile = AllUp with { Alerts = [new FiringAlert("PostgresDown" + Evil, Evil)], Targets = [new("nessie" + Evil, Evil, "nessie", "down", Evil)] };
        var dead = Container("postgres") with { Name = Evil, State = "exited", Explanation = Evil, Version = Evil };
        using var written = new StringWriter();

        HealthDisplay.WriteTable(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(written), Ansi = AnsiSupport.No }), Judge(hostile, (dead, new(false, Evil))));

        var text = written.ToString();
        Assert.DoesNotContain(text, character => (char.IsControl(character) && character != '\n') || character == '\u202e');
        Assert.Contains("\\x1b[2J", text);
        Assert.DoesNotContain(text.Split('\n'), line => line.TrimStart().StartsWith("All is well", StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_has_a_row_for_each_service_and_a_line_for_each_reason()
    {
        var report = Judge(AllUp, (Container("prometheus"), Ready), (Container("postgres") with { Health = "unhealthy" }, new(false, "")));
        using var written = new StringWriter();

        HealthDisplay.WriteTable(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(written), Ansi = AnsiSupport.No }), report);

        Assert.Equal(
            """
              Service      Container            Ready   Target   Version
            ──────────────────────────────────────────────────────────────
              prometheus   running, healthy     yes     up       3.14.0
              postgres     running, unhealthy   no      –        –
            ✗ postgres: its container phlo-postgres is unhealthy
            """,
            string.Join('\n', written.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)));
    }

    [Fact]
    public void Json_says_the_same()
    {
        var json = HealthDisplay.ToJson(Judge(AllUp, (Container("prometheus"), Ready)));

        Assert.Equal(
            """
            {
              "stack": "sandbox",
              "healthy": true,
              "services": [
                {
                  "service": "prometheus",
                  "container": "running, healthy",
                  "ready": true,
                  "readiness": "http://127.0.0.1:9090/-/ready → 200",
                  "target": "up",
                  "version": "3.14.0"
                }
              ],
              "reasons": []
            }
            """,
            json);
    }

    private static HealthReport Judge(PrometheusView? prometheus, params (ServiceContainer, Readiness)[] services) =>
        HealthReport.Judge("sandbox", services, prometheus);

    private static ServiceContainer Container(string component) =>
        new("id", $"phlo-{component}", component, "running", "healthy", 0, 0, "", FrozenDictionary<int, string>.Empty, [component], null);
}
