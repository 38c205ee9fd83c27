namespace Infra.Tests.Support;

/// <summary>Facts on the official packages, which lie beside the project where its developers have put them.</summary>
internal static class ReferenceFolder
{
    /// <summary>The project's own folder: the nearest above the tests that holds the solution.</summary>
    public static string ProjectRoot { get; } = FindRoot();

    private static string Path => System.IO.Path.GetFullPath(System.IO.Path.Combine(ProjectRoot, "..", "shared", "reference"));

    public static void SkipUnlessPresent() =>
        Assert.SkipUnless(Directory.Exists(Path), "The folder '../shared/reference' with facts on the official packages is not here.");

    public static string Of(string name) => System.IO.Path.Combine(Path, name);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "eng", "Infra.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds eng/Infra.slnx.");
    }
}
