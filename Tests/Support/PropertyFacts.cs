using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Infra.Tests.Support;

/// <summary>The names of properties that a product knows at one version: lines of a file beside the test, with <c>*</c> for one free part.</summary>
internal sealed class PropertyFacts
{
    private readonly List<Regex> _names;

    private PropertyFacts(IEnumerable<string> names) => _names = [.. names.Select(name => new Regex($"^{Regex.Escape(name).Replace(@"\*", "[a-z0-9-]+")}$"))];

    public static PropertyFacts Read(string file, [CallerFilePath] string test = "") => new(
        File.ReadLines(Path.Combine(Path.GetDirectoryName(test)!, file)).Where(line => line.Length > 0 && !line.StartsWith('#')));

    /// <summary>Fails unless every property of a text is known.</summary>
    public void Know(string properties)
    {
        var names = properties.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).Select(line => line.Split('=')[0]).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(_names, known => known.IsMatch(name)));
    }
}
