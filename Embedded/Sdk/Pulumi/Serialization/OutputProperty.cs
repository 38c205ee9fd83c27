using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>A property of a resource that is an output, found once per type.</summary>
internal sealed class OutputProperty
{
    private static readonly ConcurrentDictionary<Type, OutputProperty[]> ByType = new();
    private static readonly ConcurrentDictionary<Type, Func<Resource, IOutputCompletionSource>> Sources = new();

    private readonly string _name;
    private readonly PropertyInfo _property;
    private readonly FieldInfo? _field;
    private readonly Func<Resource, IOutputCompletionSource> _createSource;

    private OutputProperty(PropertyInfo property, OutputAttribute attribute)
    {
        if (!property.PropertyType.IsConstructedGenericType || property.PropertyType.GetGenericTypeDefinition() != typeof(Output<>))
            throw RunException.OutputsHaveIncorrectType([attribute.Name ?? property.Name]);
        _name = attribute.Name ?? property.Name;
        // Seen from a derived class, a private setter is not there.
        _property = property.DeclaringType!.GetProperty(
            property.Name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)!;
        _field = Fields.BehindProperty(_property);
        _createSource = Sources.GetOrAdd(property.PropertyType.GenericTypeArguments[0], static type => typeof(OutputCompletionSource<>)
            .MakeGenericType(type).GetMethod(nameof(OutputCompletionSource<int>.Create))!.CreateDelegate<Func<Resource, IOutputCompletionSource>>());
    }

    /// <summary>Gives each output property an output that waits for the engine's answer.</summary>
    /// <param name="own">False for a component, whose own outputs are the program's business.</param>
    public static Dictionary<string, IOutputCompletionSource> Attach(Resource resource, bool own)
    {
        var properties = ByType.GetOrAdd(own ? resource.GetType() : typeof(Resource), static type =>
        [
            .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
               let attribute = property.GetCustomAttribute<OutputAttribute>()
               where attribute is not null
               select new OutputProperty(property, attribute),
        ]);
        var result = new Dictionary<string, IOutputCompletionSource>(properties.Length, StringComparer.Ordinal);
        foreach (var property in properties)
            result[property._name] = property.Attach(resource);
        return result;
    }

    private IOutputCompletionSource Attach(Resource resource)
    {
        var source = _createSource(resource);
        if (_field is not null)
            _field.SetValue(resource, source.Output);
        else if (_property.SetMethod is not null)
            _property.SetValue(resource, source.Output);
        else
            throw new InvalidOperationException($"[Output] {resource.GetType().FullName}.{_property.Name} did not have a 'set' method");
        return source;
    }
}
