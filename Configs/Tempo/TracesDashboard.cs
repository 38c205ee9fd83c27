using Infra.Configs.Dashboards;
using static Infra.Configs.Dashboards.Query;
using static Infra.Configs.Tempo.GeneratedMetrics;

namespace Infra.Configs.Tempo;

/// <summary>What operators look at of traces: who calls whom, how often, how fast, and which calls fail.</summary>
internal static class TracesDashboard
{
    private const string Service = "$service";
    private const string Interval = "[$__rate_interval]";
    private const string Error = ",status_code=\"STATUS_CODE_ERROR\"";
    private const string Spans = "resource.service.name=~\"$service\"";

    public static Dashboard Board { get; } = new(BoardUids.Traces, "Traces")
    {
        Description = "Who calls whom in the lakehouse, how often, how fast, and which calls fail. Numbers are of what is traced: a sample says how long, not how many.",
        Variables =
        [
            new Variable("service", "Service") { Query = $"label_values({Calls}, service)", Multiple = true },
        ],
        Rows =
        [
            new Row("", [
                Panels.ServiceGraph(
                    "Who calls whom",
                    "Each service with those that it calls, by the traces of the time that is shown. The ring is green for what went well and red for what failed. "
                    + "Services that send no traces are seen where others call them.") with
                {
                    Links = [Logs],
                },
            ]),
            new Row("Requests", Requested()),
            new Row("Between services", Between()),
            new Row("Traces", Searched()),
            new Row("By operation", Operations()) { Collapsed = true },
        ],
    };

    private static IReadOnlyList<Panel> Requested() => Linked(
        Panels.TimeSeries(
            "Requests", "Traced requests that each service answers in a second.",
            Promql($"sum by (service) (rate({Calls}{Requests(Service)}{Interval}))", "{{service}}")) with
        {
            Unit = Units.RequestsPerSecond,
        },
        Panels.TimeSeries(
            "Failed requests", "The share of each service's traced requests that failed.",
            Promql(
                $"(sum by (service) (rate({Calls}{Requests(Service, Error)}{Interval})) or sum by (service) (rate({Calls}{Requests(Service)}{Interval})) * 0)"
                + $" / (sum by (service) (rate({Calls}{Requests(Service)}{Interval})) > 0)", "{{service}}")) with
        {
            Unit = Units.Share,
            Minimum = 0,
        },
        Panels.TimeSeries(
            "95 % take less than", "One traced request in twenty takes longer.",
            Promql($"histogram_quantile(0.95, sum by (service, le) (rate({Durations}_bucket{Requests(Service)}{Interval})))", "{{service}}")) with
        {
            Unit = Units.Seconds,
        });

    private static IReadOnlyList<Panel> Between() => Linked(
        Panels.TimeSeries(
            "Calls", "Traced calls from one service to another in a second.",
            Promql($"sum by (client, server) (rate({Edges}{Of("client")}{Interval}))", "{{client}} → {{server}}")) with
        {
            Unit = Units.RequestsPerSecond,
        },
        Panels.TimeSeries(
            "Failed calls", "The share of the traced calls that failed.",
            Promql(
                $"(sum by (client, server) (rate({FailedEdges}{Of("client")}{Interval})) or sum by (client, server) (rate({Edges}{Of("client")}{Interval})) * 0)"
                + $" / (sum by (client, server) (rate({Edges}{Of("client")}{Interval})) > 0)", "{{client}} → {{server}}")) with
        {
            Unit = Units.Share,
            Minimum = 0,
        },
        Panels.TimeSeries(
            "95 % of calls take less than", "As the one that calls sees it, with the way there and back.",
            Promql($"histogram_quantile(0.95, sum by (client, server, le) (rate({EdgeDurations}_bucket{Of("client")}{Interval})))", "{{client}} → {{server}}")) with
        {
            Unit = Units.Seconds,
        });

    private static IReadOnlyList<Panel> Searched() => Linked(
        Panels.Table("Slow traces", "Traces with a part of the chosen services that took longer than a second. A click shows where the time went.", Traceql($"{{{Spans} && duration>1s}}")),
        Panels.Table("Failed traces", "Traces with a part of the chosen services that failed.", Traceql($"{{{Spans} && status=error}}")));

    private static IReadOnlyList<Panel> Operations() => Linked(
        Panels.TimeSeries(
            "Slowest operations", "The operations whose slowest twentieth takes longest, with what services do inside.",
            Promql($"topk(10, histogram_quantile(0.95, sum by (service, span_name, le) (rate({Durations}_bucket{Of("service")}{Interval}))))", "{{service}} {{span_name}}")) with
        {
            Width = 12,
            Height = 12,
            Unit = Units.Seconds,
        },
        Panels.TimeSeries(
            "Most failed operations", "The operations that fail most often, with what services do inside.",
            Promql($$"""topk(10, 60 * sum by (service, span_name) (rate({{Calls}}{service=~"$service",status_code="STATUS_CODE_ERROR"}{{Interval}})))""", "{{service}} {{span_name}}")) with
        {
            Width = 12,
            Height = 12,
            Unit = Units.PerMinute,
        });

    private static PanelLink Logs => PanelLink.To("Their logs in this time", BoardUids.Logs, "${service:queryparam}");

    private static IReadOnlyList<Panel> Linked(params IReadOnlyList<Panel> panels) => [.. panels.Select(panel => panel with { Links = [Logs] })];

    private static string Of(string label) => $$"""{{{label}}=~"$service"}""";
}
