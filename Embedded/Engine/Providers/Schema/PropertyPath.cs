using System.Globalization;

namespace Embedded.Engine.Providers.Schema;

/// <summary>Paths of properties as Pulumi writes them: <c>ports[0].internal</c>, <c>labels["a.b"]</c>.</summary>
internal static class PropertyPath
{
    public static string Property(string parent, string name)
    {
        if (name.Length == 0 || name.Any(letter => letter is '.' or '[' or ']' or '"')) return $"{parent}[\"{name.Replace("\"", "\\\"")}\"]";
        return parent.Length == 0 ? name : $"{parent}.{name}";
    }

    public static string Item(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");
}
