using System.Diagnostics;
using System.Globalization;

namespace Infra.Bench;

/// <summary>Something that could not be measured, and why.</summary>
internal sealed class BenchException(string message) : Exception(message);

/// <summary>A command with where and in which environment it runs.</summary>
internal sealed record Command(string File, IReadOnlyList<string> Arguments, string Directory, IReadOnlyDictionary<string, string> Environment);

/// <summary>Runs a command to its end, for its time or for its memory.</summary>
internal static class TimedProcess
{
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(10);

    /// <returns>Seconds from the start to the end.</returns>
    public static async Task<double> TimeAsync(Command command, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Start(command);
        await EndAsync(process, command, cancellation);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <returns>
    /// The megabytes that the command and all it started held at their peaks, added up. Looking costs time, so this is
    /// never the run that is timed.
    /// </returns>
    public static async Task<double> PeakMemoryAsync(Command command, CancellationToken cancellation)
    {
        using var process = Start(command);
        var peaks = new Dictionary<int, long>();
        var ended = EndAsync(process, command, cancellation);
        while (!ended.IsCompleted)
        {
            Look(process.Id, peaks);
            await Task.WhenAny(ended, Task.Delay(SampleInterval, cancellation));
        }
        await ended;
        return peaks.Values.Sum() / 1024.0;
    }

    private static Process Start(Command command)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            WorkingDirectory = command.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static async Task EndAsync(Process process, Command command, CancellationToken cancellation)
    {
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        if (process.ExitCode != 0)
        {
            var said = $"{await output}\n{await errors}".Trim();
            throw new BenchException($"'{command.File} {string.Join(' ', command.Arguments)}' ended with code {process.ExitCode}:\n{said}");
        }
    }

    private static void Look(int process, Dictionary<int, long> peaks)
    {
        try
        {
            var peak = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            if (peak is not null)
                peaks[process] = long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
            {
                foreach (var child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    Look(int.Parse(child, CultureInfo.InvariantCulture), peaks);
            }
        }
        catch (IOException)
        {
            // It has ended meanwhile; what was seen last counts.
        }
    }
}
