using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>A member that is an input, found once per type.</summary>
internal sealed class InputMember
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<Type, InputMember[]> ByType = new();

    private readonly FieldInfo? _field;
    private readonly PropertyInfo? _property;

    private InputMember(InputAttribute attribute, MemberInfo member)
    {
        Attribute = attribute;
        Name = member.Name;
        _field = member as FieldInfo ?? Fields.BehindProperty((PropertyInfo)member);
        _property = member as PropertyInfo;
    }

    public InputAttribute Attribute { get; }

    public string Name { get; }

    public static InputMember[] Of(Type type) => ByType.GetOrAdd(type, static type =>
    [
        .. from member in type.GetFields(Instance).Where(field => field.Name[0] != '<').Concat<MemberInfo>(type.GetProperties(Instance))
           let attribute = member.GetCustomAttribute<InputAttribute>()
           where attribute is not null
           select new InputMember(attribute, member),
    ]);

    public object? GetValue(object target) => _field is not null ? _field.GetValue(target) : _property!.GetValue(target);
}

/// <summary>Finds the field of an automatic property.</summary>
/// <remarks>A field can be read and written without compiling the hundreds of accessors that a run would use once.</remarks>
internal static class Fields
{
    public static FieldInfo? BehindProperty(PropertyInfo property)
        => property.DeclaringType?.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic);
}
