using System.Collections.Immutable;

namespace Pulumi;

internal interface IOutput
{
    Task<IOutputData> GetDataAsync();

    Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func);
}

/// <summary>A value that may be there only later, unknown in a preview, or secret, and that knows which resources it comes from.</summary>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData<T>> dataTask)
        : this(dataTask, tracked: true)
    {
    }

    /// <param name="tracked">False if another task that is tracked already ends with this one.</param>
    internal Output(Task<OutputData<T>> dataTask, bool tracked)
    {
        DataTask = dataTask;
        if (tracked && !dataTask.IsCompletedSuccessfully)
            Deployment.TryCurrent?.InFlight.Track(dataTask);
    }

    internal Task<OutputData<T>> DataTask { get; }

#pragma warning disable CA1000 // The official SDK has it here.
    public static Output<T> Create(Task<T> value) => Create(value, isSecret: false);
#pragma warning restore CA1000

    internal static Output<T> Create(Task<T> value, bool isSecret)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(GetDataAsync());

        async Task<OutputData<T>> GetDataAsync() => OutputData<T>.Known(await value.ConfigureAwait(false), isSecret);
    }

    internal static Output<T> Known(T value, bool isSecret = false) => new(Task.FromResult(OutputData<T>.Known(value, isSecret)));

    internal static Output<T> Unknown(T value)
        => new(Task.FromResult(new OutputData<T>(ImmutableHashSet<Resource>.Empty, value, isKnown: false, isSecret: false)));

    public Output<TResult> Apply<TResult>(Func<T, TResult> func)
    {
        return new(ApplyAsync());

        async Task<OutputData<TResult>> ApplyAsync()
        {
            var data = await DataTask.ConfigureAwait(false);
            return data.IsKnown
                ? new(data.Resources, func(data.Value), isKnown: true, data.IsSecret)
                : OutputData<TResult>.Unknown(data.Resources, data.IsSecret);
        }
    }

    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func)
    {
        return new(ApplyAsync());

        async Task<OutputData<TResult>> ApplyAsync()
        {
            var data = await DataTask.ConfigureAwait(false);
            return data.IsKnown
                ? new(data.Resources, await func(data.Value).ConfigureAwait(false), isKnown: true, data.IsSecret)
                : OutputData<TResult>.Unknown(data.Resources, data.IsSecret);
        }
    }

    public Output<ValueTuple> Apply(Func<T, Task> func)
    {
        return Apply(RunAsync);

        async Task<ValueTuple> RunAsync(T value)
        {
            await func(value).ConfigureAwait(false);
            return default;
        }
    }

    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func)
        => Apply(value => func(value).ToOutput());

    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func)
    {
        return new(ApplyAsync());

        async Task<OutputData<TResult>> ApplyAsync()
        {
            var data = await DataTask.ConfigureAwait(false);
            if (!data.IsKnown)
                return OutputData<TResult>.Unknown(data.Resources, data.IsSecret);
            if (func(data.Value) is not { } inner)
                return new(data.Resources, default!, isKnown: true, data.IsSecret);
            var innerData = await inner.DataTask.ConfigureAwait(false);
            return new(data.Resources.Union(innerData.Resources), innerData.Value, innerData.IsKnown, data.IsSecret || innerData.IsSecret);
        }
    }

    public Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func) => Apply(value => func(value));

    async Task<IOutputData> IOutput.GetDataAsync() => await DataTask.ConfigureAwait(false);

    internal Output<T> Select(Func<OutputData<T>, OutputData<T>> change)
    {
        return new(SelectAsync());

        async Task<OutputData<T>> SelectAsync() => change(await DataTask.ConfigureAwait(false));
    }

    internal async Task<T> GetValueAsync(T whenUnknown)
    {
        var data = await DataTask.ConfigureAwait(false);
        return data.IsKnown ? data.Value : whenUnknown;
    }

    public override string ToString()
    {
        const string message = "An Output<T> has no text of its own: its value may come later, or never in a preview. "
            + "Build the text with Output.Format($\"...{output}...\") or output.Apply(value => $\"...{value}...\").";
        if (Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING") is { } setting
            && (setting == "1" || setting.Equals("true", StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidOperationException(message);
        }

        if (Deployment.TryCurrent is not null)
            Log.Warn(message);
        return message;
    }
}
