namespace Infra.Tests.Support;

/// <summary>Waits for something that is about to be so, such as a server that starts.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Repeats something until it throws nothing.</summary>
    public static async Task SucceedsAsync(Func<Task> action) => await GivesAsync(async () =>
    {
        await action();
        return true;
    });

    /// <inheritdoc cref="SucceedsAsync"/>
    public static async Task<T> GivesAsync<T>(Func<Task<T>> action)
    {
        var end = DateTime.UtcNow + Limit;
        while (true)
        {
            try
            {
                return await action();
            }
            catch (Exception exception) when (exception is not OperationCanceledException && DateTime.UtcNow < end)
            {
                await Task.Delay(Pause, TestContext.Current.CancellationToken);
            }
        }
    }
}
