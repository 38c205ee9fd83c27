using Infra.Configs.Loki;
using Infra.Tests.Configs.Alerts.Logs;

namespace Infra.Tests.Configs.Loki;

/// <summary>Lines of any service: what the running products wrote when they were made to fail.</summary>
internal static class LogAlertScenarios
{
    private const string Nessie =
        "2026-11-30 14:41:58,805 ERROR [org.pro.ser.cat.ObjectStoresHealthCheck] (executor-thread-3) Failed to ping warehouse 'warehouse', error ID 86e4ae4f-a306-46ad-85a3-7ff3e7f2cddc";

    private const string NessieWarns = "2026-11-30 14:42:50,797 WARN  [io.agr.pool] (agroal-11) Datasource 'postgresql': The connection attempt failed.";
    private const string WrongPassword = "2026-11-30 14:41:56.225 UTC [5996] FATAL:  password authentication failed for user \"lake\"";
    private const string Panic = "2026-11-30 14:41:56.225 UTC [1] PANIC:  could not write to file \"pg_wal/xlogtemp.1\": No space left on device";
    private const string Asks = """{"event": "Checking for new runs for sensor: tell_of_failure", "logger": "dagster.daemon.SensorDaemon", "level": "info", "timestamp": "2026-11-30T14:35:18.937479Z"}""";

    public static IReadOnlyList<LogAlertScenario> All { get; } =
    [
        // One above the floor for as long as the rule wants; at the floor; and a flood of warnings.
        new("LogErrorBurst", "nessie", [new("nessie", Nessie, 26, 28, 7)], [new("nessie", Nessie, 26, 28, 6), new("nessie", NessieWarns, 26, 30, 50)]),
        // Many, and no more than it always writes.
        new("LogErrorBurst", "nessie", [new("nessie", Nessie, 1, 85), new("nessie", Nessie, 86, 90, 10)], [new("nessie", Nessie, 1, 85, 3), new("nessie", Nessie, 86, 90, 10)], 90),
        // A burst that has only begun.
        new("LogErrorBurst", "nessie", [new("nessie", Nessie, 27, 28, 30)], [new("nessie", Nessie, 29, 30, 30)]),
        new("LogFatalLines", "app", [LogLine.Once("app", "level=fatal msg=\"cannot go on\"")], [LogLine.Once("app", "level=error msg=\"a fatal error\"")]),
        // A session of Postgres' that ends is nothing; the server that ends is.
        new("LogFatalLines", "postgres", [LogLine.Once("postgres", Panic)], [new("postgres", WrongPassword, 20, 30, 5), new("pg-1", WrongPassword, 20, 30, 5), new("warehouse", WrongPassword, 20, 30, 5)]),
        new(LogAlerts.MissingName, "dagster-daemon", [new("dagster-daemon", Asks, 1, 20, 4)], [new("dagster-daemon", Asks, 1, 60, 4)], 60),
        // A short pause; a service that was never collected; one of which nobody expects anything; one that is gone for good.
        new(LogAlerts.MissingName, "nessie", [new("nessie", Nessie, 1, 20)], [LogLine.Once("nessie", Nessie, 35), new("minio", """{"level":"INFO","time":"2026-11-30T14:34:18.08Z","message":"x"}""", 1, 5)], 60),
        new(LogAlerts.MissingName, "dagster-daemon", [new("dagster-daemon", Asks, 1, 61)], [new("dagster-daemon", Asks, 1, 30)], 420),
    ];
}
