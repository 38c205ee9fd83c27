using System.Text.Json;
using Infra.Configs.Contract;
using Infra.Tests.Support;

namespace Infra.Tests.Peers;

/// <summary>Reads expressions with the products' own grammars, as many as there are in one process of Node.</summary>
public sealed class ExpressionGrammars(GrammarPackages packages)
{
    public const string PromQl = "promql";
    public const string LogQl = "logql";
    public const string TraceQl = "traceql";

    /// <summary>Grafana's variables are given neutral values before: no product's grammar knows them.</summary>
    /// <returns>In the order in which they were handed in.</returns>
    public async Task<IReadOnlyList<ParsedExpression>> ParseAsync(IEnumerable<(string Id, string Language, string Expression)> expressions)
    {
        Assert.SkipUnless(packages.Missing is null, packages.Missing ?? "");
        var requests = expressions.Select(entry => new { entry.Id, entry.Language, Expression = TemplateVariables.Substitute(entry.Expression) });
        var result = await ToolProcess.RunAsync(
            "node",
            [Path.Combine(packages.Source, "expressions.mjs"), packages.Directory],
            input: JsonSerializer.Serialize(requests, JsonSerializerOptions.Web));
        return JsonSerializer.Deserialize<List<ParsedExpression>>(result.ShouldSucceed("expressions.mjs").Output, JsonSerializerOptions.Web)!;
    }
}
