using System.Globalization;
using System.Text;
using Infra.Configs.Alloy;
using Infra.Tests.Configs.Alloy.Support;
using Infra.Tests.Support;
using Infra.Tests.Support.Recordings;

namespace Infra.Tests.Configs.Alloy.Logs.Cases;

/// <summary>
/// Guards what a line costs. The numbers before are those of <c>Tests/Cases/real/pipeline.alloy</c>, which was measured with the real
/// Alloy too: 454 µs a line of Trino, 420 of Loki, 364 of Dagster's daemon, 258 of Nessie and 189 of Postgres on one core.
/// </summary>
public sealed class LogCostTests
{
    [Fact]
    public void A_line_costs_what_the_table_says()
    {
        var folder = Path.Combine(Recording.Folder, "logs");
        var before = LogCost.Of(File.ReadAllText(Path.Combine(LogCase.Folder, "real", "pipeline.alloy")), folder);
        var now = LogCost.Of(AlloyFiles.Render(SampleConfigs.Prod)[AlloyFiles.ConfigFile], folder);
        var table = new StringBuilder($"regular expressions evaluated a line\n{"service",-18} {"lines",6} {"before",6} {"now",5}\n");
        foreach (var (old, cost) in before.Zip(now))
            table.Append(CultureInfo.InvariantCulture, $"{cost.Service,-18} {cost.Lines,6} {old.PerLine,6:0.0} {cost.PerLine,5:0.0}\n");
        table.Append(CultureInfo.InvariantCulture, $"{"all equally often",-18} {now.Sum(cost => cost.Lines),6} {LogCost.Mix(before),6:0.0} {LogCost.Mix(now),5:0.0}\n");

        Assert.All(now, cost => Assert.InRange(cost.PerLine, 0, 7));
        Assert.InRange(LogCost.Mix(now), 0, 5);
        Golden.Matches(table.ToString(), "cost.golden.txt");
    }
}
