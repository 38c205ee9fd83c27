using Infra.Tests.Support;

namespace Infra.Tests.Eng;

public class ShellStyleTests
{
    [Fact]
    public async Task Shellcheck_has_nothing_to_say_about_the_scripts()
    {
        ToolProcess.SkipUnlessInstalled("shellcheck");
        var scripts = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "eng"), "*.sh", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "Configs"), "*.sh", SearchOption.AllDirectories))
            .Append(Path.Combine(SourceTree.Root, "infra"))
            .Append(Path.Combine(SourceTree.Root, ".ci/run"));

        await ToolProcess.AcceptsAsync("shellcheck", ["--external-sources", "--source-path", SourceTree.Root, .. scripts]);
    }
}
