namespace Infra.Configs.Dashboards;

/// <summary>How a panel shows its answer.</summary>
internal enum PanelKind
{
    /// <summary>Lines over time.</summary>
    TimeSeries,

    /// <summary>One large value for each series.</summary>
    Stat,

    /// <summary>A horizontal bar for each series.</summary>
    BarGauge,

    /// <summary>States over time, one band for each series.</summary>
    StateTimeline,

    /// <summary>Rows and columns.</summary>
    Table,

    /// <summary>Log lines.</summary>
    Logs,

    /// <summary>Alerts that fire, as Grafana knows them of Alertmanager.</summary>
    AlertList,

    /// <summary>Services and the calls between them.</summary>
    NodeGraph,

    /// <summary>Text in Markdown.</summary>
    Text,
}

/// <summary>One picture on a board. <see cref="Panels"/> makes them with the defaults of their kind.</summary>
internal sealed record Panel
{
    public required PanelKind Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>What it shows and what a person should make of it, in plain words. A text panel has its text here.</summary>
    public required string Description { get; init; }

    public IReadOnlyList<Query> Queries { get; init; } = [];

    /// <summary>The unit, one of <see cref="Units"/>.</summary>
    public string Unit { get; init; } = Units.Count;

    /// <summary>How many of the board's 24 columns it takes.</summary>
    public int Width { get; init; } = 8;

    /// <summary>Its height in rows of the grid, about 38 pixels each.</summary>
    public int Height { get; init; } = 8;

    /// <summary>Where values begin to be bad: the same as the alert's, if there is one.</summary>
    public Limits? Limits { get; init; }

    /// <summary>The service whose log lines the panel links to; null for none.</summary>
    public string? LogsOf { get; init; }

    /// <summary>Further ways onward.</summary>
    public IReadOnlyList<PanelLink> Links { get; init; } = [];

    /// <summary>Where a click on a value leads; <c>${__field.labels.service}</c> is the label of its series.</summary>
    public IReadOnlyList<PanelLink> ValueLinks { get; init; } = [];

    /// <summary>Whether series lie on top of each other, for parts of a whole.</summary>
    public bool Stacked { get; init; }

    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    public int? Decimals { get; init; }

    /// <summary>What is shown in place of no value. The default is a dash.</summary>
    public string? NoValue { get; init; }

    /// <summary>Words in place of values, such as «up» for 1.</summary>
    public IReadOnlyList<ValueWord> Words { get; init; } = [];

    /// <summary>Colours by a series' name, for what has a meaning of its own; a regular expression where it begins and ends with a slash.</summary>
    public IReadOnlyDictionary<string, string> SeriesColors { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Why it may show nothing in a healthy stack, such as «until the first error» or «until a query id is typed». Null for a
    /// panel that always has data: one without any is then reported.
    /// </summary>
    public string? MayBeEmpty { get; init; }

    /// <summary>The columns of a table, in order: the name in the answer and what people read. Others are hidden. Empty shows all.</summary>
    public IReadOnlyList<Column> Columns { get; init; } = [];
}

/// <summary>A column of a table panel.</summary>
/// <param name="Field">The name in the answer: a label, <c>Value</c> for the only query's, <c>Value #B</c> for the second of several.</param>
/// <param name="Title">What people read.</param>
internal sealed record Column(string Field, string Title)
{
    /// <summary>The unit, where it is not the panel's.</summary>
    public string? Unit { get; init; }

    /// <summary>Where a click on a cell leads; <c>${__value.raw}</c> is the cell's value.</summary>
    public PanelLink? Link { get; init; }

    /// <summary>Where its values begin to be bad; cells are coloured by it.</summary>
    public Limits? Limits { get; init; }

    public IReadOnlyList<ValueWord> Words { get; init; } = [];
}

/// <summary>A word in place of a value.</summary>
/// <param name="Color">Its colour, one of <see cref="Colors"/>; null for none.</param>
internal sealed record ValueWord(string Value, string Text, string? Color = null);

/// <summary>A way onward.</summary>
/// <param name="Title">What people read.</param>
/// <param name="Url">Where it leads, in Grafana without the address of Grafana; <c>${__url_time_range}</c> keeps the time range.</param>
internal sealed record PanelLink(string Title, string Url)
{
    /// <summary>A board, in the same time range.</summary>
    /// <param name="variables">Variables of that board with their values, as in the address: <c>var-service=trino</c>.</param>
    public static PanelLink To(string title, string uid, params string[] variables) =>
        new(title, $"{BoardPath}{uid}?{string.Join('&', variables.Append("${__url_time_range}"))}");

    private const string BoardPath = "/d/";

    /// <summary>The uid of the board that it leads to; null where it leads somewhere else, or to a board that only the value names.</summary>
    public string? Board => Url.StartsWith(BoardPath, StringComparison.Ordinal) && Url[BoardPath.Length..].Split('?', '/')[0] is var uid && !uid.Contains('$')
        ? uid
        : null;
}

/// <summary>Where values begin to be bad.</summary>
/// <param name="Warning">From here on it is worth a look; null for none.</param>
/// <param name="Critical">From here on it has to be looked at; null for none.</param>
internal sealed record Limits(decimal? Warning, decimal? Critical)
{
    /// <summary>Whether low values are the bad ones.</summary>
    public bool Below { get; private init; }

    public static Limits Above(decimal? warning, decimal? critical = null) => new(warning, critical);

    public static Limits Under(decimal? warning, decimal? critical = null) => new(warning, critical) { Below = true };
}
