namespace Infra.Configs.Tempo;

/// <summary>Where Tempo's files are in its container. All that it writes is in its data folder, the rest may be read-only.</summary>
internal static class TempoPaths
{
    public const string ConfigFolder = "/etc/tempo";
    public const string ConfigFile = "tempo.yaml";

    /// <summary>The folder that survives the container.</summary>
    public const string Data = "/var/tempo";

    public const string Blocks = $"{Data}/blocks";
    public const string Wal = $"{Data}/wal";
    public const string LiveTraces = $"{Data}/live-store/traces";
    public const string ShutdownMarker = $"{Data}/live-store/shutdown-marker";
    public const string Scheduler = $"{Data}/scheduler";
    public const string GeneratorWal = $"{Data}/generator/wal";
}
