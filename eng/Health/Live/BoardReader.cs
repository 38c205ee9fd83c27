using System.Globalization;
using Infra.Configs;
using Infra.Configs.Contract;
using Infra.Configs.Dashboards;

namespace Infra.Health.Live;

/// <summary>Asks the queries of whole boards of a running stack, several at once and each expression only once.</summary>
internal sealed class BoardReader(LiveStores stores, LiveRange range, Duration scrapeInterval) : IDisposable
{
    private const int AtOnce = 6;

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly Dictionary<(QueryLanguage, QueryResult, string), Task<LiveAnswer>> _asked = [];

    public async Task<IReadOnlyList<PanelAnswer>> ReadAsync(IEnumerable<Dashboard> boards, CancellationToken cancellation)
    {
        var panels = boards.SelectMany(board => board.Panels.Select(panel => (Board: board, Panel: panel))).ToList();
        // All are under way before the first is waited for.
        var answers = panels.Select(entry => entry.Panel.Queries.Select(query => Ask(entry.Board, query, cancellation)).ToList()).ToList();
        var read = new List<PanelAnswer>();
        foreach (var ((board, panel), tasks) in panels.Zip(answers))
            read.Add(new PanelAnswer(board, panel, [.. await Task.WhenAll(tasks.Select(async task => task is null ? null : await task))]));
        return read;
    }

    public void Dispose() => _places.Dispose();

    private Task<LiveAnswer>? Ask(Dashboard board, Query query, CancellationToken cancellation)
    {
        if (query.Language is not (QueryLanguage.PromQl or QueryLanguage.LogQl))
            return null;
        var expression = TemplateVariables.Substitute(query.Expression, Values(board));
        var key = (query.Language, query.Result, expression);
        if (!_asked.TryGetValue(key, out var task))
            _asked[key] = task = AskAsync(query, expression, cancellation);
        return task;
    }

    private async Task<LiveAnswer> AskAsync(Query query, string expression, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            return query switch
            {
                { Language: QueryLanguage.LogQl, Result: QueryResult.Range } => await stores.LogsAsync(expression, range, cancellation),
                { Language: QueryLanguage.LogQl } => await stores.LogsNowAsync(expression, range.End, cancellation),
                { Result: QueryResult.Range } => await stores.MetricsAsync(expression, range, cancellation),
                _ => await stores.MetricsNowAsync(expression, cancellation),
            };
        }
        finally
        {
            _places.Release();
        }
    }

    // What Grafana would put in: its own intervals, and each choice as it is when the board is opened.
    private Dictionary<string, string> Values(Dashboard board)
    {
        var rate = Math.Max(4 * scrapeInterval.TotalSeconds, range.Step.TotalSeconds + scrapeInterval.TotalSeconds);
        var length = range.End - range.Start;
        var values = new Dictionary<string, string>
        {
            ["__rate_interval"] = Text(rate) + "s",
            ["__interval"] = Text(range.Step.TotalSeconds) + "s",
            ["__interval_ms"] = Text(range.Step.TotalMilliseconds),
            ["__auto"] = Text(Math.Max(rate, range.Step.TotalSeconds)) + "s",
            ["__range"] = Text(length.TotalSeconds) + "s",
            ["__range_s"] = Text(length.TotalSeconds),
            ["__range_ms"] = Text(length.TotalMilliseconds),
            ["__from"] = Text(range.Start.ToUnixTimeMilliseconds()),
            ["__to"] = Text(range.End.ToUnixTimeMilliseconds()),
        };
        foreach (var variable in board.Variables)
            values[variable.Name] = variable.Default ?? (variable.Multiple ? variable.All : variable.Options is [var first, ..] ? first : "");
        return values;
    }

    private static string Text(double number) => Math.Ceiling(number).ToString(CultureInfo.InvariantCulture);
}
