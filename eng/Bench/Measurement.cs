namespace Infra.Bench;

/// <summary>How often and how long something took.</summary>
internal sealed class Sample(IReadOnlyCollection<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Median => _sorted.Length % 2 == 1
        ? _sorted[_sorted.Length / 2]
        : (_sorted[(_sorted.Length / 2) - 1] + _sorted[_sorted.Length / 2]) / 2;

    public double Least => _sorted[0];
    public double Most => _sorted[^1];
}

/// <summary>A row of the table.</summary>
/// <param name="Unit">What stands behind each number, such as <c>s</c>.</param>
/// <param name="Limit">What the median may be at most; null where it is only printed.</param>
/// <param name="Skipped">Why there is no number.</param>
internal sealed record Row(string Measure, Sample? Values, string Unit, double? Limit = null, string? Note = null, string? Skipped = null)
{
    public static Row Skip(string measure, string reason) => new(measure, null, "", Skipped: reason);

    public static Row Of(string measure, double value, string unit, double? limit = null, string? note = null) =>
        new(measure, new Sample([value]), unit, limit, note);
}
