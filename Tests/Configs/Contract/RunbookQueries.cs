using System.Text.RegularExpressions;
using Infra.Configs.Contract;
using Infra.Configs.Dashboards;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Contract;

/// <summary>The queries that runbooks give to whoever was woken.</summary>
internal static partial class RunbookQueries
{
    /// <summary>Those of all runbooks, in the products' own languages.</summary>
    public static IReadOnlyList<ExpressionUse> All { get; } =
    [
        .. from file in Directory.GetFiles(Path.Combine(SourceTree.Root, "docs", "runbooks")).Order(StringComparer.Ordinal)
           from block in Block().Matches(File.ReadAllText(file))
           let language = block.Groups["language"].Value
           where language is "promql" or "logql" or "traceql"
           select new ExpressionUse(
               $"runbook {Path.GetFileNameWithoutExtension(file)}",
               language switch { "promql" => QueryLanguage.PromQl, "logql" => QueryLanguage.LogQl, _ => QueryLanguage.TraceQl },
               block.Groups["text"].Value.Trim()),
    ];

    [GeneratedRegex("(?ms)^ *```(?<language>[a-z]*)\\n(?<text>.*?)^ *```")]
    private static partial Regex Block();
}
