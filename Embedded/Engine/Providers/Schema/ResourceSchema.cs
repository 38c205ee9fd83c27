using System.Collections.Immutable;

namespace Embedded.Engine.Providers.Schema;

/// <summary>What a resource type takes and gives.</summary>
/// <param name="Type">The type token.</param>
/// <param name="Inputs">In ordinal order of their names.</param>
/// <param name="Outputs">In ordinal order of their names.</param>
internal sealed record ResourceSchema(string Type, ImmutableArray<PropertySchema> Inputs, ImmutableArray<OutputSchema> Outputs)
{
    public PropertySchema? Input(string name) => PropertySchema.Find(Inputs, name);

    /// <summary>Names of the outputs that are secret whatever they were made from.</summary>
    public IEnumerable<string> SecretOutputs => Outputs.Where(output => output.Secret).Select(output => output.Name);
}

internal sealed record OutputSchema(string Name, bool Secret = false);
