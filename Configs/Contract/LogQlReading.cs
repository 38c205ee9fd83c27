using System.Text.RegularExpressions;

namespace Infra.Configs.Contract;

/// <summary>
/// Finds in an expression in LogQL what it needs of log streams and lines. As <see cref="PromQlReading"/>, it is no
/// grammar; the tests hold it against Loki's own.
/// </summary>
internal static partial class LogQlReading
{
    private static readonly HashSet<string> Comparisons = new(["=", "==", "!=", "=~", "!~", ">", ">=", "<", "<="], StringComparer.Ordinal);

    /// <summary>The labels of each stream selector in the expression.</summary>
    /// <exception cref="FormatException">A bracket or a string has no end, or braces hold something else than labels.</exception>
    public static IReadOnlyList<IReadOnlyList<LabelMatcher>> StreamSelectors(string expression) => new Reader(expression).Streams;

    /// <summary>
    /// The fields that the expression expects of log lines: by which it filters, which it unwraps, extracts, renames or
    /// writes into lines. Those are left out that it has named itself before. A filter before any parser means a label of
    /// the stream or structured metadata: it is among them.
    /// </summary>
    /// <inheritdoc cref="StreamSelectors"/>
    public static IReadOnlySet<string> Fields(string expression) => new Reader(expression).Fields;

    /// <summary>The labels that results are grouped and matched by.</summary>
    /// <inheritdoc cref="StreamSelectors"/>
    public static IReadOnlySet<string> GroupingLabels(string expression) => new Reader(expression).Groupings;

    private sealed class Reader
    {
        private readonly QueryTokens _tokens;
        private readonly HashSet<string> _own = new(StringComparer.Ordinal);

        public Reader(string expression)
        {
            _tokens = new QueryTokens(expression);
            while (_tokens.Peek().Kind != QueryTokenKind.End)
            {
                if (_tokens.AtLabelList())
                {
                    _tokens.Take();
                    Groupings.UnionWith(_tokens.TakeLabelList());
                }
                else if (_tokens.TryTake("{"))
                {
                    _own.Clear();
                    Streams.Add(_tokens.TakeMatchers());
                }
                else if (_tokens.TryTake("|"))
                {
                    ReadStage();
                }
                else
                {
                    _tokens.Take();
                }
            }
        }

        public List<IReadOnlyList<LabelMatcher>> Streams { get; } = [];

        public HashSet<string> Fields { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Groupings { get; } = new(StringComparer.Ordinal);

        private void ReadStage()
        {
            var word = _tokens.Peek();
            if (word.Kind != QueryTokenKind.Name || Comparisons.Contains(_tokens.Peek(1).Value) && _tokens.Peek(1).Kind == QueryTokenKind.Symbol)
            {
                ReadLabelFilter();
                return;
            }
            _tokens.Take();
            switch (word.Value)
            {
                case "json" or "logfmt":
                    ReadExtractions();
                    break;
                case "pattern":
                    _own.UnionWith(PatternCapture().Matches(_tokens.Take().Value).Select(match => match.Groups[1].Value));
                    break;
                case "regexp":
                    _own.UnionWith(RegexpCapture().Matches(_tokens.Take().Value).Select(match => match.Groups[1].Value));
                    break;
                case "line_format":
                    AddTemplateFields(_tokens.Take().Value);
                    break;
                case "label_format":
                    ReadLabelFormats();
                    break;
                case "unwrap":
                    // unwrap bytes(size)
                    if (_tokens.Peek(1).Is("("))
                    {
                        _tokens.Take();
                        _tokens.Take();
                    }
                    Add(_tokens.Take(QueryTokenKind.Name, "a field").Value);
                    break;
                case "drop" or "keep":
                    SkipList();
                    break;
            }
        }

        /// <summary>Names and what they are compared with, up to what cannot belong to it.</summary>
        private void ReadLabelFilter()
        {
            while (true)
            {
                var token = _tokens.Peek();
                if (token.Kind == QueryTokenKind.Name && !_tokens.AtLabelList()
                    && _tokens.Peek(1) is { Kind: QueryTokenKind.Symbol } next && Comparisons.Contains(next.Value))
                {
                    Add(token.Value);
                    _tokens.Take();
                    _tokens.Take();
                    _tokens.TryTake("-");
                    _tokens.Take();
                }
                else if (token.IsWord("and") || token.IsWord("or") || token.Is(",") || token.Is("(") || token.Is(")") || token.Kind == QueryTokenKind.Text)
                {
                    _tokens.Take();
                }
                else
                {
                    return;
                }
            }
        }

        /// <summary><c>json status="response.code", user</c>: a name, and where it is in the line if it is called otherwise there.</summary>
        private void ReadExtractions()
        {
            while (_tokens.TryTake("--"))
            {
                while (_tokens.Take().Kind == QueryTokenKind.Name && _tokens.TryTake("-"))
                {
                }
            }
            while (AtListItem())
            {
                var name = _tokens.Take().Value;
                Add(_tokens.TryTake("=") ? _tokens.Take(QueryTokenKind.Text, "a quoted path").Value : name);
                _own.Add(name);
                if (!_tokens.TryTake(","))
                    return;
            }
        }

        private void ReadLabelFormats()
        {
            while (AtListItem())
            {
                var name = _tokens.Take().Value;
                _tokens.TryTake("=");
                var source = _tokens.Take();
                if (source.Kind == QueryTokenKind.Name)
                    Add(source.Value);
                else
                    AddTemplateFields(source.Value);
                _own.Add(name);
                if (!_tokens.TryTake(","))
                    return;
            }
        }

        /// <summary>What is dropped or kept need not be there.</summary>
        private void SkipList()
        {
            while (AtListItem())
            {
                _tokens.Take();
                if (_tokens.Peek() is { Kind: QueryTokenKind.Symbol } next && Comparisons.Contains(next.Value) && _tokens.Peek(1).Kind == QueryTokenKind.Text)
                {
                    _tokens.Take();
                    _tokens.Take();
                }
                if (!_tokens.TryTake(","))
                    return;
            }
        }

        // The operators between two queries end a list, where nothing else does: … | json or …
        private bool AtListItem() => _tokens.Peek() is { Kind: QueryTokenKind.Name } word
            && !word.IsWord("and") && !word.IsWord("or") && !word.IsWord("unless") && !word.IsWord("offset");

        private void Add(string field)
        {
            if (!_own.Contains(field))
                Fields.Add(field);
        }

        private void AddTemplateFields(string template)
        {
            foreach (Match action in TemplateAction().Matches(template))
            {
                foreach (Match field in TemplateField().Matches(TemplateText().Replace(action.Value, " ")))
                    Add(field.Groups[1].Value);
            }
        }
    }

    [GeneratedRegex("<([A-Za-z_][A-Za-z0-9_]*)>")]
    private static partial Regex PatternCapture();

    [GeneratedRegex(@"\(\?P?<([A-Za-z_][A-Za-z0-9_]*)>")]
    private static partial Regex RegexpCapture();

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.Singleline)]
    private static partial Regex TemplateAction();

    [GeneratedRegex("\"[^\"]*\"|`[^`]*`")]
    private static partial Regex TemplateText();

    [GeneratedRegex(@"(?<![A-Za-z0-9_.)])\.([A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex TemplateField();
}
