namespace Infra.Tests.Support;

/// <summary>Facts on the official packages, which lie beside the project where its developers have put them.</summary>
internal static class ReferenceFolder
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(SourceTree.Root, "..", "shared", "reference"));

    public static void SkipUnlessPresent() =>
        Assert.SkipUnless(Directory.Exists(Root), "The folder '../shared/reference' with facts on the official packages is not here.");

    public static string Of(string name) => Path.Combine(Root, name);
}
