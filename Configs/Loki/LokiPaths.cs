namespace Infra.Configs.Loki;

/// <summary>Where Loki's files are in its container. All that it writes is in its data folder, the rest may be read-only.</summary>
internal static class LokiPaths
{
    public const string ConfigFolder = "/etc/loki";
    public const string ConfigFile = "loki.yaml";

    /// <summary>The folder that survives the container.</summary>
    public const string Data = "/loki";

    public const string Chunks = $"{Data}/chunks";
    public const string Rules = $"{Data}/rules";
    public const string RulerWork = $"{Data}/rules-temp";
    public const string RulerWal = $"{Data}/ruler-wal";
    public const string Wal = $"{Data}/wal";
    public const string Compactor = $"{Data}/compactor";
    public const string Index = $"{Data}/tsdb-index";
    public const string IndexCache = $"{Data}/tsdb-cache";
}
