using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>What all containers have in common.</summary>
internal sealed partial record ContainerSettings
{
    /// <summary>Read-only root, no capabilities, no way to new privileges, a user that is not root.</summary>
    public required bool Hardened { get; init; }

    /// <summary>Whether data volumes outlive the stack.</summary>
    public required bool KeepData { get; init; }

    /// <summary>The size at which a log is rotated; null lets it grow.</summary>
    public required string? LogMaxSize { get; init; }

    public required int LogMaxFiles { get; init; }

    public required Duration WaitTimeout { get; init; }

    public required Duration StopGracePeriod { get; init; }

    public required Duration HealthCheckInterval { get; init; }

    /// <summary>How many processes and threads the user of a container may have; null for any number.</summary>
    public required int? ProcessLimit { get; init; }

    /// <summary>Memory limits by service; null for none.</summary>
    public required IReadOnlyDictionary<string, int?> MemoryMegabytes { get; init; }

    /// <summary>Processor limits by service; null for none.</summary>
    public required IReadOnlyDictionary<string, decimal?> Processors { get; init; }

    public static ContainerSettings Read(SettingReader reader, StackEnvironment environment, EnvironmentDefaults defaults) => new()
    {
        Hardened = reader.Flag("hardenContainers", defaults.HardenContainers),
        KeepData = reader.Flag("keepData", defaults.KeepData),
        LogMaxSize = OrNone(reader.Text(
            "logMaxSize", "10m", text => text == SettingReader.None || LogSize().IsMatch(text), "a number with the unit k, m or g, such as 10m, or none")),
        LogMaxFiles = reader.Number("logMaxFiles", 3, 1, 100),
        WaitTimeout = reader.Duration("containerWaitTimeout", Duration.Minutes(2), Duration.Seconds(5), Duration.Hours(1)),
        StopGracePeriod = reader.Duration("stopGracePeriod", Duration.Seconds(30), Duration.Seconds(1), Duration.Minutes(10)),
        HealthCheckInterval = reader.Duration("healthCheckInterval", defaults.HealthCheckInterval, Duration.Seconds(1), Duration.Minutes(5)),
        ProcessLimit = ReadProcessLimit(reader),
        MemoryMegabytes = WithDefaults(
            reader.Map<Limit<int>>("memoryLimits", ServiceNames.All, MemoryLimit, "a number of megabytes from 16 to 1048576, or none"),
            ServiceDefaults.All.ToDictionary(service => service.Name, service => service.MemoryMegabytes(environment))),
        Processors = WithDefaults(
            reader.Map<Limit<decimal>>("cpuLimits", ServiceNames.All, ProcessorLimit, "a number of processors from 0.1 to 256, such as 0.5, or none"),
            ServiceDefaults.All.ToDictionary(service => service.Name, service => service.Processors)),
    };

    private static string? OrNone(string text) => text == SettingReader.None ? null : text;

    private static int? ReadProcessLimit(SettingReader reader)
    {
        const string key = "processLimit";
        if (reader.Given(key) == SettingReader.None)
            return null;

        return reader.Value<int>(
            key, 4096,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 64 and <= 1048576 ? limit : null,
            "a whole number from 64 to 1048576, or none");
    }

    private static Dictionary<string, T?> WithDefaults<T>(IReadOnlyDictionary<string, Limit<T>> given, IReadOnlyDictionary<string, T> defaults)
        where T : struct =>
        defaults.ToDictionary(pair => pair.Key, pair => given.TryGetValue(pair.Key, out var limit) ? limit.Value : pair.Value);

    private static Limit<int>? MemoryLimit(JsonElement element) =>
        element.ToString() == SettingReader.None ? new Limit<int>(null)
        : int.TryParse(element.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes is >= 16 and <= 1048576
            ? new Limit<int>(megabytes)
            : null;

    private static Limit<decimal>? ProcessorLimit(JsonElement element) =>
        element.ToString() == SettingReader.None ? new Limit<decimal>(null)
        : decimal.TryParse(element.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var processors)
        // Below that, the official provider cannot tell one number from another.
        && processors is >= 0.1m and <= 256m
            ? new Limit<decimal>(processors)
            : null;

    // A reference type, so that «no limit» can be told from what cannot be read.
    private sealed record Limit<T>(T? Value)
        where T : struct;

    [GeneratedRegex("^[1-9][0-9]*[kmg]$")]
    private static partial Regex LogSize();
}
