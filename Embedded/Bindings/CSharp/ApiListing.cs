using System.Text.RegularExpressions;

namespace Embedded.Bindings.CSharp;

/// <summary>The public surface of an official assembly: which classes it has, and their members' names and types.</summary>
internal sealed partial class ApiListing
{
    private readonly Dictionary<string, ApiClass> _classes;

    private ApiListing(Dictionary<string, ApiClass> classes) => _classes = classes;

    public ApiClass this[string fullName] => _classes[fullName];

    public bool Has(string fullName) => _classes.ContainsKey(fullName);

    /// <summary>Reads a listing: one member a line.</summary>
    public static ApiListing Load(string file)
    {
        var lines = File.ReadAllLines(file);
        var classes = lines.Select(line => ClassLine().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups[1].Value, match => new ApiClass(match.Groups[1].Value, match.Groups[2].Value));
        foreach (var line in lines)
        {
            if (MemberLine().Match(line) is { Success: true } member && classes.TryGetValue(member.Groups[1].Value, out var owner))
            {
                owner.Members.Add(new(member.Groups[2].Value, member.Groups[3].Value, member.Groups[4].Value, member.Groups[5].Value == "True"));
            }
            else if (ConstructorLine().Match(line) is { Success: true } constructor)
            {
                classes[constructor.Groups[1].Value].Parameters = constructor.Groups[2].Value;
            }
        }

        return new(classes);
    }

    [GeneratedRegex(@"^(\S+) (?:static |abstract )?class(?: : (.+))?$")]
    private static partial Regex ClassLine();

    // Name of the class, name of the member, its type; where it shows them, the wire name and whether it is required.
    [GeneratedRegex(@"^(\S+)\.([^.\s(<]+) : (.+?) (?:field|\{ get;(?: set;)? \})(?: \[(?:Input|Output) ([^,\]]+)(?:, (\w+), \w+)?\])?$")]
    private static partial Regex MemberLine();

    [GeneratedRegex(@"^(\S+)\.new\((.*)\)$")]
    private static partial Regex ConstructorLine();
}

internal sealed record ApiClass(string FullName, string Base)
{
    public List<ApiMember> Members { get; } = [];

    /// <summary>The types that its constructor takes; a question mark follows one that can be left out.</summary>
    public string Parameters { get; set; } = "";

    public string Name => FullName[(FullName.LastIndexOf('.') + 1)..];
    public string Namespace => FullName[..FullName.LastIndexOf('.')];
}

/// <param name="WireName">Empty where the listing does not show it.</param>
/// <param name="Required">Whether the listing says so.</param>
internal sealed record ApiMember(string Name, string Type, string WireName, bool Required);
