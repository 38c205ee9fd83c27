namespace Infra.Tests.Eng;

/// <summary>What <c>make test</c> says at its end.</summary>
public sealed class TestScriptTests : IDisposable
{
    private readonly ScriptSandbox _sandbox = new();

    public TestScriptTests()
    {
        _sandbox.Program("dotnet", "[[ $1 != --list-sdks ]] || echo '10.0.100 [/sdk]'");
        _sandbox.Program("docker", "[[ $1 == version ]]");
        _sandbox.Source("eng/sandbox/images.sh", "#!/bin/bash\n");
        _sandbox.Source("eng/tools.sh", "#!/bin/bash\necho /tools\n");
    }

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task The_last_line_is_the_sum()
    {
        TestsEnd(0, """<assembly total="9" passed="7" failed="0" skipped="0" errors="0">""");

        var result = await _sandbox.RunAsync("eng/test.sh");

        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("\n7 passed, 0 failed, 0 skipped\n", "\n" + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Skipped_tests_are_listed_by_name_and_reason()
    {
        TestsEnd(
            0,
            """
            <assembly total="3" passed="1" failed="0" skipped="2" errors="0"><test id="1" name="Infra.Tests.A.Runs" result="Pass" time="0.1"/>
            """
            + """<test id="2" name="Infra.Tests.A.Needs(x: &quot;y&quot;)" result="Skip" time="0"><reason><![CDATA[no Docker engine answers]]></reason></test>"""
            + """<test id="3" name="Infra.Tests.A.Also" result="Skip" time="0"><reason>'npm' is not installed</reason></test></assembly>""");

        var result = await _sandbox.RunAsync("eng/test.sh");

        Assert.EndsWith(
            """
            Skipped:
              Infra.Tests.A.Also: 'npm' is not installed
              Infra.Tests.A.Needs(x: "y"): no Docker engine answers
            1 passed, 0 failed, 2 skipped

            """,
            result.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_test_fails_the_run()
    {
        TestsEnd(1, """<assembly total="3" passed="1" failed="1" skipped="0" errors="1">""");

        var result = await _sandbox.RunAsync("eng/test.sh");

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("1 passed, 2 failed, 0 skipped\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_dies_before_its_end_is_a_failure()
    {
        TestsEnd(139, "");

        var result = await _sandbox.RunAsync("eng/test.sh");

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("0 passed, 1 failed, 0 skipped\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("The test run ended with exit code 139 before it had a result.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_build_is_a_failure()
    {
        _sandbox.Program("dotnet", "[[ $1 == --list-sdks ]] && echo '10.0.100 [/sdk]'");

        var result = await _sandbox.RunAsync("eng/test.sh");

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("0 passed, 1 failed, 0 skipped\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("The build failed.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docker_is_stopped_at_the_end_only_where_the_run_has_started_it()
    {
        TestsEnd(1, """<assembly total="1" passed="0" failed="1" skipped="0" errors="0">""");
        _sandbox.Program("docker", "[[ -e $HOME/docker-runs ]]");
        _sandbox.Source("eng/docker.sh", """
            #!/bin/bash
            echo "$1" >>"$HOME/docker.log"
            touch "$HOME/docker-runs"
            """);

        await _sandbox.RunAsync("eng/test.sh");
        var first = await File.ReadAllLinesAsync(Path.Combine(_sandbox.Home, "docker.log"), TestContext.Current.CancellationToken);
        await _sandbox.RunAsync("eng/test.sh");
        var second = await File.ReadAllLinesAsync(Path.Combine(_sandbox.Home, "docker.log"), TestContext.Current.CancellationToken);

        Assert.Equal(["ensure", "stop"], first);
        Assert.Equal(first, second);
    }

    private void TestsEnd(int exitCode, string assembly) =>
        ScriptSandbox.Executable(
            Path.Combine(_sandbox.Root, "artifacts/bin/Tests/debug/Tests"),
            $"""
            while [[ $# -gt 0 ]]; do [[ $1 == -result-xml ]] && file=$2; shift; done
            cat >"$file" <<'XML'
            {assembly}
            XML
            [[ -n '{(assembly.Length > 0 ? "result" : "")}' ]] || : >"$file"
            exit {exitCode}
            """);
}
