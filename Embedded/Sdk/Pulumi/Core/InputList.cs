using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A list of inputs. Its elements resolve each on its own, so that one unknown or secret element leaves the others as they are.</summary>
#pragma warning disable CA1010, CA1710 // The official SDK's interfaces and name.
public sealed partial class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>, IInputCollection
#pragma warning restore CA1010, CA1710
{
    // In order: an element, or a whole list that is an output itself.
    private readonly List<(Input<T>? Element, Output<ImmutableArray<Input<T>>>? List)> _parts = [];

    public InputList()
        : base(null)
    {
    }

    private InputList(IEnumerable<Input<T>> elements)
        : base(null)
        => _parts.AddRange(elements.Select(element => ((Input<T>?)element, (Output<ImmutableArray<Input<T>>>?)null)));

    private InputList(Output<ImmutableArray<Input<T>>> list)
        : base(null)
        => _parts.Add((null, list));

    object IInputCollection.Members => Members();

    internal bool IsEmpty => _parts.Count == 0;

    public void Add(params Input<T>[] inputs) => AddRange(inputs);

    public void Add(InputList<T> inputs) => AddRange(inputs);

    public void AddRange(InputList<T> inputs)
    {
        // A copy, since a list may be added to itself.
        _parts.AddRange(inputs._parts.ToArray());
        Forget();
    }

    public InputList<T> Concat(InputList<T> other)
    {
        var result = Clone();
        result.AddRange(other);
        return result;
    }

    internal InputList<T> Clone()
    {
        var result = new InputList<T>();
        result._parts.AddRange(_parts);
        return result;
    }

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException($"The elements of an InputList are there only later. Enumerate it with 'await foreach' ({nameof(GetAsyncEnumerator)}).");

    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var value in await AsOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false))
            yield return value;
    }

    private protected override Output<ImmutableArray<T>> Resolve() => Members() is Output<ImmutableArray<Input<T>>> list
        ? list.Apply(elements => Output.All(elements.AsEnumerable()))
        : Output.All(_parts.Select(part => part.Element!));

    private object Members()
    {
        if (_parts.TrueForAll(part => part.List is null))
            return _parts.ConvertAll(part => part.Element);
        if (_parts is [var only])
            return only.List!;
        var parts = _parts.ToArray();
        return Output.All(parts.Select(part => part.List).OfType<Output<ImmutableArray<Input<T>>>>()).Apply(lists =>
        {
            var next = 0;
            return parts.SelectMany(part => part.List is null ? [part.Element!] : lists[next++].AsEnumerable()).ToImmutableArray();
        });
    }
}
