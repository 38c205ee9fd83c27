using System.Globalization;

namespace Infra.Bench;

/// <summary>All measurements, in an order in which each finds what it needs. One that cannot be made says why.</summary>
/// <param name="group">The one group that is asked for; null for all.</param>
internal sealed class Suite(string root, int rounds, string? group, Action<string> progress)
{
    private const double LongestPreview = 1.5;
    private const double LongestDevPreview = 1.8;
    private const double LongestProdPreview = 2.2;
    private const double LongestIdleUp = 2.0;
    private const double HighestComposeRatio = 1.2;
    private const double MostMemory = 250;
    private const double LongestLargePreview = 3.0;

    private const string Previews = "previews";
    private const string Deployment = "deployment";
    private const string Planning = "planning";
    private const string Logs = "logs";

    /// <summary>What can be measured by itself.</summary>
    public static readonly IReadOnlyList<string> Groups = [Previews, Deployment, Planning, Logs];

    // What prod refuses to be without. They open nothing.
    private static readonly Dictionary<string, string> ProdSecrets = new()
    {
        ["postgresPassword"] = "xK4-pw9Lq2vT",
        ["alertWebhookUrl"] = "https://hooks.example.com/T0K3N",
    };

    private readonly List<Row> _rows = [];

    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>What the numbers depend on.</summary>
    public string Conditions { get; private set; } = "";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var load = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg", cancellation)).Split(' ')[0] : "unknown";
        Conditions = $"medians of {rounds}; {Environment.ProcessorCount} processors, load {load} at the start" +
            (double.TryParse(load, CultureInfo.InvariantCulture, out var busy) && busy > 1 ? ": too busy for numbers to be relied on" : "");

