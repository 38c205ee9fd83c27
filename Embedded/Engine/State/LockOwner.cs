using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Embedded.Engine.State;

/// <summary>Who holds a lock: the CLI's fields, and the process's start so that a reused process id is noticed.</summary>
/// <param name="Started">Opaque mark of the process's start; null in a lock that the CLI wrote.</param>
internal sealed record LockOwner(int Pid, string User, string Host, DateTimeOffset Since, string? Command, string? Started)
{
    public static LockOwner Current(string command) => new(
        Environment.ProcessId, Environment.UserName, HostName(), DateTimeOffset.Now, command, StartMark(Environment.ProcessId));

    /// <summary>Whether it is certain that the owner is gone. Of another host's processes nothing is certain.</summary>
    public bool IsGone()
    {
        if (Host != HostName())
            return false;
        if (StartMark(Pid) is not { } mark)
            return true;
        return Started is not null ? Started != mark : StartedAfter(Since);
    }

    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, PropertyJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteNumber("pid", Pid);
            writer.WriteString("username", User);
            writer.WriteString("hostname", Host);
            writer.WriteString("timestamp", Since.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
            writer.WriteString("command", Command);
            writer.WriteString("started", Started);
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <returns>Null where it is not a lock's text.</returns>
    public static LockOwner? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new LockOwner(
                root.GetProperty("pid").GetInt32(),
                root.GetProperty("username").GetString() ?? "",
                root.GetProperty("hostname").GetString() ?? "",
                root.GetProperty("timestamp").GetDateTimeOffset(),
                root.TryGetProperty("command", out var command) ? command.GetString() : null,
                root.TryGetProperty("started", out var started) ? started.GetString() : null);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    public override string ToString() => Command is null ? $"{User}@{Host} (process {Pid})" : $"{User}@{Host} (process {Pid}, '{Command}')";

    /// <returns>Null where no such process lives.</returns>
    private static string? StartMark(int pid)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // The name in parentheses may hold anything; state is the first field after it, the start time the 20th.
                var stat = File.ReadAllText($"/proc/{pid}/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                return fields[0] is "Z" or "X"
                    ? null
                    : $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}:{fields[19]}";
            }
            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return "hidden";
        }
    }

    private bool StartedAfter(DateTimeOffset time)
    {
        try
        {
            using var process = Process.GetProcessById(Pid);
            return process.StartTime > time.LocalDateTime.AddSeconds(2);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>The name as the CLI writes it: whole, where <see cref="Environment.MachineName"/> ends at the first period.</summary>
    private static string HostName() => File.Exists("/proc/sys/kernel/hostname")
        ? File.ReadAllText("/proc/sys/kernel/hostname").Trim()
        : Environment.MachineName;
}
