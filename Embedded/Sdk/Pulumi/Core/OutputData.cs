using System.Collections.Immutable;

namespace Pulumi;

/// <summary>What an output resolves to, whatever its type.</summary>
internal interface IOutputData
{
    ImmutableHashSet<Resource> Resources { get; }

    object? BoxedValue { get; }

    bool IsKnown { get; }

    bool IsSecret { get; }
}

/// <summary>What an output resolves to: a value, and where it comes from.</summary>
/// <remarks>A class, not a struct: tasks over a reference type share their compiled code, which start-up feels.</remarks>
internal sealed class OutputData<T>(ImmutableHashSet<Resource> resources, T value, bool isKnown, bool isSecret) : IOutputData
{
    public ImmutableHashSet<Resource> Resources { get; } = resources;

    public T Value { get; } = value;

    public bool IsKnown { get; } = isKnown;

    public bool IsSecret { get; } = isSecret;

    object? IOutputData.BoxedValue => Value;

    public static OutputData<T> Known(T value, bool isSecret = false)
        => new(ImmutableHashSet<Resource>.Empty, value, isKnown: true, isSecret);

    public static OutputData<T> Unknown(ImmutableHashSet<Resource> resources, bool isSecret)
        => new(resources, default!, isKnown: false, isSecret);
}

/// <summary>Gathers what several outputs have in common when they become one.</summary>
internal sealed class OutputMerge
{
    private readonly ImmutableHashSet<Resource>.Builder _resources = ImmutableHashSet.CreateBuilder<Resource>();
    private bool _isKnown = true;
    private bool _isSecret;

    public T Take<T>(OutputData<T> data)
    {
        Add(data);
        return data.Value;
    }

    public void Add(IOutputData data)
    {
        if (!data.Resources.IsEmpty)
            _resources.UnionWith(data.Resources);
        _isKnown &= data.IsKnown;
        _isSecret |= data.IsSecret;
    }

    public void AddUnknown() => _isKnown = false;

    public bool IsKnown => _isKnown;

    public OutputData<T> Of<T>(T value) => new(_resources.ToImmutable(), value, _isKnown, _isSecret);
}
