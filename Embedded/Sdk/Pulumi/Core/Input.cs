namespace Pulumi;

internal interface IInput
{
    IOutput ToOutput();
}

/// <summary>A list or map of inputs, whose members resolve each on its own.</summary>
internal interface IInputCollection
{
    /// <summary>The members as they were given: a collection of inputs, or an output of one.</summary>
    object Members { get; }
}

/// <summary>What a resource is given: a plain value, or an output of another resource.</summary>
public class Input<T> : IInput
{
    private Output<T>? _output;

    private protected Input(Output<T>? output) => _output = output;

    private protected virtual Output<T> Resolve() => throw new InvalidOperationException("An input without a value.");

    /// <summary>To be called when what <see cref="Resolve" /> would say has changed.</summary>
    private protected void Forget() => _output = null;

    internal Output<T> AsOutput() => _output ??= Resolve();

    IOutput IInput.ToOutput() => AsOutput();

#pragma warning disable CA2225 // The named alternatives are Output.Create and ToOutput.
    public static implicit operator Input<T>(T value) => new(Output.Create(value));

    public static implicit operator Input<T>(Output<T> value)
        => new(value ?? throw new ArgumentNullException(nameof(value), $"An Output<{typeof(T).Name}> is null; its resource has not been made yet."));

    public static implicit operator Output<T>(Input<T> input) => input.AsOutput();
#pragma warning restore CA2225
}

/// <summary>What can be done with an input as with an output; an input that is null counts as the default value.</summary>
public static class InputExtensions
{
    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, TResult> func) => input.ToOutput().Apply(func);

    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Task<TResult>> func) => input.ToOutput().Apply(func);

    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Input<TResult>?> func) => input.ToOutput().Apply(func);

    public static Output<TResult> Apply<T, TResult>(this Input<T>? input, Func<T, Output<TResult>?> func) => input.ToOutput().Apply(func);

    public static Output<T> ToOutput<T>(this Input<T>? input) => input?.AsOutput() ?? Output.Create(default(T)!);
}

/// <summary>Adds to lists of unions without naming the union.</summary>
public static class InputListExtensions
{
    public static void Add<T0, T1>(this InputList<Union<T0, T1>> list, Input<T0> value) => list.Add(value.Apply(Union<T0, T1>.FromT0));

    public static void Add<T0, T1>(this InputList<Union<T0, T1>> list, Input<T1> value) => list.Add(value.Apply(Union<T0, T1>.FromT1));
}

/// <summary>Adds to maps of unions without naming the union.</summary>
public static class InputMapExtensions
{
    public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T0> value) => map.Add(key, value.Apply(Union<T0, T1>.FromT0));

    public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T1> value) => map.Add(key, value.Apply(Union<T0, T1>.FromT1));
}
