using System.Reflection;

namespace Infra.Tests.Embedded.Sdk;

/// <summary>Whatever compiles against the embedded SDK must compile against the official packages.</summary>
public sealed class PublicSurfaceTests
{
    [Theory]
    [InlineData("Pulumi")]
    [InlineData("Pulumi.Docker")]
    [InlineData("Pulumi.Random")]
    [InlineData("Pulumi.Tls")]
    [InlineData("Pulumiverse.Grafana")]
    public void The_embedded_assembly_has_nothing_that_the_official_one_has_not(string assembly)
    {
        var reference = Path.Combine(ReferenceFolder(), $"{assembly}.txt");
        Assert.SkipUnless(File.Exists(reference), $"There is no list of the official surface at {reference}; PULUMI_API_REFERENCE names the folder of such lists.");

        var own = SurfaceListing.Of(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));
        var added = own.Except(File.ReadLines(reference), StringComparer.Ordinal);

        Assert.Empty(added);
    }

    [Fact]
    public void The_listing_has_a_line_for_each_kind_of_member()
    {
        var lines = SurfaceListing.Of(typeof(Pulumi.Output).Assembly.Location);

        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "Pulumi.Stack class : Pulumi.ComponentResource",
                "Pulumi.Output static class",
                "Pulumi.Union<T0, T1> struct",
                "Pulumi.Config.new(System.String?)",
                "Pulumi.CustomResource.Id : Pulumi.Output<System.String> { get; } [Output id]",
                "Pulumi.Input<T>.op_Implicit(T) -> Pulumi.Input<T> static",
                "Pulumi.InputMap<TValue>.Item[System.String] : Pulumi.Input<TValue> { set; }",
                "Pulumi.ResourceArgs.Empty : Pulumi.ResourceArgs field",
                "Pulumi.Union<T0, T1>.TryPickT0(ref T0, ref T1) -> System.Boolean",
                "Pulumi.Testing.IMocks interface",
            },
            lines.ToHashSet(StringComparer.Ordinal));
    }

    private static string ReferenceFolder()
    {
        if (Environment.GetEnvironmentVariable("PULUMI_API_REFERENCE") is { Length: > 0 } folder)
            return folder;
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Infra.csproj")))
            root = root.Parent;
        return Path.GetFullPath(Path.Combine(root?.FullName ?? ".", "../shared/reference/api"));
    }
}

/// <summary>The public surface of an assembly, one member a line, without loading it.</summary>
internal static class SurfaceListing
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyCollection<string> Of(string path)
    {
        var folders = new[] { Path.GetDirectoryName(path)!, Path.GetDirectoryName(typeof(object).Assembly.Location)! };
        var assemblies = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll")).DistinctBy(Path.GetFileName);
        using var context = new MetadataLoadContext(new PathAssemblyResolver(assemblies));
        return context.LoadFromAssemblyPath(path).GetTypes().Where(IsVisible).SelectMany(Lines).ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Lines(Type type)
    {
        var name = NameOf(type);
        var parent = type.BaseType is { FullName: not ("System.Object" or "System.ValueType") } known && !type.IsEnum && !IsDelegate(type) ? $" : {NameOf(known)}" : "";
        yield return $"{name} {KindOf(type)}{parent}";
        foreach (var constructor in type.GetConstructors(Own).Where(IsVisible))
            yield return $"{name}.new({ParametersOf(constructor)})";
        foreach (var method in type.GetMethods(Own).Where(method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))))
        {
            var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
            yield return $"{name}.{method.Name}{generic}({ParametersOf(method)}) -> {NameOf(method.ReturnType)}{(method.IsStatic ? " static" : "")}";
        }

        foreach (var property in type.GetProperties(Own))
        {
            var accessors = (property.GetMethod is { } get && IsVisible(get) ? " get;" : "") + (property.SetMethod is { } set && IsVisible(set) ? " set;" : "");
            if (accessors.Length == 0)
                continue;
            var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(parameter => NameOf(parameter.ParameterType)))}]" : "";
            yield return $"{name}.{property.Name}{index} : {NameOf(property.PropertyType)} {{{accessors} }}{WireNameOf(property)}";
        }

        foreach (var field in type.GetFields(Own).Where(field => field.IsPublic && field.Name != "value__"))
            yield return type.IsEnum ? $"{name}.{field.Name}" : $"{name}.{field.Name} : {NameOf(field.FieldType)} field{WireNameOf(field)}";
    }

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsInterface: true } => "interface",
        _ when IsDelegate(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    private static bool IsDelegate(Type type) => type.BaseType?.FullName == typeof(MulticastDelegate).FullName;

    private static bool IsVisible(Type type)
        => type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily) && IsVisible(type.DeclaringType!) : type.IsPublic;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string ParametersOf(MethodBase method)
        => string.Join(", ", method.GetParameters().Select(parameter => NameOf(parameter.ParameterType) + (parameter.IsOptional ? "?" : "")));

    private static string WireNameOf(MemberInfo member)
        => member.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType.Name is "InputAttribute" or "OutputAttribute") is { } attribute
            ? $" [{attribute.AttributeType.Name[..^"Attribute".Length]} {string.Join(", ", attribute.ConstructorArguments.Select(argument => argument.Value ?? "null"))}]"
            : "";

    private static string NameOf(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsArray)
            return $"{NameOf(type.GetElementType()!)}[]";
        if (type.IsByRef)
            return $"ref {NameOf(type.GetElementType()!)}";
        var outer = type.IsNested ? $"{NameOf(type.DeclaringType!)}." : type.Namespace is { Length: > 0 } space ? $"{space}." : "";
        var inherited = type.IsNested ? type.DeclaringType!.GetGenericArguments().Length : 0;
        var arguments = type.GetGenericArguments()[inherited..];
        return outer + type.Name.Split('`')[0] + (arguments.Length > 0 ? $"<{string.Join(", ", arguments.Select(NameOf))}>" : "");
    }
}
