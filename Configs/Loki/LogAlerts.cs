using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Configs.Alerts;
using Infra.Configs.Dashboards;
using Infra.Configs.Monitoring;

namespace Infra.Configs.Loki;

/// <summary>Alerts on what any service writes, whatever its product.</summary>
internal static class LogAlerts
{
    /// <summary>So many errors within five minutes are worth looking at.</summary>
    public const int ErrorFloor = 20;

    /// <summary>And only if they are so many times what the service usually writes.</summary>
    public const int ErrorFactor = 5;

    /// <summary>The name of the alert that says that lines are missing: what stops them on their way holds it back.</summary>
    public const string MissingName = "LogsMissing";

    // How often a period fits into the time in which a service must have written for its silence to mean something.
    private const int SilenceLookback = 12;

    public static IReadOnlyList<AlertRule> Rules(MonitoringScope scope) => !scope.EvaluatesLogs ? [] :
    [
        ErrorBurst, FatalLines, .. scope.LogSilence is { Services.Count: > 0 } silence ? new[] { Missing(silence) } : [],
    ];

    private static AlertRule ErrorBurst { get; } = new()
    {
        Name = "LogErrorBurst",
        Source = AlertSource.Logs,
        // A service that wrote no error in the hour before has no usual, so it is not compared with any.
        Expression =
            $"{Errors("[5m]")} unless ({Errors("[5m]")} <= {ErrorFactor} * {Errors("[1h] offset 5m")} / 12)",
        Threshold = ErrorFloor,
        For = Duration.Minutes(2),
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.service }} logs many errors",
        Description = "{{ $labels.service }} has written {{ $value | humanize }} lines of level ERROR or FATAL within 5 minutes. That is more than "
            + string.Create(CultureInfo.InvariantCulture, $"{ErrorFloor}, and more than {ErrorFactor} times what it wrote in the hour before."),
        Dashboard = BoardUids.Logs,
    };

    private static AlertRule FatalLines { get; } = new()
    {
        Name = "LogFatalLines",
        Source = AlertSource.Logs,
        // Postgres says FATAL of one session that ends, such as one with a wrong password, and PANIC of itself. It alone has two blanks there.
        Expression = """sum by (service) (count_over_time({level="FATAL"} != "FATAL:  " [10m]))""",
        Severity = AlertSeverity.Warning,
        Summary = "{{ $labels.service }} logs a fatal error",
        Description = "{{ $labels.service }} has written {{ $value | humanize }} lines of level FATAL within 10 minutes. A process that says so usually ends.",
        Dashboard = BoardUids.Logs,
    };

    // One that never wrote is not collected, or is somewhere else; one that has been silent for long has been removed.
    private static AlertRule Missing(LogSilence silence)
    {
        var services = string.Join('|', silence.Services.Select(Regex.Escape)).Replace("\\", "\\\\", StringComparison.Ordinal);
        string Lines(Duration window) => $$"""sum by (service) (count_over_time({service=~"{{services}}"}[{{window}}]))""";
        var lookback = new Duration(silence.Period.Value * SilenceLookback);

        return new AlertRule
        {
            Name = MissingName,
            Source = AlertSource.Logs,
            Expression = $"{Lines(lookback)} unless {Lines(silence.Period)}",
            For = Duration.Minutes(2),
            Severity = AlertSeverity.Warning,
            Summary = "{{ $labels.service }} has fallen silent",
            Description = $"{{{{ $labels.service }}}} has written no log line for {silence.Period}, and {{{{ $value | humanize }}}} within {lookback}. It hangs, or its lines are lost on their way.",
            Dashboard = BoardUids.Logs,
        };
    }

    private static string Errors(string range) => $$"""sum by (service) (count_over_time({level=~"ERROR|FATAL"}{{range}}))""";
}
