using Infra.Configs.Alloy;

namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>Sends lines of one container through the rendered pipeline.</summary>
internal sealed class LogPipelineRun
{
    /// <summary>The time at which Docker received every line.</summary>
    public static readonly DateTimeOffset Received = new(2026, 11, 22, 22, 30, 0, TimeSpan.Zero);

    private static readonly IReadOnlyList<ReadBlock> Rendered = AlloyReader.Read(AlloyFiles.Render(SampleConfigs.Prod)[AlloyFiles.ConfigFile]);

    private readonly LogInterpreter _interpreter = new(Received.AddMinutes(1));

    private LogPipelineRun(
        string component, IEnumerable<(string Line, string Stream, DateTimeOffset Time)> lines, string? pipeline = null, params (string, string?)[] container)
    {
        var file = pipeline is null ? Rendered : AlloyReader.Read(pipeline);
        var labels = Relabeling.Of(file, $"{component}-1", [("label_com_docker_compose_service", component), .. container])!
            .Where(label => !label.Key.StartsWith("__", StringComparison.Ordinal)).ToList();
        Entries = _interpreter.Run(
            file.Single(block => block is { Name: "loki.process", Label: "containers" }).Blocks,
            lines.Select(line => new LogEntry(line.Line, line.Time, labels.Append(new("stream", line.Stream)))));
    }

    /// <summary>How often a regular expression was evaluated.</summary>
    public int Evaluated => _interpreter.Evaluated;

    public IReadOnlyList<LogEntry> Entries { get; }

    public IReadOnlyList<(string Metric, string Labels, double Value)> Observations => _interpreter.Observations;

    public IReadOnlyList<string> Dropped => _interpreter.Dropped;

    public static LogPipelineRun Of(string component, params string[] lines) => new(component, lines.Select(line => (line, "stdout", Received)));

    public static LogPipelineRun Of(string component, params (string Line, string Stream)[] lines) =>
        new(component, lines.Select(line => (line.Line, line.Stream, Received)));

    public static LogPipelineRun At(string component, DateTimeOffset time, string line) => new(component, [(line, "stdout", time)]);

    /// <summary>With another pipeline than the one that is rendered.</summary>
    public static LogPipelineRun With(string pipeline, string component, params string[] lines) => new(component, lines.Select(line => (line, "stdout", Received)), pipeline);

    /// <summary>Of a container with more labels than its service's name.</summary>
    public static LogPipelineRun Labelled(string component, (string Label, string? Value)[] container, params string[] lines) =>
        new(component, lines.Select(line => (line, "stdout", Received)), null, container);

    /// <summary>The one entry that a line or block becomes.</summary>
    public static LogEntry One(string component, params string[] lines) => Assert.Single(Of(component, lines).Entries);
}
