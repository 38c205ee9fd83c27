namespace Infra.Tests.Support;

/// <summary>Where this project's files are.</summary>
internal static class SourceTree
{
    /// <summary>The folder that holds Pulumi.yaml and the program's project file.</summary>
    public static string Root { get; } = Find();

    /// <summary>The deployment engine, as it was built together with these tests.</summary>
    public static string Engine { get; } = Built("Engine", "infra-engine.dll");

    /// <summary>What looks at running stacks, likewise.</summary>
    public static string Health { get; } = Built("Health", "infra-health.dll");

    /// <summary>The Pulumi program, likewise.</summary>
    public static string Program { get; } = Built("Infra", "Infra.dll");

    private static string Built(string project, string file)
    {
        var here = AppContext.BaseDirectory.TrimEnd('/');
        return Path.GetFullPath(Path.Combine(here, "..", "..", project, Path.GetFileName(here), file));
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Infra.csproj")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no folder that holds Infra.csproj");
    }
}
