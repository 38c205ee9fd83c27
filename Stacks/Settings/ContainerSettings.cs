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

    public required string LogMaxSize { get; init; }

    public required int LogMaxFiles { get; init; }

    public required Duration WaitTimeout { get; init; }

    public required Duration StopGracePeriod { get; init; }

    public required Duration HealthCheckInterval { get; init; }

    /// <summary>Memory limits by service.</summary>
    public required IReadOnlyDictionary<string, int> MemoryMegabytes { get; init; }

    /// <summary>Processor limits by service.</summary>
    public required IReadOnlyDictionary<string, decimal> Processors { get; init; }

    public static ContainerSettings Read(SettingReader reader, StackEnvironment environment, EnvironmentDefaults defaults) => new()
    {
        Hardened = reader.Flag("hardenContainers", defaults.HardenContainers),
        KeepData = reader.Flag("keepData", defaults.KeepData),
        LogMaxSize = reader.Text("logMaxSize", "10m", LogSize().IsMatch, "a number with the unit k, m or g, such as 10m"),
        LogMaxFiles = reader.Number("logMaxFiles", 3, 1, 100),
        WaitTimeout = reader.Duration("containerWaitTimeout", Duration.Minutes(2), Duration.Seconds(5), Duration.Hours(1)),
        StopGracePeriod = reader.Duration("stopGracePeriod", Duration.Seconds(30), Duration.Seconds(1), Duration.Minutes(10)),
        HealthCheckInterval = reader.Duration("healthCheckInterval", defaults.HealthCheckInterval, Duration.Seconds(1), Duration.Minutes(5)),
        MemoryMegabytes = WithDefaults(
            reader.Map<Limit<int>>("memoryLimits", ServiceNames.All, MemoryLimit, "a number of megabytes from 16 to 1048576"),
            ServiceDefaults.All.ToDictionary(service => service.Name, service => service.MemoryMegabytes(environment))),
        Processors = WithDefaults(
            reader.Map<Limit<decimal>>("cpuLimits", ServiceNames.All, ProcessorLimit, "a number of processors from 0.1 to 256, such as 0.5"),
            ServiceDefaults.All.ToDictionary(service => service.Name, service => service.Processors)),
    };

    private static Dictionary<string, T> WithDefaults<T>(IReadOnlyDictionary<string, Limit<T>> given, IReadOnlyDictionary<string, T> defaults) =>
        defaults.ToDictionary(pair => pair.Key, pair => given.TryGetValue(pair.Key, out var limit) ? limit.Value : pair.Value);

    private static Limit<int>? MemoryLimit(JsonElement element) =>
        int.TryParse(element.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes is >= 16 and <= 1048576
            ? new Limit<int>(megabytes)
            : null;

    private static Limit<decimal>? ProcessorLimit(JsonElement element) =>
        decimal.TryParse(element.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var processors)
        // Below that, the official provider cannot tell one number from another.
        && processors is >= 0.1m and <= 256m
            ? new Limit<decimal>(processors)
            : null;

    // A reference type, so that «none» can be told from zero whatever the number's type.
    private sealed record Limit<T>(T Value);

    [GeneratedRegex("^[1-9][0-9]*[kmg]$")]
    private static partial Regex LogSize();
}
