namespace Infra.Tests.Configs.Alloy.Support;

/// <summary>
/// What a line costs in a pipeline, as far as it can be known without Alloy: how many regular expressions are evaluated for it. Those
/// of labels are left out, since Alloy compares them with a list of words.
/// </summary>
/// <param name="Service">Whose lines they are.</param>
/// <param name="Lines">How many were recorded.</param>
/// <param name="Evaluated">The expressions that were evaluated for all of them together.</param>
internal sealed record LogCost(string Service, int Lines, int Evaluated)
{
    public double PerLine => (double)Evaluated / Lines;

    /// <summary>The cost of the lines that running products wrote.</summary>
    /// <param name="pipeline">A rendered configuration of Alloy's.</param>
    /// <param name="recordings">A folder with a file for each service.</param>
    public static IReadOnlyList<LogCost> Of(string pipeline, string recordings)
    {
        var file = AlloyReader.Read(pipeline);
        var stages = file.Single(block => block is { Name: "loki.process", Label: "containers" }).Blocks;
        var now = new DateTimeOffset(2026, 11, 30, 15, 0, 0, TimeSpan.Zero);
        return
        [
            .. from path in Directory.GetFiles(recordings, "*.txt").Order(StringComparer.Ordinal)
               let service = Path.GetFileNameWithoutExtension(path)
               let lines = File.ReadAllLines(path).Where(line => line.Length > 0).ToArray()
               select new LogCost(service, lines.Length, Count(service, lines)),
        ];

        int Count(string service, string[] lines)
        {
            var interpreter = new LogInterpreter(now);
            var labels = Relabeling.Of(file, $"{service}-1", ("label_com_docker_compose_service", service))!
                .Where(label => !label.Key.StartsWith("__", StringComparison.Ordinal)).Append(new("stream", "stdout")).ToList();
            interpreter.Run(stages, lines.Select(line => new LogEntry(line, now, labels)));
            return interpreter.Evaluated;
        }
    }

    /// <summary>The cost of a line where each is as frequent as any other.</summary>
    public static double Mix(IReadOnlyList<LogCost> costs) => (double)costs.Sum(cost => cost.Evaluated) / costs.Sum(cost => cost.Lines);
}