        using var sandbox = BenchProject.Sandbox(root);
        if (IsWanted(Previews))
        {
            await PreviewsAsync(sandbox, cancellation);
            await FirstPreviewAsync("dev", [], LongestDevPreview, cancellation);
            await FirstPreviewAsync("prod", ProdSecrets, LongestProdPreview, cancellation);
        }
        if (IsWanted(Deployment))
            await DeploymentAsync(sandbox, cancellation);
        if (IsWanted(Planning))
            await PlanningAsync(cancellation);
        if (IsWanted(Logs))
            _rows.AddRange(LogLines.Rows(root));
    }

    private bool IsWanted(string name) => group is null || group == name;

    private async Task PreviewsAsync(BenchProject sandbox, CancellationToken cancellation)
    {
        progress("preview of the sandbox …");
        var script = new Command(Path.Combine(root, "infra"), ["preview", "--stack", "sandbox"], root,
            new Dictionary<string, string>(sandbox.Environment) { ["INFRA_ENGINE"] = "embedded" });
        var direct = sandbox.Engine("preview");
        await using var echo = await EchoEngine.StartAsync();
        var program = BareProgram.Command(sandbox, echo.Address);

        // In turn, so that whatever else the machine does meets all three alike.
        var times = new Dictionary<Command, List<double>> { [script] = [], [direct] = [], [program] = [] };
        for (var round = -1; round < rounds; round++)
        {
            foreach (var (command, taken) in times)
            {
                var time = await TimedProcess.TimeAsync(command, cancellation);
                if (round >= 0)
                    taken.Add(time);
            }
        }
        var preview = new Sample(times[direct]);
        var bare = new Sample(times[program]);
        _rows.Add(new Row("preview of the sandbox, ./infra", new Sample(times[script]), "s", LongestPreview));
        _rows.Add(new Row("preview of the sandbox, engine", preview, "s", LongestPreview));
        _rows.Add(new Row("the program on an engine that does nothing", bare, "s"));
        _rows.Add(Row.Of("the engine's own share", preview.Median - bare.Median, "s",
            note: string.Create(CultureInfo.InvariantCulture, $"preview / program {preview.Median / bare.Median:0.00}")));
        _rows.Add(Row.Of("memory of engine and program, preview", await TimedProcess.PeakMemoryAsync(direct, cancellation), "MB", MostMemory));
    }

    // Of a whole stack that is not there yet: nothing is remembered, and everything is planned.
    private async Task FirstPreviewAsync(string stack, Dictionary<string, string> secrets, double longest, CancellationToken cancellation)
    {
        progress($"preview of {stack} …");
        using var project = await BenchProject.StackAsync(root, stack, secrets, cancellation);
        var preview = project.Engine("preview");
        _rows.Add(new Row($"preview of {stack}", await TimesAsync(preview, cancellation), "s", longest));
        _rows.Add(Row.Of($"memory of engine and program, preview of {stack}", await TimedProcess.PeakMemoryAsync(preview, cancellation), "MB", MostMemory));
    }

    private async Task DeploymentAsync(BenchProject sandbox, CancellationToken cancellation)
    {
        string[] measures =
            ["first up of the sandbox", "the same by docker-compose", "up / docker-compose", "preview with no changes", "up with no changes", "memory of engine and program, up"];
        try
        {
            using var docker = await DockerApi.ConnectAsync(cancellation);
            Conditions += $"; Docker {docker.Version}";
            var race = new DeploymentRace(sandbox, docker);
            try
            {
                progress("first up of the sandbox, in turn with docker-compose …");
                await race.RunAsync(rounds, cancellation);
                AddRace(measures, race);
                progress("up with no changes …");
                var idle = new[] { sandbox.Engine("preview", "--expect-no-changes"), sandbox.Engine("up", "--yes", "--expect-no-changes", "--non-interactive") };
                _rows.Add(new Row(measures[3], await TimesAsync(idle[0], cancellation), "s", LongestPreview));
                _rows.Add(new Row(measures[4], await TimesAsync(idle[1], cancellation), "s", LongestIdleUp));
                _rows.Add(Row.Of(measures[5], await TimedProcess.PeakMemoryAsync(idle[1], cancellation), "MB", MostMemory));
            }
            finally
            {
                await race.DestroyAsync(CancellationToken.None);
            }
        }
        catch (BenchException exception)
        {
            progress(exception.Message);
            var reason = exception.Message.Split('\n')[0];
            foreach (var measure in measures.Where(measure => !_rows.Exists(row => row.Measure == measure)))
                _rows.Add(Row.Skip(measure, reason));
        }
    }

    private void AddRace(string[] measures, DeploymentRace race)
    {
        var engine = new Sample(race.Engine);
        _rows.Add(new Row(measures[0], engine, "s"));
        if (race.Missing is { } reason)
        {
            _rows.Add(Row.Skip(measures[1], reason));
            _rows.Add(Row.Skip(measures[2], reason));
            return;
        }
        var compose = new Sample(race.Compose);
        _rows.Add(new Row(measures[1], compose, "s"));
        _rows.Add(Row.Of(measures[2], engine.Median / compose.Median, "", HighestComposeRatio));
    }

    private async Task PlanningAsync(CancellationToken cancellation)
    {
        double? before = null;
        foreach (var containers in new[] { 25, 50, 100, 200 })
        {
            progress($"planning {containers} containers …");
            using var project = BenchProject.Synthetic(root, containers);
            var preview = project.Engine("preview");
            var times = await TimesAsync(preview, cancellation);
            var note = string.Create(CultureInfo.InvariantCulture, $"{times.Median * 1000 / containers:0} ms each") +
                (before is { } half ? string.Create(CultureInfo.InvariantCulture, $", {times.Median / half:0.00} times the half") : "");
            _rows.Add(new Row($"planning {containers} containers", times, "s", containers == 200 ? LongestLargePreview : null, note));
            before = times.Median;
            if (containers == 200)
                _rows.Add(Row.Of("memory of engine and program, 200 containers", await TimedProcess.PeakMemoryAsync(preview, cancellation), "MB", MostMemory));
        }
    }

    private async Task<Sample> TimesAsync(Command command, CancellationToken cancellation)
    {
        await TimedProcess.TimeAsync(command, cancellation);
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
            times.Add(await TimedProcess.TimeAsync(command, cancellation));
        return new Sample(times);
    }
}
