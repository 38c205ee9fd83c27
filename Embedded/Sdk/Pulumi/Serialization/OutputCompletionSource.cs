using System.Collections.Immutable;

namespace Pulumi.Serialization;

/// <summary>The other end of a resource's output.</summary>
internal interface IOutputCompletionSource
{
    Type ValueType { get; }

    IOutput Output { get; }

    void SetResult(object? value, bool isKnown, bool isSecret, ImmutableHashSet<Resource> dependencies);

    /// <summary>For an output that the engine said nothing of.</summary>
    void TrySetDefault(bool isKnown);

    void TrySetException(Exception exception);
}

internal sealed class OutputCompletionSource<T> : IOutputCompletionSource
{
    private readonly ImmutableHashSet<Resource> _resource;
    private readonly TaskCompletionSource<OutputData<T>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Output<T> _output;

    private OutputCompletionSource(Resource resource)
    {
        _resource = [resource];
        // The registration is tracked, and ends only after its outputs.
        _output = new(_source.Task, tracked: false);
    }

    public static IOutputCompletionSource Create(Resource resource) => new OutputCompletionSource<T>(resource);

    public Type ValueType => typeof(T);

    public IOutput Output => _output;

    public void SetResult(object? value, bool isKnown, bool isSecret, ImmutableHashSet<Resource> dependencies)
        => _source.TrySetResult(new(_resource.Union(dependencies), value is null ? default! : (T)value, isKnown, isSecret));

    public void TrySetDefault(bool isKnown) => _source.TrySetResult(new(_resource, default!, isKnown, isSecret: false));

    public void TrySetException(Exception exception) => _source.TrySetException(exception);
}
