using System.Diagnostics;

namespace Embedded.Engine.Providers.Docker;

/// <summary>Tries again for a while: Docker lets go of networks and volumes a moment after the container that used them.</summary>
internal static class Retry
{
    public static readonly TimeSpan RemovalLimit = TimeSpan.FromSeconds(30);

    /// <summary>Whether it came true within the limit.</summary>
    public static async Task<bool> UntilAsync(Func<Task<bool>> attempt, TimeSpan limit, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        var pause = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            if (await attempt())
                return true;
            if (waited.Elapsed > limit)
                return false;
            await Task.Delay(pause, cancellation);
            pause = TimeSpan.FromMilliseconds(Math.Min(1000, pause.TotalMilliseconds * 1.5));
        }
    }
}
