using System.Text.RegularExpressions;
using System.Xml.Linq;
using Infra.Tests.Support;

namespace Infra.Tests.Eng;

/// <summary>What has to hold for a build with Pulumi's own packages, which cannot be made where these tests mostly run.</summary>
public sealed partial class OfficialPackagesTests
{
    private static readonly string Tests = Path.Combine(SourceTree.Root, "Tests");

    [Fact]
    public void Tests_that_are_built_with_the_official_packages_use_nothing_of_those_that_are_not()
    {
        var excluded = ExcludedFolders();
        Assert.Contains("Embedded", excluded);

        var forbidden = excluded.Select(folder => $"Infra.Tests.{folder}").Concat(["Embedded.Engine", "Pulumirpc", "Google.Protobuf", "Grpc."]).ToList();
        var offenders =
            from file in Directory.EnumerateFiles(Tests, "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(Tests, file)
            where !excluded.Contains(path.Split('/')[0])
            from directive in Using().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)
            where forbidden.Any(name => directive.StartsWith(name, StringComparison.Ordinal))
            select $"{path} uses {directive}";

        Assert.Empty(offenders);
    }

    private static List<string> ExcludedFolders() =>
    [
        .. XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Build.props")).Descendants("DefaultItemExcludes")
            .SelectMany(excludes => excludes.Value.Split(';')).Where(pattern => pattern.EndsWith("/**")).Select(pattern => pattern[..^"/**".Length]),
    ];

    [GeneratedRegex(@"^using (?:static |\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
