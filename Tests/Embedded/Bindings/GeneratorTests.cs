using Embedded.Bindings;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Bindings;

public class GeneratorTests
{
    [Fact]
    public void What_is_committed_is_what_the_generator_makes()
    {
        ReferenceFolder.SkipUnlessPresent();
        var files = Generator.Generate(ReferenceFolder.Of("schema"), ReferenceFolder.Of("api"));
        var folder = Path.Combine(SourceTree.Root, "Embedded");
        var stale = files.Where(file => !File.Exists(Path.Combine(folder, file.Path)) || File.ReadAllText(Path.Combine(folder, file.Path)) != file.Text);
        Assert.Empty(stale.Select(file => file.Path));
        Assert.Equal(
            files.Select(file => Path.GetFullPath(Path.Combine(folder, file.Path))).Order(StringComparer.Ordinal),
            Generator.Existing(folder));
    }

    [Fact]
    public void Files_of_an_earlier_run_that_are_no_more_are_removed()
    {
        var folder = Directory.CreateTempSubdirectory("generator-tests-");
        try
        {
            Generator.WriteTo(folder.FullName, [new("Sdk/Pulumi.Docker/Old.g.cs", "old"), new("Sdk/Pulumi.Docker/Kept.g.cs", "1")]);
            File.WriteAllText(Path.Combine(folder.FullName, "Sdk/Pulumi.Docker/Own.cs"), "own");
            Generator.WriteTo(folder.FullName, [new("Sdk/Pulumi.Docker/Kept.g.cs", "2")]);
            Assert.Equal(
                ["Kept.g.cs: 2", "Own.cs: own"],
                Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories)
                    .Select(path => $"{Path.GetFileName(path)}: {File.ReadAllText(path)}").Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
