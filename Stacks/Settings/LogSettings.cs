using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>How containers' logs are collected, and where they go.</summary>
internal sealed partial record LogSettings
{
    /// <summary>The path of Docker's socket.</summary>
    public required string DockerSocket { get; init; }

    /// <summary>The number of the group that may use it; null for its owner.</summary>
    public required int? DockerSocketGroup { get; init; }

    /// <summary>Where Docker keeps its containers.</summary>
    public required string DockerRoot { get; init; }

    /// <summary>The path of containerd's socket, for cAdvisor, if images are in its store; null if they are in Docker's own.</summary>
    public required string? ContainerdSocket { get; init; }

    /// <summary>Lines that are older when Alloy first sees them are dropped.</summary>
    public required Duration MaxAge { get; init; }

    /// <summary>How many lines a second each container may write for long.</summary>
    public required int LinesPerSecond { get; init; }

    /// <summary>How long Loki may be away without a line being lost.</summary>
    public required Duration Outage { get; init; }

    /// <summary>How many megabytes of lines may wait for Loki; of more the oldest are dropped.</summary>
    public required int DiskMegabytes { get; init; }

    /// <summary>Services that write log lines all the time, so that their silence is an alert.</summary>
    public required IReadOnlyList<string> SilenceServices { get; init; }

    /// <summary>For how long they may write none.</summary>
    public required Duration SilencePeriod { get; init; }

    /// <summary>A Loki that is written to in place of the stack's own; null for that.</summary>
    public required RemoteStoreSettings? Loki { get; init; }

    public static LogSettings Read(SettingReader reader) => new()
    {
        DockerSocket = reader.Text("dockerSocket", "/var/run/docker.sock", IsPath, "the path of Docker's socket on its machine"),
        DockerSocketGroup = Group(reader),
        DockerRoot = reader.Text("dockerRoot", "/var/lib/docker", IsPath, "the path of Docker's folder on its machine"),
        ContainerdSocket = Containerd(reader),
        MaxAge = reader.Duration("logMaxAge", Duration.Days(6), Duration.Hours(1), Duration.Days(365)),
        LinesPerSecond = reader.Number("logRateLimit", 1000, 1, 1_000_000),
        Outage = reader.Duration("logOutage", Duration.Hours(24), Duration.Minutes(10), Duration.Days(7)),
        // A file of what waits has 128 megabytes, and the one that is being written stays.
        DiskMegabytes = reader.Number("logDiskLimit", 5120, 512, 1_000_000),
        SilenceServices = reader.List(
            "logSilenceServices", [ServiceNames.DagsterDaemon], ServiceName().IsMatch, "services by their label in Loki, separated by commas, such as dagster-daemon,trino, or none"),
        SilencePeriod = reader.Duration("logSilencePeriod", Duration.Minutes(30), Duration.Minutes(5), Duration.Hours(6)),
        Loki = RemoteStoreSettings.ReadLoki(reader),
    };

    private static int? Group(SettingReader reader)
    {
        var group = reader.Text(
            "dockerSocketGroup", SettingReader.None,
            text => text == SettingReader.None || (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 65535),
            "the number of a group from 0 to 65535 (stat -c %g /var/run/docker.sock), or none");
        return group == SettingReader.None ? null : int.Parse(group, CultureInfo.InvariantCulture);
    }

    private static string? Containerd(SettingReader reader)
    {
        var socket = reader.Text("containerdSocket", SettingReader.None, text => text == SettingReader.None || IsPath(text), "the path of containerd's socket on its machine, or none");
        return socket == SettingReader.None ? null : socket;
    }

    // A colon would end it for Docker.
    private static bool IsPath(string text) => text.StartsWith('/') && text.Length > 1 && !text.Any(character => char.IsControl(character) || character is ':' or ',');

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex ServiceName();
}
