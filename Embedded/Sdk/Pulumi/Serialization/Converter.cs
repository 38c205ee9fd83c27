using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>A converted value, or what is wrong with the one that came.</summary>
internal readonly record struct Conversion(object? Value, string? Error = null);

/// <summary>Turns a value into one of a type.</summary>
/// <param name="warn">Is told of the parts that could not be converted, and are left out.</param>
internal delegate Conversion Convert(object? value, string path, Action<string> warn);

/// <summary>Turns what the engine sends into the types that programs see. Each type's conversion is put together once.</summary>
internal static class Converter
{
    private static readonly ConcurrentDictionary<Type, Convert> ByType = new();

    /// <summary>A value that cannot be converted becomes the default, and a warning.</summary>
    public static object? ToType(object? value, Type type, string path, Action<string> warn)
    {
        var (result, error) = TryToType(value, type, path, warn);
        if (error is not null)
            warn(error);
        return result ?? (type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null);
    }

    public static Conversion TryToType(object? value, Type type, string path, Action<string> warn)
        => value is null ? default : ByType.GetOrAdd(type, Create)(value, path, warn);

    private static Convert Create(Type type)
    {
        if (type == typeof(object))
            return static (value, _, _) => new(value);
        if (type == typeof(int))
            return static (value, path, _) => value is double number ? new((int)number) : Mismatch(value, typeof(double), path);
        if (type == typeof(string) || type == typeof(bool) || type == typeof(double)
            || type.IsAssignableTo(typeof(AssetOrArchive)) || type.IsAssignableTo(typeof(Resource)))
        {
            return (value, path, _) => type.IsInstanceOfType(value) ? new(value) : Mismatch(value, type, path);
        }

        if (type == typeof(JsonElement))
            return static (value, _, _) => new(JsonSerializer.SerializeToElement(value));
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return (value, path, warn) => TryToType(value, underlying, path, warn);
        if (type.IsEnum)
            return EnumOf(type);
        if (type.IsDefined(typeof(EnumTypeAttribute)))
            return EnumTypeOf(type);
        if (type.IsDefined(typeof(OutputTypeAttribute)))
            return OutputTypeOf(type);
        return Generic(type) ?? throw new InvalidOperationException(
            $"{type.FullName} cannot be an output; supported are bool, int, double, string, ImmutableArray, ImmutableDictionary with string keys, Union, JsonElement, enums, assets, resources and classes marked with [OutputType].");
    }

    private static Convert? Generic(Type type)
    {
        if (!type.IsConstructedGenericType)
            return null;
        var arguments = type.GenericTypeArguments;
        var definition = type.GetGenericTypeDefinition();
        var name = definition == typeof(ImmutableArray<>) ? nameof(ToArray)
            : definition == typeof(ImmutableDictionary<,>) && arguments[0] == typeof(string) ? nameof(ToDictionary)
            : definition == typeof(Union<,>) ? nameof(ToUnion)
            : definition == typeof(Output<>) ? nameof(ToOutput)
            : null;
        if (name is null)
            return null;
        return typeof(Converter).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(name == nameof(ToDictionary) ? [arguments[1]] : arguments).CreateDelegate<Convert>();
    }

    private static Conversion ToArray<T>(object? value, string path, Action<string> warn)
    {
        if (value is not ImmutableArray<object?> items)
            return Mismatch(value, typeof(ImmutableArray<T>), path);
        var result = ImmutableArray.CreateBuilder<T>(items.Length);
        for (var i = 0; i < items.Length; i++)
            result.Add((T)ToType(items[i], typeof(T), $"{path}[{i}]", warn)!);
        return new(result.MoveToImmutable());
    }

    private static Conversion ToDictionary<T>(object? value, string path, Action<string> warn)
    {
        if (value is not ImmutableDictionary<string, object?> entries)
            return Mismatch(value, typeof(ImmutableDictionary<string, T>), path);
        var result = ImmutableDictionary.CreateBuilder<string, T>();
        foreach (var (key, entry) in entries)
            result.Add(key, (T)ToType(entry, typeof(T), $"{path}.{key}", warn)!);
        return new(result.ToImmutable());
    }

    private static Conversion ToUnion<T0, T1>(object? value, string path, Action<string> warn)
    {
        if (TryToType(value, typeof(T0), path, warn) is { Error: null } first)
            return new(Union<T0, T1>.FromT0((T0)first.Value!));
        if (TryToType(value, typeof(T1), path, warn) is { Error: null } second)
            return new(Union<T0, T1>.FromT1((T1)second.Value!));
        return Mismatch(value, typeof(Union<T0, T1>), path);
    }

    private static Conversion ToOutput<T>(object? value, string path, Action<string> warn)
    {
        var (result, error) = TryToType(value, typeof(T), path, warn);
        return error is null ? new(Output.Create((T)result!)) : new(null, error);
    }

    private static Convert EnumOf(Type type) => (value, path, warn) =>
    {
        var (number, error) = TryToType(value, Enum.GetUnderlyingType(type), path, warn);
        return error is null ? new(Enum.ToObject(type, number!)) : new(null, error);
    };

    private static Convert EnumTypeOf(Type type)
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var constructor = type.GetConstructors(any)
            .FirstOrDefault(constructor => constructor.GetParameters() is [var only] && (only.ParameterType == typeof(string) || only.ParameterType == typeof(double)))
            ?? throw new InvalidOperationException($"{type.FullName} is marked with [EnumType] and needs a constructor of a string or a double.");
        var argument = constructor.GetParameters()[0].ParameterType;
        return (value, path, _) => argument.IsInstanceOfType(value) ? new(constructor.Invoke([value])) : Mismatch(value, argument, path);
    }

    private static Convert OutputTypeOf(Type type)
    {
        var constructors = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        var constructor = constructors.FirstOrDefault(constructor => constructor.IsDefined(typeof(OutputConstructorAttribute)))
            ?? (constructors is [{ IsPublic: true } only] ? only : null)
            ?? throw new InvalidOperationException($"{type.FullName} is marked with [OutputType] and needs a constructor marked with [OutputConstructor].");
        var parameters = constructor.GetParameters();
        var names = parameters.Select(parameter => parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!).ToArray();
        return (value, path, warn) =>
        {
            if (value is not ImmutableDictionary<string, object?> properties)
                return Mismatch(value, type, path);
            var arguments = new object?[names.Length];
            for (var i = 0; i < names.Length; i++)
                arguments[i] = ToType(properties.GetValueOrDefault(names[i]), parameters[i].ParameterType, $"{path}.{names[i]}", warn);
            return new(constructor.Invoke(arguments));
        };
    }

    private static Conversion Mismatch(object? value, Type expected, string path)
        => new(null, $"{path}: expected {expected.FullName} but got {value?.GetType().FullName ?? "nothing"}.");
}
