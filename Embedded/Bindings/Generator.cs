using Embedded.Bindings.CSharp;

namespace Embedded.Bindings;

/// <summary>Makes everything that is generated: the engine's tables and the C# bindings.</summary>
internal static class Generator
{
    /// <param name="schemas">Folder of the provider packages' schemas, <c>NAME.json</c>.</param>
    /// <param name="listings">Folder of the official assemblies' listings, <c>ASSEMBLY.txt</c>.</param>
    public static IReadOnlyList<GeneratedFile> Generate(string schemas, string listings)
    {
        var files = new List<GeneratedFile>();
        foreach (var package in Package.All)
        {
            var schema = PackageSchema.Load(Path.Combine(schemas, package.Name + ".json"));
            files.AddRange(EngineTableWriter.Write(package, schema));
            files.AddRange(BindingWriter.Write(package, schema, ApiListing.Load(Path.Combine(listings, package.Assembly + ".txt"))));
        }

        return files;
    }

    /// <summary>Writes the files, and removes generated ones of an earlier run that are no more.</summary>
    public static void WriteTo(string folder, IReadOnlyList<GeneratedFile> files)
    {
        var paths = files.Select(file => Path.GetFullPath(Path.Combine(folder, file.Path))).ToHashSet();
        foreach (var existing in Existing(folder).Where(path => !paths.Contains(path))) File.Delete(existing);
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }
    }

    /// <summary>Full paths of the generated files that are in the folder.</summary>
    public static IEnumerable<string> Existing(string folder) =>
        Package.All.Select(package => Path.Combine(folder, "Sdk", package.Assembly))
            .Append(Path.Combine(folder, "Engine/Providers/Schema/Tables"))
            .Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateFiles(root, "*.g.cs", SearchOption.AllDirectories))
            .Select(Path.GetFullPath)
            .OrderBy(path => path, StringComparer.Ordinal);
}
