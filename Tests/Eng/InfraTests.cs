namespace Infra.Tests.Eng;

public sealed class InfraTests : IDisposable
{
    private const string Dotnet = """
        echo "$*" >>"$HOME/dotnet.log"
        case $1 in
            --list-sdks) echo "10.0.100 [/sdk]" ;;
            build) if [[ -e $HOME/broken ]]; then echo "Program.cs(1,1): error CS1002: ; expected"; exit 1; fi; sleep "${BUILD_SECONDS:-0}" ;;
            *infra-engine.dll) shift; echo "engine $*"; echo "backend $PULUMI_BACKEND_URL"; echo "passphrase ${PULUMI_CONFIG_PASSPHRASE_FILE-none}" ;;
            *infra-health.dll) shift; echo "health $*" ;;
        esac
        """;

    private readonly ScriptSandbox _sandbox = new();

    public InfraTests()
    {
        _sandbox.Program("dotnet", Dotnet);
        Directory.CreateDirectory(Path.Combine(_sandbox.Root, "Embedded"));
        _sandbox.Source("Program.cs");
    }

    private string PassphraseFile => Path.Combine(_sandbox.Home, ".config/phlo-observability/passphrase");

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task An_unknown_verb_is_refused_by_name()
    {
        var result = await _sandbox.RunAsync("infra", "upp", "-s", "dev");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("infra: there is no verb 'upp'; './infra help' lists those that there are.\n", result.Error);
    }

