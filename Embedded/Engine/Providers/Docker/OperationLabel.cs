using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>
/// The label by which what an interrupted creation left behind is found again. It is no input and no output.
/// Volumes carry none: their labels are read back by the official provider, which would replace a data volume over it.
/// </summary>
internal static class OperationLabel
{
    public const string Name = "phlo.embedded.operation";

    public static IDictionary<string, IDictionary<string, bool>> Filter(string operationId) =>
        new Dictionary<string, IDictionary<string, bool>>(StringComparer.Ordinal)
        {
            ["label"] = new Dictionary<string, bool>(StringComparer.Ordinal) { [$"{Name}={operationId}"] = true },
        };

    /// <summary>Docker's labels as inputs have them, sorted, without ours.</summary>
    public static PropertyValue ToInputs(IDictionary<string, string>? labels) =>
        PropertyValue.Of((labels ?? new Dictionary<string, string>())
            .Where(label => label.Key != Name)
            .OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => PropertyValue.Of(PropertyMap.Of(
                ("label", PropertyValue.Of(label.Key)), ("value", PropertyValue.Of(label.Value))))));
}
