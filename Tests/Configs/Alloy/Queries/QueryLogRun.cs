using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Configs.Alloy;
using Infra.Configs.Alloy.Queries;
using Infra.Tests.Configs.Alloy.Support;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alloy.Queries;

/// <summary>Posts what Trino posts to the rendered pipeline.</summary>
internal sealed class QueryLogRun
{
    private readonly LogInterpreter _interpreter = new(LogPipelineRun.Received);

    private QueryLogRun(QueryLogCollection queries, IEnumerable<string> bodies)
    {
        var blocks = AlloyReader.Read(AlloyFiles.Render(SampleConfigs.Dev with { Queries = queries })[AlloyFiles.ConfigFile]);
        var labels = blocks.Single(block => block.Name == "loki.source.api").Map("labels");
        var process = blocks.Single(block => block is { Name: "loki.process", Label: "queries" });
        Entries = _interpreter.Run(process.Blocks, bodies.Select(body => new LogEntry(body, LogPipelineRun.Received, labels)));
    }

    /// <summary>The events that Trino posted for a query that failed, and for one that finished.</summary>
    public static IReadOnlyList<string> Recorded { get; } = File.ReadAllLines(Path.Combine(SourceTree.Root, "Tests/Recordings/trino-query-events.jsonl"));

    public IReadOnlyList<LogEntry> Entries { get; }

    public IReadOnlyList<(string Metric, string Labels, double Value)> Observations => _interpreter.Observations;

    public IReadOnlyList<string> Dropped => _interpreter.Dropped;

    public static QueryLogRun Of(QueryLogCollection queries, params IEnumerable<string> bodies) => new(queries, bodies);

    public static QueryLogRun Of(params IEnumerable<string> bodies) => new(SampleConfigs.Dev.Queries!, bodies);

    /// <summary>The line of the recorded query with another SQL text.</summary>
    public static string LineOf(string sql, QueryLogCollection? queries = null) =>
        Assert.Single(Of(queries ?? SampleConfigs.Dev.Queries!, Event(root => root["metadata"]!["query"] = sql)).Entries).Line;

    /// <summary>The recorded event of the finished query, changed.</summary>
    public static string Event(Action<JsonNode> change)
    {
        var root = JsonNode.Parse(Recorded[1])!;
        change(root);
        return root.ToJsonString(JsonSerializerOptions.Web);
    }
}
