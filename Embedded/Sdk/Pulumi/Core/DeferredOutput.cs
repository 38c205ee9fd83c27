namespace Pulumi;

/// <summary>An output whose source is named only later, once.</summary>
public sealed class DeferredOutput<T>
{
    private readonly TaskCompletionSource<Output<T>> _source = new();

    public DeferredOutput() => Output = new(FollowAsync());

    public Output<T> Output { get; }

    public void Resolve(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!_source.TrySetResult(output))
            throw new InvalidOperationException("DeferredOutput can only be resolved once.");
    }

    private async Task<OutputData<T>> FollowAsync()
        => await (await _source.Task.ConfigureAwait(false)).DataTask.ConfigureAwait(false);
}
