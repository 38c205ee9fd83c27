using System.Globalization;
using Infra.Tests.Configs.Alloy.Support;

namespace Infra.Bench;

/// <summary>
/// How many regular expressions the log pipeline evaluates for each line of the recordings, before it was made cheap and now. What it
/// takes in time can only be measured where Alloy is (docs/logs.md says how).
/// </summary>
internal static class LogLines
{
    private const double MostInTheMix = 4;

    public static IEnumerable<Row> Rows(string root)
    {
        var recordings = Path.Combine(root, "Tests", "Recordings", "logs");
        var before = LogCost.Of(File.ReadAllText(Path.Combine(root, "Tests", "Cases", "real", "pipeline.alloy")), recordings);
        var now = LogCost.Of(File.ReadAllText(Path.Combine(root, "Tests", "Configs", "Alloy", "prod.golden.alloy")), recordings);
        foreach (var (old, cost) in before.Zip(now))
            yield return Row.Of($"regular expressions a line, {cost.Service}", cost.PerLine, "", note: Before(old.PerLine));
        yield return Row.Of("regular expressions a line, all lines equally often", LogCost.Mix(now), "", MostInTheMix, Before(LogCost.Mix(before)));
    }

    private static string Before(double count) => string.Create(CultureInfo.InvariantCulture, $"before {count:0.0}");
}
