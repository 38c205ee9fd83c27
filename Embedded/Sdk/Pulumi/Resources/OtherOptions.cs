namespace Pulumi;

#pragma warning disable CA1056 // The official SDK's types.

/// <summary>How a function is to be called.</summary>
public class InvokeOptions
{
    public Resource? Parent { get; set; }

    public ProviderResource? Provider { get; set; }

    public string? Version { get; set; }

    public string? PluginDownloadURL { get; set; }
}

/// <summary>How a function whose result is an output is to be called.</summary>
public sealed class InvokeOutputOptions : InvokeOptions
{
    private InputList<Resource>? _dependsOn;

    public InputList<Resource> DependsOn { get => _dependsOn ??= []; set => _dependsOn = value; }
}

/// <summary>How a stack is to be treated.</summary>
public class StackOptions
{
    private List<ResourceTransformation>? _resourceTransformations;

    public List<ResourceTransformation> ResourceTransformations
    {
        get => _resourceTransformations ??= [];
        set => _resourceTransformations = value;
    }
}

/// <summary>How long operations on a resource may take.</summary>
public sealed class CustomTimeouts
{
    public TimeSpan? Create { get; set; }

    public TimeSpan? Update { get; set; }

    public TimeSpan? Delete { get; set; }

    internal CustomTimeouts Clone() => new() { Create = Create, Update = Update, Delete = Delete };

    internal Pulumirpc.RegisterResourceRequest.Types.CustomTimeouts ToWire()
        => new() { Create = Duration(Create), Update = Duration(Update), Delete = Duration(Delete) };

    // A tick is 100 ns, and the engine reads whole nanoseconds.
    private static string Duration(TimeSpan? time) => time is { } value ? $"{value.Ticks}00ns" : "";
}
