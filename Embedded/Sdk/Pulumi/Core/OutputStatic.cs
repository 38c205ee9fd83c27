using System.Collections.Immutable;
using System.Globalization;

namespace Pulumi;

/// <summary>Makes outputs, and makes one of many.</summary>
public static partial class Output
{
    public static Output<T> Create<T>(T value) => Output<T>.Known(value);

    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    public static Output<T> CreateSecret<T>(T value) => Output<T>.Known(value, isSecret: true);

    public static Output<T> CreateSecret<T>(Task<T> value) => Output<T>.Create(value, isSecret: true);

    public static Output<T> CreateSecret<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Select(data => new(data.Resources, data.Value, data.IsKnown, isSecret: true));
    }

    public static Output<T> Unsecret<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Select(data => new(data.Resources, data.Value, data.IsKnown, isSecret: false));
    }

    public static async Task<bool> IsSecretAsync<T>(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (await output.DataTask.ConfigureAwait(false)).IsSecret;
    }

    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => AllOf(inputs);

    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => AllOf(inputs.ToArray());

    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All(outputs.AsEnumerable());

    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs)
        => AllOf(outputs.Select(output => (Input<T>)output).ToArray());

    /// <summary>Fills a text's holes with values, outputs and inputs alike.</summary>
    public static Output<string> Format(FormattableString formattableString)
    {
        ArgumentNullException.ThrowIfNull(formattableString);
        return new(FormatAsync());

        async Task<OutputData<string>> FormatAsync()
        {
            var merge = new OutputMerge();
            var arguments = formattableString.GetArguments().ToArray();
            for (var i = 0; i < arguments.Length; i++)
            {
                if (AsOutput(arguments[i]) is not { } output)
                    continue;
                var data = await output.GetDataAsync().ConfigureAwait(false);
                merge.Add(data);
                arguments[i] = data.BoxedValue;
            }

            return merge.Of(merge.IsKnown ? string.Format(CultureInfo.InvariantCulture, formattableString.Format, arguments) : "");
        }
    }

    internal static IOutput? AsOutput(object? value) => value switch
    {
        IOutput output => output,
        IInput input => input.ToOutput(),
        _ => null,
    };

    private static Output<ImmutableArray<T>> AllOf<T>(IReadOnlyList<Input<T>> inputs)
    {
        return new(AllAsync());

        async Task<OutputData<ImmutableArray<T>>> AllAsync()
        {
            var merge = new OutputMerge();
            var values = ImmutableArray.CreateBuilder<T>(inputs.Count);
            foreach (var input in inputs)
                values.Add(merge.Take(await input.ToOutput().DataTask.ConfigureAwait(false)));
            return merge.Of(values.MoveToImmutable());
        }
    }
}
