using System.Security.Cryptography;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Schema;

/// <summary>
/// Physical names for resources that were given none: the logical name and seven hexadecimal digits, so that a
/// replacement can exist beside what it replaces.
/// </summary>
internal static class Autoname
{
    private const int Digits = 7;

    /// <summary>The inputs with a name: the given one, else the one generated earlier, else a new one.</summary>
    public static PropertyMap Apply(
        PropertyMap inputs, PropertyMap? oldInputs, string logicalName, string property = "name", int maxLength = 255)
    {
        if (inputs.Get(property) is { } given && given.Unwrapped is not NullValue) return inputs;
        if (oldInputs?.Get(property)?.Unwrapped is StringValue old && IsGenerated(logicalName, old.Value))
        {
            return inputs.Set(property, old);
        }

        var suffix = "-" + RandomNumberGenerator.GetHexString(Digits, lowercase: true);
        var stem = logicalName.Length + suffix.Length > maxLength ? logicalName[..(maxLength - suffix.Length)] : logicalName;
        return inputs.Set(property, PropertyValue.Of(stem + suffix));
    }

    /// <summary>Whether the name is one that <see cref="Apply"/> makes of this logical name.</summary>
    public static bool IsGenerated(string logicalName, string name) =>
        LooksGenerated(name) && logicalName.StartsWith(name[..^(Digits + 1)], StringComparison.Ordinal);

    /// <summary>
    /// Whether the name ends as a generated one does. A resource whose name does not is deleted before it is replaced:
    /// two of one name cannot exist.
    /// </summary>
    public static bool LooksGenerated(string name) =>
        name.Length > Digits + 1 && name[^(Digits + 1)] == '-' && name[^Digits..].All(char.IsAsciiHexDigitLower);
}
