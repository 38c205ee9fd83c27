using Infra.Configs.Grafana;

namespace Infra.Configs.Dashboards;

/// <summary>A board: what operators look at together.</summary>
/// <param name="Uid">By which it is found, for good: links and alerts name it.</param>
/// <param name="Title">What people read.</param>
internal sealed record Dashboard(string Uid, string Title)
{
    /// <summary>What the board is for, in one or two sentences.</summary>
    public required string Description { get; init; }

    /// <summary>The folder in Grafana. The default is that of the lakehouse.</summary>
    public GrafanaFolder Folder { get; init; } = GrafanaFolders.Lakehouse;

    public IReadOnlyList<Variable> Variables { get; init; } = [];

    public required IReadOnlyList<Row> Rows { get; init; }

    /// <summary>How far back the board looks when it is opened. The default is six hours.</summary>
    public string TimeRange { get; init; } = "now-6h";

    /// <summary>How often it asks anew. The default is every minute.</summary>
    public string Refresh { get; init; } = "1m";

    /// <summary>All panels, of collapsed rows too, in the order in which they are read.</summary>
    public IEnumerable<Panel> Panels => Rows.SelectMany(row => row.Panels);
}

/// <summary>Panels under a heading.</summary>
/// <param name="Title">The heading; empty for panels at the top of a board that need none.</param>
internal sealed record Row(string Title, params IReadOnlyList<Panel> Panels)
{
    /// <summary>Whether its panels are shown, and their queries asked, only once somebody opens it.</summary>
    public bool Collapsed { get; init; }
}

/// <summary>A choice at the top of a board, which expressions name as <c>$name</c>.</summary>
/// <param name="Name">The name in expressions.</param>
/// <param name="Label">What people read.</param>
internal sealed record Variable(string Name, string Label)
{
    /// <summary>
    /// What the choices are: <c>label_values(metric{...}, label)</c> of Prometheus. Null for a text that people type.
    /// </summary>
    public string? Query { get; init; }

    /// <summary>A label of log streams whose values are the choices; null where Prometheus is asked, or nobody.</summary>
    public string? LogLabel { get; init; }

    /// <summary>
    /// The regular expression for all of several. The default also matches series without the label; Loki wants at least one
    /// matcher of a query to be stricter.
    /// </summary>
    public string All { get; init; } = ".*";

    /// <summary>Fixed choices; empty where the query says what there is.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Whether several, and all, can be chosen: the expression then has to match by <c>=~</c>. All is the default choice.</summary>
    public bool Multiple { get; init; }

    /// <summary>What is chosen at first; null for all, the first, or nothing.</summary>
    public string? Default { get; init; }
}
