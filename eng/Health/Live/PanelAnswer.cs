using Infra.Configs.Dashboards;

namespace Infra.Health.Live;

/// <summary>A panel, and what its queries were answered with.</summary>
/// <param name="Answers">An answer for each query; null for one that is not asked, such as a search for traces.</param>
internal sealed record PanelAnswer(Dashboard Board, Panel Panel, IReadOnlyList<LiveAnswer?> Answers)
{
    /// <summary>Whether there is anything to see, as far as it was asked.</summary>
    public bool HasData => Answers.Any(answer => answer?.HasData == true);

    /// <summary>Whether any of its queries was asked.</summary>
    public bool WasAsked => Answers.Any(answer => answer is not null);

    /// <summary>What went wrong, once each.</summary>
    public IEnumerable<string> Errors => Answers.Select(answer => answer?.Error).OfType<string>().Distinct();

    /// <summary>The board and the panel, as findings name them.</summary>
    public string Name => $"'{Panel.Title}' of the board '{Board.Title}'";
}
