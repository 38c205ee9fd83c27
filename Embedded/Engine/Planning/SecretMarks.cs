using Embedded.Engine.Values;

namespace Embedded.Engine.Planning;

/// <summary>
/// Providers get and give plain values. Here the marks are put on again: on inputs where the program had them, on outputs
/// where an input of that name holds a secret, or the program or the provider's schema says so.
/// </summary>
internal static class SecretMarks
{
    /// <summary>The values with the marks that <paramref name="original"/> has in the same places.</summary>
    public static PropertyMap Restore(PropertyMap values, PropertyMap original)
    {
        foreach (var (name, value) in original)
            if (value.ContainsSecret && values.Get(name) is { } plain)
                values = values.Set(name, Restore(plain, value));
        return values;
    }

    /// <summary>An output is secret whole: where exactly in it the secret is, only the provider could say.</summary>
    public static PropertyMap MarkOutputs(PropertyMap outputs, PropertyMap inputs, IEnumerable<string> additional)
    {
        foreach (var (name, value) in inputs)
            if (value.ContainsSecret && outputs.Get(name) is { } output)
                outputs = outputs.Set(name, Secret(output));
        foreach (var name in additional)
            if (outputs.Get(name) is { } output)
                outputs = outputs.Set(name, Secret(output));
        return outputs;
    }

    private static PropertyValue Secret(PropertyValue value) => PropertyValue.Secret(value is SecretValue ? value : value.WithoutSecrets());

    private static PropertyValue Restore(PropertyValue plain, PropertyValue original) => (plain, original) switch
    {
        (SecretValue, _) => plain,
        (_, SecretValue) => PropertyValue.Secret(plain),
        _ when !original.ContainsSecret => plain,
        (MapValue values, MapValue marked) => PropertyValue.Of(Restore(values.Properties, marked.Properties)),
        (ListValue values, ListValue marked) when values.Items.Length == marked.Items.Length =>
            PropertyValue.Of(values.Items.Zip(marked.Items, Restore)),
        // The provider has changed the shape: which part is the secret cannot be told any more.
        _ => PropertyValue.Secret(plain),
    };
}
