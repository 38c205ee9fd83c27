namespace Infra.Tests.EndToEnd;

/// <summary>What the build made, found from the tests' own place in the output folder.</summary>
public static class Built
{
    private static readonly DirectoryInfo Here = new(AppContext.BaseDirectory);

    /// <summary>The checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or release, as the tests themselves were built.</summary>
    private static string Configuration => Here.Name;

    public static string Engine { get; } = Output("Engine", "infra-engine.dll");

    public static string Program { get; } = Output("Infra", "Infra.dll");

    private static string Output(string project, string file) => Path.Combine(Here.Parent!.Parent!.FullName, project, Configuration, file);

    private static string FindRoot()
    {
        var directory = Here;
        while (!File.Exists(Path.Combine(directory.FullName, "Infra.csproj")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException($"No Infra.csproj above {Here.FullName}");
        }

        return directory.FullName;
    }
}
