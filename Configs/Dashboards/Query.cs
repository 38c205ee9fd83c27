using Infra.Configs.Grafana.DataSources;

namespace Infra.Configs.Dashboards;

/// <summary>The language of an expression, and so the data source that it is asked of.</summary>
internal enum QueryLanguage
{
    /// <summary>Prometheus.</summary>
    PromQl,

    /// <summary>Loki.</summary>
    LogQl,

    /// <summary>Tempo, a search for traces.</summary>
    TraceQl,

    /// <summary>Tempo's graph of services, which it reads out of Prometheus; the expression is a filter, or empty.</summary>
    ServiceMap,
}

/// <summary>How an answer is shaped.</summary>
internal enum QueryResult
{
    /// <summary>A series of values over the board's time range.</summary>
    Range,

    /// <summary>The value at the end of the time range.</summary>
    Instant,

    /// <summary>The values at the end of the time range, as rows of a table with a column for each label.</summary>
    Table,
}

/// <summary>What a panel asks.</summary>
internal sealed record Query
{
    public required QueryLanguage Language { get; init; }

    public required string Expression { get; init; }

    /// <summary>What a person reads at a series, with labels as <c>{{label}}</c>; empty for one that needs no name.</summary>
    public string Legend { get; init; } = "";

    public QueryResult Result { get; init; } = QueryResult.Range;

    /// <summary>The uid and the type of the data source.</summary>
    public (string Uid, string Type) DataSource => Language switch
    {
        QueryLanguage.PromQl => (DataSourceUids.Prometheus, "prometheus"),
        QueryLanguage.LogQl => (DataSourceUids.Loki, "loki"),
        _ => (DataSourceUids.Tempo, "tempo"),
    };

    /// <summary>A PromQL expression over the board's time range. Rates use <c>$__rate_interval</c>.</summary>
    public static Query Promql(string expression, string legend = "") => new() { Language = QueryLanguage.PromQl, Expression = expression, Legend = legend };

    /// <summary>The value of a PromQL expression now.</summary>
    public static Query PromqlNow(string expression, string legend = "") => Promql(expression, legend) with { Result = QueryResult.Instant };

    /// <summary>The values of a PromQL expression now, a row each.</summary>
    public static Query PromqlTable(string expression) => Promql(expression) with { Result = QueryResult.Table };

    /// <summary>A LogQL expression: log lines, or a metric of them.</summary>
    public static Query Logql(string expression, string legend = "") => new() { Language = QueryLanguage.LogQl, Expression = expression, Legend = legend };

    /// <summary>Traces that match.</summary>
    public static Query Traceql(string expression) => new() { Language = QueryLanguage.TraceQl, Expression = expression };

    /// <summary>The graph of services.</summary>
    public static Query ServiceMap() => new() { Language = QueryLanguage.ServiceMap, Expression = "" };
}
