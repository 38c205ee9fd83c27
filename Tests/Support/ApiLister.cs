using System.Reflection;

namespace Infra.Tests.Support;

/// <summary>Lists what a program can compile against in an assembly, one member a line, as the reference folder's listings do.</summary>
internal static class ApiLister
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static SortedSet<string> List(Assembly assembly) =>
        new(assembly.GetTypes().Where(IsVisible).SelectMany(Lines), StringComparer.Ordinal);

    private static IEnumerable<string> Lines(Type type)
    {
        var name = Name(type);
        var isDelegate = type.BaseType == typeof(MulticastDelegate);
        yield return $"{name} {Kind(type, isDelegate)}{Base(type, isDelegate)}";
        foreach (var constructor in type.GetConstructors(Own).Where(IsVisible)) yield return $"{name}.new({Parameters(constructor)})";
        foreach (var method in type.GetMethods(Own).Where(method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))))
        {
            var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
            yield return $"{name}.{method.Name}{generic}({Parameters(method)}) -> {Name(method.ReturnType)}{(method.IsStatic ? " static" : "")}";
        }

        foreach (var property in type.GetProperties(Own))
        {
            var accessors = (property.GetMethod is { } get && IsVisible(get) ? " get;" : "") + (property.SetMethod is { } set && IsVisible(set) ? " set;" : "");
            if (accessors.Length == 0) continue;
            var index = property.GetIndexParameters() is { Length: > 0 } indices ? $"[{string.Join(", ", indices.Select(item => Name(item.ParameterType)))}]" : "";
            yield return $"{name}.{property.Name}{index} : {Name(property.PropertyType)} {{{accessors} }}{Wire(property)}";
        }

        foreach (var field in type.GetFields(Own).Where(field => field.IsPublic && field.Name != "value__"))
        {
            yield return type.IsEnum ? $"{name}.{field.Name}" : $"{name}.{field.Name} : {Name(field.FieldType)} field{Wire(field)}";
        }
    }

    private static string Kind(Type type, bool isDelegate) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsInterface: true } => "interface",
        _ when isDelegate => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    private static string Base(Type type, bool isDelegate) =>
        type.IsEnum || isDelegate || type.BaseType is not { } parent || parent == typeof(object) || parent == typeof(ValueType) ? "" : " : " + Name(parent);

    private static string Wire(MemberInfo member) => member.GetCustomAttributesData()
        .Where(attribute => attribute.AttributeType.Name is "InputAttribute" or "OutputAttribute")
        .Select(attribute => $" [{attribute.AttributeType.Name[..^"Attribute".Length]} {string.Join(", ", attribute.ConstructorArguments.Select(argument => argument.Value ?? "null"))}]")
        .FirstOrDefault() ?? "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType) + (parameter.IsOptional ? "?" : "")));

    private static bool IsVisible(Type type) =>
        type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily) && IsVisible(type.DeclaringType!) : type.IsPublic;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Name(Type type)
    {
        if (type.IsGenericParameter) return type.Name;
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (type.IsByRef) return "ref " + Name(type.GetElementType()!);
        var prefix = type.IsNested ? Name(type.DeclaringType!) + "." : string.IsNullOrEmpty(type.Namespace) ? "" : type.Namespace + ".";
        var arguments = type.GetGenericArguments().Skip(type.IsNested ? type.DeclaringType!.GetGenericArguments().Length : 0).Select(Name).ToArray();
        return prefix + type.Name.Split('`')[0] + (arguments.Length > 0 ? $"<{string.Join(", ", arguments)}>" : "");
    }
}
