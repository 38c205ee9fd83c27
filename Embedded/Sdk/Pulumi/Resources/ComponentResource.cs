using System.Reflection;

namespace Pulumi;

/// <summary>A resource that groups others.</summary>
public class ComponentResource : Resource
{
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, ResourceArgs.Empty, options)
    {
    }

    public ComponentResource(string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : base(type, name, custom: false, args ?? ResourceArgs.Empty, options ?? new(), remote)
        => IsRemote = remote;

    internal bool IsRemote { get; }

    /// <summary>Publishes the properties marked with <see cref="OutputAttribute" />.</summary>
    protected void RegisterOutputs() => RegisterOutputs(GetOutputProperties());

    protected void RegisterOutputs(IDictionary<string, object?> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Deployment.Current.Registrar.StartOutputs(this, outputs);
    }

    internal Dictionary<string, object?> GetOutputProperties()
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.DeclaringType != typeof(Resource) && property.GetCustomAttribute<OutputAttribute>() is { } output)
                result[string.IsNullOrWhiteSpace(output.Name) ? property.Name : output.Name] = property.GetValue(this);
        }

        return result;
    }
}
