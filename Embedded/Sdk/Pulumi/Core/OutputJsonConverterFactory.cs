using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi;

/// <summary>Reads and writes the outputs and inputs inside a value.</summary>
/// <param name="merge">Takes what the outputs that were written say of themselves.</param>
/// <param name="origin">Lends dependencies and secrecy to outputs that are read.</param>
internal sealed class OutputJsonConverterFactory(OutputMerge merge, IOutputData origin) : JsonConverterFactory
{
    public List<Task> Pending { get; } = [];

    private IOutputData Origin { get; } = origin;

    public override bool CanConvert(Type typeToConvert)
        => typeToConvert.IsAssignableTo(typeof(IOutput)) || typeToConvert.IsAssignableTo(typeof(IInput));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var element = typeToConvert.GenericTypeArguments.FirstOrDefault();
        var generic = typeToConvert.IsGenericType ? typeToConvert.GetGenericTypeDefinition() : null;
        var converter = generic == typeof(Output<>) ? typeof(OutputConverter<>).MakeGenericType(element!)
            : generic == typeof(Input<>) ? typeof(InputConverter<>).MakeGenericType(element!)
            : generic == typeof(InputList<>) ? typeof(ListConverter<>).MakeGenericType(element!)
            : generic == typeof(InputMap<>) ? typeof(MapConverter<>).MakeGenericType(element!)
            : typeof(OtherInputConverter<>).MakeGenericType(typeToConvert);
        return (JsonConverter)Activator.CreateInstance(converter, this)!;
    }

    private void Write(Utf8JsonWriter writer, IOutput output, JsonSerializerOptions options)
    {
        var task = output.GetDataAsync();
        if (!task.IsCompleted)
        {
            Pending.Add(task);
            writer.WriteNullValue();
            return;
        }

        var data = task.GetAwaiter().GetResult();
        merge.Add(data);
        if (data.IsKnown && data.BoxedValue is { } value)
            JsonSerializer.Serialize(writer, value, options);
        else
            writer.WriteNullValue();
    }

    private Output<T> Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
        => new(Task.FromResult(new OutputData<T>(
            Origin.Resources, JsonSerializer.Deserialize<T>(ref reader, options)!, isKnown: true, Origin.IsSecret)));

    private sealed class OutputConverter<T>(OutputJsonConverterFactory factory) : JsonConverter<Output<T>>
    {
        public override Output<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => factory.Read<T>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, Output<T> value, JsonSerializerOptions options)
            => factory.Write(writer, value, options);
    }

    private sealed class InputConverter<T>(OutputJsonConverterFactory factory) : JsonConverter<Input<T>>
    {
        public override Input<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => factory.Read<T>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, Input<T> value, JsonSerializerOptions options)
            => factory.Write(writer, value.ToOutput(), options);
    }

    private sealed class ListConverter<T>(OutputJsonConverterFactory factory) : JsonConverter<InputList<T>>
    {
        public override InputList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => factory.Read<ImmutableArray<T>>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, InputList<T> value, JsonSerializerOptions options)
            => factory.Write(writer, value.ToOutput(), options);
    }

    private sealed class MapConverter<T>(OutputJsonConverterFactory factory) : JsonConverter<InputMap<T>>
    {
        public override InputMap<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => factory.Read<ImmutableDictionary<string, T>>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, InputMap<T> value, JsonSerializerOptions options)
            => factory.Write(writer, value.ToOutput(), options);
    }

    private sealed class OtherInputConverter<TInput>(OutputJsonConverterFactory factory) : JsonConverter<TInput>
        where TInput : IInput
    {
        public override TInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => throw new NotSupportedException($"{typeof(TInput)} cannot be read from JSON; declare it as Output<T> or Input<T>.");

        public override void Write(Utf8JsonWriter writer, TInput value, JsonSerializerOptions options)
            => factory.Write(writer, value.ToOutput(), options);
    }
}
