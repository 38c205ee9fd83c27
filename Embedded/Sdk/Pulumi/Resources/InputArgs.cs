using Google.Protobuf;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A set of inputs: members marked with <see cref="InputAttribute" />.</summary>
public abstract class InputArgs
{
    protected InputArgs()
    {
    }

    /// <summary>The inputs by their wire names, those without a value included.</summary>
    internal virtual IReadOnlyDictionary<string, object?> ToDictionary()
    {
        var members = InputMember.Of(GetType());
        var result = new Dictionary<string, object?>(members.Length, StringComparer.Ordinal);
        foreach (var member in members)
        {
            var value = member.GetValue(this);
            if (value is null && member.Attribute.IsRequired)
            {
                throw new ArgumentException(
                    $"Missing required input '{member.Attribute.Name}': [Input] {GetType().FullName}.{member.Name} is required but was not given a value.");
            }

            result[member.Attribute.Name] = member.Attribute.Json && value is not null ? ToJson(member.Attribute.Name, value) : value;
        }

        return result;
    }

    private static Output<string> ToJson(string path, object value)
    {
        return Output.AsOutput(value) is { } output
            ? output.UntypedApply(inner => Output.Create(FormatAsync(inner)))
            : Output.Create(FormatAsync(value));

        async Task<string> FormatAsync(object? inner)
        {
            var serialized = await new Serializer(keepResources: false).SerializeAsync(path, inner).ConfigureAwait(false);
            return JsonFormatter.Default.Format(serialized ?? Google.Protobuf.WellKnownTypes.Value.ForNull());
        }
    }
}