    [Fact]
    public async Task Without_a_verb_the_help_is_shown_and_nothing_done()
    {
        var result = await _sandbox.RunAsync("infra");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("Usage: ./infra VERB", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_verb()
    {
        var result = await _sandbox.RunAsync("infra", "help");

        Assert.Equal(0, result.ExitCode);
        foreach (var verb in new[] { "preview", "up", "refresh", "destroy", "output", "config", "stack", "state", "cancel", "health", "images" })
            Assert.Contains($"\n  {verb} ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<&-")]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    public async Task The_engine_opens_no_file_in_the_place_of_a_closed_stream(string closed)
    {
        _sandbox.Program("dotnet", "open=0; for stream in 0 1 2; do [[ ! -e /dev/fd/$stream ]] || open=$((open + 1)); done; echo $open >\"$HOME/streams\"\n" + Dotnet);

        await _sandbox.BashAsync($"{Path.Combine(_sandbox.Root, "infra")} preview -s dev {closed}");

        Assert.Equal("3", (await File.ReadAllTextAsync(Path.Combine(_sandbox.Home, "streams"), TestContext.Current.CancellationToken)).Trim());
    }

    [Fact]
    public async Task A_wrong_engine_name_is_refused()
    {
        var result = await _sandbox.RunWithAsync("infra", new() { ["INFRA_ENGINE"] = "terraform" }, "up");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            "INFRA_ENGINE is 'terraform'; expected 'pulumi' or 'embedded', or leave it unset to choose by whether the Pulumi CLI is installed.\n",
            result.Error);
    }

    [Fact]
    public async Task Asking_for_a_pulumi_that_is_not_installed_is_refused()
    {
        SkipWherePulumiIsInstalled();

        var result = await _sandbox.RunWithAsync("infra", new() { ["INFRA_ENGINE"] = "pulumi" }, "up");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("INFRA_ENGINE=pulumi, but the Pulumi CLI is not installed (looked in ~/.pulumi/bin,", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_embedded_engine_gets_the_same_words_and_the_local_backend()
    {
        var result = await _sandbox.RunWithAsync("infra", new() { ["INFRA_ENGINE"] = "embedded" }, "preview", "-s", "dev", "--diff");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("engine preview -s dev --diff\nbackend file://~\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_that_is_set_stays()
    {
        var result = await _sandbox.RunWithAsync(
            "infra", new() { ["INFRA_ENGINE"] = "embedded", ["PULUMI_BACKEND_URL"] = "file:///state" }, "preview", "-s", "dev");

        Assert.Contains("backend file:///state\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("output --json -s dev", "stack output --json -s dev")]
    [InlineData("config get key -s dev", "config get key -s dev")]
    [InlineData("state export -s dev", "stack export -s dev")]
    [InlineData("destroy --yes -s dev", "destroy --yes -s dev")]
    public async Task An_installed_pulumi_is_used_with_its_own_words(string words, string expected)
    {
        InstallPulumi();

        var result = await _sandbox.RunAsync("infra", words.Split(' '));

        Assert.Equal($"pulumi {expected}\n", result.Output);
        Assert.False(File.Exists(Path.Combine(_sandbox.Home, "dotnet.log")), "The CLI builds the program itself.");
    }

    [Fact]
    public async Task Pulumi_makes_a_stack_that_is_new_before_it_is_brought_up()
    {
        InstallPulumi();

        await _sandbox.RunAsync("infra", "up", "-s", "dev", "--yes");

        Assert.Equal(
            ["stack select --create --non-interactive dev", "up -s dev --yes"],
            await File.ReadAllLinesAsync(Path.Combine(_sandbox.Home, "pulumi.log"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task State_without_the_command_is_no_installed_pulumi()
    {
        SkipWherePulumiIsInstalled();
        Directory.CreateDirectory(Path.Combine(_sandbox.Home, ".pulumi/stacks"));
        Directory.CreateDirectory(Path.Combine(_sandbox.Home, ".pulumi/bin/pulumi"));

        var result = await _sandbox.RunAsync("infra", "preview", "-s", "dev");

        Assert.StartsWith("engine preview", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_meant_relative_to_where_the_command_was_typed()
    {
        var link = Path.Combine(_sandbox.Home, "infra-link");
        File.CreateSymbolicLink(link, Path.Combine(_sandbox.Root, "infra"));

        var result = await _sandbox.StartAsync(
            link, ["state", "export", "--file", "state.json", "-s", "dev"], new() { ["INFRA_ENGINE"] = "embedded" }, _sandbox.Home);

        Assert.StartsWith($"engine state export --file {_sandbox.Home}/state.json -s dev\n", result.Output, StringComparison.Ordinal);
    }

    /// <summary>Who can open a file can hold a lock of the system's on it: every command would wait for that user.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_lock_of_the_build_is_for_its_owner_alone(bool open)
    {
        if (open)
            ScriptSandbox.Executable(Path.Combine(_sandbox.Root, "artifacts/infra.lock"), "");

        await _sandbox.RunWithAsync("infra", new() { ["INFRA_ENGINE"] = "embedded" }, "preview", "-s", "dev");

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, ScriptSandbox.ModeOf(Path.Combine(_sandbox.Root, "artifacts/infra.lock")));
    }

    [Fact]
    public async Task A_passphrase_is_made_once_for_its_owner_alone()
    {
        var environment = new Dictionary<string, string> { ["INFRA_ENGINE"] = "embedded" };

        var first = await _sandbox.RunWithAsync("infra", environment, "preview", "-s", "dev");
        var passphrase = await File.ReadAllTextAsync(PassphraseFile, TestContext.Current.CancellationToken);
        var second = await _sandbox.RunWithAsync("infra", environment, "preview", "-s", "dev");

        Assert.Contains($"made a random passphrase for the secrets of the stacks on this machine: {PassphraseFile} (keep it)\n", first.Error, StringComparison.Ordinal);
        Assert.Contains($"passphrase {PassphraseFile}\n", first.Output, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9+/]{43}$", passphrase);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ScriptSandbox.ModeOf(PassphraseFile));
        Assert.Equal("", second.Error);
        Assert.Equal(passphrase, await File.ReadAllTextAsync(PassphraseFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_empty_passphrase_counts_as_given()
    {
        var result = await _sandbox.RunWithAsync(
            "infra", new() { ["INFRA_ENGINE"] = "embedded", ["PULUMI_CONFIG_PASSPHRASE"] = "" }, "preview", "-s", "dev");

        Assert.Contains("passphrase none\n", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(PassphraseFile));
    }

    [Fact]
    public async Task Production_says_where_its_passphrase_has_to_come_from()
    {
        var result = await _sandbox.RunWithAsync("infra", new() { ["INFRA_ENGINE"] = "embedded" }, "up", "-s", "prod");

        Assert.Equal(3, result.ExitCode);
        Assert.Equal(
            """
            The stack 'prod' encrypts its secrets with a passphrase, and none is given.
            Set PULUMI_CONFIG_PASSPHRASE_FILE to the path of a file that holds it (readable by you alone), or PULUMI_CONFIG_PASSPHRASE to the passphrase itself.
            Keep it where you keep other credentials: without it the stack's secrets cannot be read again.

            """,
            result.Error);
        Assert.False(File.Exists(PassphraseFile));
    }

    [Fact]
    public async Task It_builds_again_only_when_a_source_has_changed()
    {
        Assert.Equal(1, await BuildsAfterAsync(() => { }));
        Assert.Equal(1, await BuildsAfterAsync(() => { }));
        Assert.Equal(1, await BuildsAfterAsync(() => _sandbox.Source("Pulumi.dev.yaml", "config: {}")));
        Assert.Equal(1, await BuildsAfterAsync(() => _sandbox.Source("Tests/NewTests.cs")));
        Assert.Equal(2, await BuildsAfterAsync(() => _sandbox.Source("Stacks/New.cs")));
        Assert.Equal(3, await BuildsAfterAsync(() => File.Delete(Path.Combine(_sandbox.Root, "Stacks/New.cs"))));
        Assert.Equal(4, await BuildsAfterAsync(() => _sandbox.Source("Program.cs", "changed")));
        Assert.Equal(4, await BuildsAfterAsync(() => { }));
    }

    [Fact]
    public async Task Two_commands_at_once_build_once()
    {
        var environment = new Dictionary<string, string> { ["INFRA_ENGINE"] = "embedded", ["BUILD_SECONDS"] = "0.5" };

        var results = await Task.WhenAll(
            _sandbox.RunWithAsync("infra", environment, "preview", "-s", "dev"), _sandbox.RunWithAsync("infra", environment, "preview", "-s", "dev"));

        Assert.All(results, result => Assert.StartsWith("engine preview", result.Output, StringComparison.Ordinal));
        Assert.Equal(1, Builds());
    }

    [Fact]
    public async Task A_failed_build_is_shown_and_nothing_is_run()
    {
        await File.WriteAllTextAsync(Path.Combine(_sandbox.Home, "broken"), "", TestContext.Current.CancellationToken);

        var result = await _sandbox.RunWithAsync("infra", new() { ["INFRA_ENGINE"] = "embedded", ["PULUMI_CONFIG_PASSPHRASE"] = "x" }, "up", "-s", "dev");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Equal("building …\nProgram.cs(1,1): error CS1002: ; expected\nThe build failed; its messages are above.\n", result.Error);
    }

    [Fact]
    public async Task A_missing_dotnet_is_told_with_where_to_get_it()
    {
        _sandbox.Remove("dotnet");

        var result = await _sandbox.RunWithAsync("infra", new() { ["INFRA_ENGINE"] = "embedded", ["PULUMI_CONFIG_PASSPHRASE"] = "x" }, "up", "-s", "dev");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("The .NET SDK 10 is not installed ('dotnet' is not on the PATH).\nInstall it from https://", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_sdk_that_is_too_old_is_told_with_its_version()
    {
        _sandbox.Program("dotnet", "echo '8.0.404 [/sdk]'");

        var result = await _sandbox.RunAsync("eng/prerequisites.sh");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("The .NET SDK 10 is needed; 'dotnet --list-sdks' lists 8.0.404.\n", result.Error, StringComparison.Ordinal);
    }

    private static void SkipWherePulumiIsInstalled() =>
        Assert.SkipWhen(
            new[] { "/usr/local/bin", "/usr/bin", "/opt/homebrew/bin", "/snap/bin" }.Any(folder => File.Exists(Path.Combine(folder, "pulumi"))),
            "the Pulumi CLI is installed on this machine");

    private void InstallPulumi() =>
        ScriptSandbox.Executable(Path.Combine(_sandbox.Home, ".pulumi/bin/pulumi"), "echo \"$*\" >>\"$HOME/pulumi.log\"; echo \"pulumi $*\"");

    private async Task<int> BuildsAfterAsync(Action change)
    {
        change();
        var result = await _sandbox.RunWithAsync("infra", new() { ["INFRA_ENGINE"] = "embedded" }, "preview", "-s", "dev");
        Assert.Equal(0, result.ExitCode);
        return Builds();
    }

    private int Builds() =>
        File.ReadAllLines(Path.Combine(_sandbox.Home, "dotnet.log")).Count(line => line.StartsWith("build ", StringComparison.Ordinal));
}
