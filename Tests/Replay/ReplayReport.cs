using System.Globalization;
using System.Text;

namespace Infra.Tests.Replay;

/// <summary>Tables of a replay's numbers, in Markdown.</summary>
internal static class ReplayReport
{
    /// <summary>Series by target. The same with each run.</summary>
    public static string Series(IReadOnlyList<TargetSeries> targets)
    {
        var text = new StringBuilder("| of | job | series served | kept |\n| --- | --- | ---: | ---: |\n");
        foreach (var lakehouse in targets.GroupBy(target => target.Lakehouse ?? "the stack"))
        {
            foreach (var target in lakehouse)
                text.Append(CultureInfo.InvariantCulture, $"| {lakehouse.Key} | {target.Job} | {target.Scraped} | {target.Kept} |\n");
            text.Append(CultureInfo.InvariantCulture, $"| {lakehouse.Key} | **all** | {lakehouse.Sum(target => target.Scraped)} | **{lakehouse.Sum(target => target.Kept)}** |\n");
        }

        return text.ToString();
    }

    /// <summary>The cost of the groups of rules. It depends on the machine.</summary>
    public static string Cost(IReadOnlyList<GroupCost> groups)
    {
        var text = new StringBuilder("| group | rules | interval | evaluation | of the interval |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var group in groups)
            text.Append(CultureInfo.InvariantCulture, $"| {group.Group} | {group.Rules} | {group.Interval} | {group.Evaluation.TotalMilliseconds:F2} ms | {group.Share:P3} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| **all** | {groups.Sum(group => group.Rules)} | | {groups.Sum(group => group.Evaluation.TotalMilliseconds):F2} ms | **{groups.Sum(group => group.Share):P3}** |\n");
        return text.ToString();
    }
}
