namespace Pulumi;

/// <summary>Marks a resource's or component's output; without a name, the property's own is used as it is written.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>Marks a member that is sent to the engine.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class InputAttribute : Attribute
{
    public InputAttribute(string name, bool required = false, bool json = false) => (Name, IsRequired, Json) = (name, required, json);

    internal string Name { get; }

    internal bool IsRequired { get; }

    /// <summary>Whether the value travels as JSON text; the inputs of providers do.</summary>
    internal bool Json { get; }
}

/// <summary>Marks a class that outputs are read into.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputTypeAttribute : Attribute;

/// <summary>Marks the constructor whose parameters name the properties of an output type.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class OutputConstructorAttribute : Attribute;

/// <summary>Names a property whose name cannot be a parameter's.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OutputConstructorParameterAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Marks a value type that stands for a named text or number.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class EnumTypeAttribute : Attribute;

#pragma warning disable CA1813 // The official SDK's is open.

/// <summary>Says which type of resource a class stands for.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class ResourceTypeAttribute(string type, string? version) : Attribute
{
    public string Type { get; } = type;

    public string? Version { get; } = version;
}
