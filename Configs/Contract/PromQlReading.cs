namespace Infra.Configs.Contract;

/// <summary>What an expression asks Prometheus for.</summary>
/// <param name="Metric">The metric's name; null where only labels say which are meant.</param>
internal sealed record PromQlSelector(string? Metric, IReadOnlyList<LabelMatcher> Matchers);

/// <summary>
/// Finds in an expression in PromQL what it needs of the metrics. It is no grammar: what Prometheus would refuse may be
/// read, but what Prometheus accepts is read as Prometheus does; the tests hold it against Prometheus's own grammar.
/// </summary>
internal static class PromQlReading
{
    private const string NameLabel = "__name__";

    private static readonly HashSet<string> Keywords =
        new(["bool", "on", "ignoring", "group_left", "group_right", "offset", "inf", "nan"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Words between two operands or after one; elsewhere they are metrics' names as any other.</summary>
    private static readonly HashSet<string> Operators =
        new(["and", "or", "unless", "atan2", "anchored", "smoothed", "by", "without"], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="FormatException">A bracket or a string has no end, or braces hold something else than labels.</exception>
    public static IReadOnlyList<PromQlSelector> Selectors(string expression) => Read(expression).Selectors;

    /// <summary>The labels that results are grouped and matched by.</summary>
    /// <inheritdoc cref="Selectors"/>
    public static IReadOnlySet<string> GroupingLabels(string expression) => Read(expression).Groupings;

    private static (IReadOnlyList<PromQlSelector> Selectors, IReadOnlySet<string> Groupings) Read(string expression)
    {
        var tokens = new QueryTokens(expression);
        var selectors = new List<PromQlSelector>();
        var groupings = new HashSet<string>(StringComparer.Ordinal);
        var afterOperand = false;
        while (tokens.Peek().Kind != QueryTokenKind.End)
        {
            if (tokens.AtLabelList())
            {
                tokens.Take();
                groupings.UnionWith(tokens.TakeLabelList());
                afterOperand = false;
                continue;
            }

            var token = tokens.Take();
            if (token.Is("{"))
            {
                selectors.Add(Selector(tokens, null));
                afterOperand = true;
            }
            else if (token.Is("["))
            {
                SkipRange(tokens);
                afterOperand = true;
            }
            else if (token.Kind == QueryTokenKind.Name && IsMetric(token, tokens, afterOperand))
            {
                selectors.Add(tokens.TryTake("{") ? Selector(tokens, token.Value) : new PromQlSelector(token.Value, []));
                afterOperand = true;
            }
            else
            {
                afterOperand = token.Kind is QueryTokenKind.Number or QueryTokenKind.Text || token.Is(")")
                    || token.IsWord("inf") || token.IsWord("nan");
            }
        }
        return (selectors, groupings);
    }

    /// <summary>A name that is neither a keyword nor a function's or an aggregation's.</summary>
    private static bool IsMetric(QueryToken name, QueryTokens tokens, bool afterOperand) =>
        !tokens.Peek().Is("(")
        && !Keywords.Contains(name.Value)
        && !(afterOperand && Operators.Contains(name.Value))
        // sum by (job) (…)
        && !(tokens.AtLabelList() && (tokens.Peek().IsWord("by") || tokens.Peek().IsWord("without")));

    private static PromQlSelector Selector(QueryTokens tokens, string? metric)
    {
        var quoted = metric;
        var matchers = tokens.TakeMatchers(name => quoted ??= name);
        if (quoted is not null)
            return new PromQlSelector(quoted, matchers);
        var named = matchers.FirstOrDefault(matcher => matcher is { Label: NameLabel, Operator: "=" });
        return named is null
            ? new PromQlSelector(null, matchers)
            : new PromQlSelector(named.Value, [.. matchers.Where(matcher => matcher != named)]);
    }

    /// <summary>A range or a subquery's: it may compute, but knows no metrics.</summary>
    private static void SkipRange(QueryTokens tokens)
    {
        for (var open = 1; open > 0;)
        {
            var token = tokens.Take();
            open += token.Is("[") ? 1 : token.Is("]") ? -1 : 0;
        }
    }
}
