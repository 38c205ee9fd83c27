using System.Text.Json;

namespace Pulumi;

public static partial class Output
{
    /// <summary>Writes a value as JSON; outputs inside it count as what they resolve to.</summary>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(SerializeAsync());

        async Task<OutputData<string>> SerializeAsync()
        {
            var data = await value.DataTask.ConfigureAwait(false);
            if (!data.IsKnown)
                return OutputData<string>.Unknown(data.Resources, data.IsSecret);

            // A converter cannot wait. Outputs that it meets before they are there are waited for here, then it is asked again.
            while (true)
            {
                var merge = new OutputMerge();
                merge.Add(data);
                var outputs = new OutputJsonConverterFactory(merge, data);
                var json = JsonSerializer.Serialize(data.Value, WithConverter(options, outputs));
                if (outputs.Pending.Count == 0)
                    return merge.Of(merge.IsKnown ? json : "");
                await Task.WhenAll(outputs.Pending).ConfigureAwait(false);
            }
        }
    }

    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new(DeserializeAsync());

        async Task<OutputData<T>> DeserializeAsync()
        {
            var data = await json.DataTask.ConfigureAwait(false);
            if (!data.IsKnown)
                return OutputData<T>.Unknown(data.Resources, data.IsSecret);
            var outputs = new OutputJsonConverterFactory(new OutputMerge(), data);
            var value = JsonSerializer.Deserialize<T>(data.Value, WithConverter(options, outputs));
            return new(data.Resources, value!, isKnown: true, data.IsSecret);
        }
    }

    private static JsonSerializerOptions WithConverter(JsonSerializerOptions? options, OutputJsonConverterFactory converter)
    {
        var own = options is null ? new JsonSerializerOptions() : new JsonSerializerOptions(options);
        own.Converters.Add(converter);
        return own;
    }
}
