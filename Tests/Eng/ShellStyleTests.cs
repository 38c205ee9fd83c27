using Infra.Tests.Support;

namespace Infra.Tests.Eng;

public class ShellStyleTests
{
    [Fact]
    public async Task Shellcheck_has_nothing_to_say_about_the_scripts()
    {
        CommandLineTool.SkipUnlessInstalled("shellcheck");
        var scripts = Directory.EnumerateFiles(Path.Combine(ScriptSandbox.Repository, "eng"), "*.sh", SearchOption.AllDirectories)
            .Append(Path.Combine(ScriptSandbox.Repository, "infra"))
            .Append(Path.Combine(ScriptSandbox.Repository, ".ci/run"));

        await CommandLineTool.RunAsync("shellcheck", ["--external-sources", "--source-path", ScriptSandbox.Repository, .. scripts]);
    }
}
