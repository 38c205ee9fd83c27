namespace Infra.Tests.EndToEnd;

/// <summary>The faults that are provoked in the sandbox, by the alert that has to fire.</summary>
internal static class AlertFaults
{
    private const string Critical = "critical";
    private const string Warning = "warning";

    private const string Lakehouse = "lakehouse";
    private const string Machine = "machine";
    private const string Stack = "stack";

    // Its exporter takes a second to find it gone, and cannot be scraped each second.
    private const int PostgresFactor = FaultySandbox.Factor / 2;

    // Six hours of a forecast are half a minute.
    private const int ForecastFactor = 600;

    public static IReadOnlyList<AlertFault> All { get; } =
    [
        new()
        {
            Alert = "TargetDown", Part = Machine, Receiver = Warning, Labels = Of("component", "node"),
            Provoked = "The node exporter's container is stopped.", Inject = StackFaults.StopNodeExporterAsync,
        },
        new()
        {
            Alert = "NessieDown", Part = Lakehouse, Receiver = Critical, Inhibits = [("TargetDown", "nessie")],
            Provoked = "A double in Nessie's place answers scrapes with an error.", Inject = StackFaults.FailNessieAsync,
        },
        new()
        {
            Alert = "PostgresDown", Part = Lakehouse, Receiver = Critical, Inhibits = [("TargetDown", "nessie"), ("NessieDown", "nessie")],
            Provoked = "Postgres' container is stopped, then the double of Nessie, which needs Postgres, answers with errors.",
            Inject = PostgresFaults.StopAsync, Besides = StackFaults.FailNessieAsync,
        },
        new()
        {
            Alert = "PostgresConnectionsNearlyExhausted", Part = Lakehouse, Receiver = Warning,
            Provoked = "85 % of the connections that Postgres allows are taken.", Inject = PostgresFaults.TakeConnectionsAsync,
        },
        new()
        {
            Alert = "PostgresDeadlocks", Part = Lakehouse, Receiver = Warning, Labels = Of("datname", "lakehouse"), Factor = PostgresFactor,
            Provoked = "Two sessions each wait for what the other one has locked.", Inject = PostgresFaults.DeadlockAsync,
        },
        new()
        {
            Alert = "PostgresCacheHitLow", Part = Lakehouse, Receiver = Warning, Labels = Of("datname", "lakehouse"), Factor = PostgresFactor,
            Provoked = "A table that Postgres does not keep in memory is read in full again and again.", Inject = PostgresFaults.ReadFromDiskAsync,
        },
        new()
        {
            Alert = "DagsterDown", Part = Lakehouse, Receiver = Critical, Inhibits = [("DagsterDaemonStale", "dagster")],
            Provoked = "The heartbeat in Dagster's table is ten minutes old.", Inject = DagsterFaults.StopDaemonAsync,
        },
        new()
        {
            Alert = "DagsterRunsFailing", Part = Lakehouse, Receiver = Warning,
            Provoked = "Runs in Dagster's table have failed.", Inject = DagsterFaults.FailRunsAsync,
        },
        new()
        {
            Alert = "DiskFillsUp", Part = Machine, Receiver = Warning, Labels = Disk, Factor = ForecastFactor,
            Provoked = "A small file system is filled slowly.", Inject = MachineFaults.FillSlowlyAsync,
        },
        new()
        {
            Alert = "DiskAlmostFull", Part = Machine, Receiver = Warning, Labels = Disk,
            Provoked = "A small file system is filled to 85 %.", Inject = sandbox => MachineFaults.FillAsync(sandbox, free: 0.15),
        },
        new()
        {
            Alert = "DiskFull", Part = Machine, Receiver = Critical, Labels = Disk, Inhibits = [("DiskAlmostFull", "node")],
            Provoked = "A small file system is filled to 95 %.", Inject = sandbox => MachineFaults.FillAsync(sandbox, free: 0.05),
        },
        new()
        {
            Alert = "ContainerOutOfMemory", Part = Machine, Receiver = Critical,
            Provoked = "A container takes more memory than it may have, and the kernel ends its process.", Inject = MachineFaults.RunOutOfMemoryAsync,
        },
        new()
        {
            Alert = "ContainerRestarts", Part = Stack, Receiver = Warning,
            Provoked = "Docker restarts a container whose program ends at once; a double says of it what cAdvisor would.", Inject = MachineFaults.RestartAsync,
        },
        new()
        {
            Alert = "PrometheusRuleFailures", Part = Stack, Receiver = Critical, Labels = Of("rule_group", "/etc/prometheus/rules/faults-broken.yml;broken"),
            Provoked = "A rule is added that matches many series with many.", Inject = StackFaults.BreakRuleAsync,
        },
        new()
        {
            Alert = "AlertmanagerConfigReloadFailed", Part = Stack, Receiver = Critical,
            Provoked = "Alertmanager reads a configuration with an error.",
            Inject = sandbox => StackFaults.BreakConfigurationAsync(sandbox, "alertmanager", "alertmanager.yml"),
        },
        new()
        {
            Alert = "AlertmanagerNotificationsFailed", Part = Stack, Receiver = Critical, Labels = Of("integration", "slack"),
            Provoked = "A double in Slack's place answers with errors when something critical happens, while the webhook takes everything.", Inject = StackFaults.RefuseNotificationsAsync,
        },
    ];

    // The machine may have disks that are full for reasons of their own.
    private static Dictionary<string, string> Disk => Of("mountpoint", SmallDisk.Suffix);

    private static Dictionary<string, string> Of(string name, string value) => new() { [name] = value };
}
