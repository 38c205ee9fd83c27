using System.Text;

namespace Infra.Configs.Lakehouse;

/// <summary>Writes Java properties, which Trino and Nessie read.</summary>
internal static class PropertiesText
{
    private const string Header = "# Written by phlo-observability. Changes made here are lost with the next update.\n";

    /// <param name="properties">Names that need no escape, and values as they are meant.</param>
    public static string Render(params IReadOnlyList<(string Name, string Value)> properties)
    {
        var text = new StringBuilder(Header);
        foreach (var (name, value) in properties)
            text.Append(name).Append('=').Append(Escaped(value)).Append('\n');

        return text.ToString();
    }

    /// <summary>A value that is taken letter by letter by who resolves <c>${…}</c> in values.</summary>
    /// <remarks>
    /// A backslash keeps an expression from being one. It has to be there after the file has been read, and is escaped itself
    /// when it is written.
    /// </remarks>
    public static string Literal(string value) => value.Replace("${", @"\${", StringComparison.Ordinal);

    // Spaces in front belong to the separator, and a backslash begins an escape; all else is part of the value.
    private static string Escaped(string value)
    {
        var escaped = value.Replace(@"\", @"\\", StringComparison.Ordinal);
        return escaped.StartsWith(' ') ? $@"\{escaped}" : escaped;
    }
}
