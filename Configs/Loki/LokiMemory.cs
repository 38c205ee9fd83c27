namespace Infra.Configs.Loki;

/// <summary>How Loki divides the memory of its container.</summary>
/// <param name="Megabytes">The container's limit.</param>
internal readonly record struct LokiMemory(int Megabytes)
{
    /// <summary>What a replay of the write-ahead log may take before it writes chunks in between. The default of 4 GB would kill a smaller container at its start, each time.</summary>
    public ByteSize ReplayCeiling => new(Share(75), "MB");

    /// <summary>What the Go runtime is told, which unlike that of the other services does not look by itself: <c>GOMEMLIMIT</c>.</summary>
    public string GoLimit => $"{Share(90)}MiB";

    public int ChunkCacheMegabytes => (int)Math.Max(8, Share(12));

    /// <summary>One for each kind of result.</summary>
    public int ResultCacheMegabytes => (int)Math.Max(4, Share(4));

    private long Share(int percent) => Math.Max(1, (long)Megabytes * percent / 100);
}
