using System.Collections;
using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Configs.Ini;

/// <summary>A section of an INI file with the order in which it is written. A key without a value (null) is left out.</summary>
internal sealed partial class IniSection(string name) : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _keys = [];

    public string Name => name;

    public int Count => _keys.Count;

    /// <exception cref="ArgumentException">It is a text that Grafana would take for a reference.</exception>
    public void Add(string key, string? value)
    {
        if (value is not null && Reference().IsMatch(value))
            throw new ArgumentException($"The value of {key} holds a reference ($__file{{…}}, $__env{{…}}, ${{…}}), which the reader would follow.", nameof(value));
        if (value is not null)
            _keys.Add(new KeyValuePair<string, string>(key, value));
    }

    /// <summary>Adds what is to be read from elsewhere.</summary>
    public void Add(string key, IniReference? reference)
    {
        if (reference is not null)
            _keys.Add(new KeyValuePair<string, string>(key, reference.Text));
    }

    public void Add(string key, bool flag) => Add(key, flag ? "true" : "false");

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    [GeneratedRegex(@"\$(__\w+)?\{")]
    private static partial Regex Reference();
}

/// <summary>A value that the reader finds elsewhere: the content of a file.</summary>
/// <param name="Path">The file; spaces around its content are no part of the value.</param>
internal sealed record IniReference(string Path)
{
    public string Text => $"$__file{{{Path}}}";
}

/// <summary>Writes INI as Grafana's reader (gopkg.in/ini.v1) takes it. A section without keys is left out.</summary>
internal static class IniText
{
    private const string Header = "# Written by phlo-observability. Changes made here are lost with the next update.\n";

    public static string Render(IEnumerable<IniSection> sections)
    {
        var text = new StringBuilder(Header);
        foreach (var section in sections.Where(section => section.Count > 0))
        {
            text.Append('\n').Append('[').Append(section.Name).Append("]\n");
            foreach (var (key, value) in section)
                text.Append(key).Append(" = ").Append(Quoted(value)).Append('\n');
        }

        return text.ToString();
    }

    // A comment begins with # or ; even behind a value, and quotes around a value are no part of it. Between back quotes
    // everything is what it is.
    private static string Quoted(string value)
    {
        if (value.Any(character => character is '`' or '\n' or '\r'))
            throw new ArgumentException("A value of an INI file is on one line and has no back quote.", nameof(value));

        return value.Length == 0 || value != value.Trim() || value.AsSpan().IndexOfAny("#;\"'\\") >= 0 ? $"`{value}`" : value;
    }
}
