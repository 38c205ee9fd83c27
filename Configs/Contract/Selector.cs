namespace Infra.Configs.Contract;

/// <summary>Selects a metric of one service and of no other: an exporter of another job that serves the same name raises and mutes nothing.</summary>
internal static class Selector
{
    /// <param name="service">The value of the label <c>job</c>.</param>
    /// <param name="series">The name of the series.</param>
    /// <param name="matchers">Further matchers, separated by commas; empty for none.</param>
    public static string Of(string service, string series, string matchers = "") =>
        $$"""{{series}}{job="{{service}}"{{(matchers.Length == 0 ? "" : "," + matchers)}}}""";
}
