using System.Collections.Immutable;

namespace Pulumi;

#pragma warning disable CA2225 // The named alternatives are the constructor and Add.
public sealed partial class InputList<T>
{
    public static implicit operator InputList<T>(T value) => new([(Input<T>)value]);

    public static implicit operator InputList<T>(Output<T> value) => new([(Input<T>)value]);

    public static implicit operator InputList<T>(Input<T> value) => new([value]);

    public static implicit operator InputList<T>(T[] values) => Of(values);

    public static implicit operator InputList<T>(Output<T>[] values) => Of(values);

    public static implicit operator InputList<T>(Input<T>[] values) => new(values);

    public static implicit operator InputList<T>(List<T> values) => Of(values);

    public static implicit operator InputList<T>(List<Output<T>> values) => Of(values);

    public static implicit operator InputList<T>(List<Input<T>> values) => new(values);

    public static implicit operator InputList<T>(ImmutableArray<T> values) => values.IsDefault ? [] : Of(values.AsEnumerable());

    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) => values.IsDefault ? [] : Of(values.AsEnumerable());

    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => values.IsDefault ? [] : new(values.AsEnumerable());

    public static implicit operator InputList<T>(Output<T[]> values) => Of(values.Apply(items => items?.AsEnumerable()));

    public static implicit operator InputList<T>(Output<List<T>> values) => Of(values.Apply(items => items?.AsEnumerable()));

    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => Of(values.Apply(items => (IEnumerable<T>?)items));

    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values)
        => Of(values.Apply(items => items.IsDefault ? null : items.AsEnumerable()));

    private static InputList<T> Of(IEnumerable<T> values) => new(values.Select(value => (Input<T>)value));

    private static InputList<T> Of(IEnumerable<Output<T>> values) => new(values.Select(value => (Input<T>)value));

    private static InputList<T> Of(Output<IEnumerable<T>?> values)
        => new(values.Apply(items => items is null ? [] : items.Select(item => (Input<T>)item).ToImmutableArray()));
}
