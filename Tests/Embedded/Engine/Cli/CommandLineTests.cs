using Infra.Tests.Embedded.Engine.Secrets;
using Infra.Tests.Embedded.Engine.Storage;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public CommandLineTests()
    {
        _directory.Write("Pulumi.yaml", "name: obs\nruntime: dotnet\nconfig:\n  port: {type: integer, default: 9090}\n");
        _directory.Write("Pulumi.dev.yaml", "config:\n  obs:port: 9091 # changed\n");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Help_lists_the_words_and_the_exit_codes()
    {
        var (code, output, _) = await RunAsync("--help");
        Assert.Equal(0, code);
        foreach (var word in (string[])["preview", "up", "refresh", "destroy", "output", "config", "stack", "state", "cancel", "4    another update"])
            Assert.Contains(word, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up", "-s", "dev")]
    [InlineData("destroy", "-s", "dev", "--non-interactive")]
    public async Task An_update_that_could_not_ask_is_a_usage_error(params string[] arguments)
    {
        var (code, _, error) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Equal("error: --yes or --skip-preview must be passed in to proceed when running in non-interactive mode\n", error);
    }

    [Theory]
    [InlineData("upp")]
    [InlineData("up", "--nonsense")]
    [InlineData("preview", "-s", "dev", "--parallel", "0")]
    [InlineData("preview", "-s", "a/b")]
    [InlineData("preview")]
    public async Task Wrong_words_and_flags_are_usage_errors(params string[] arguments)
    {
        var (code, _, error) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_that_is_not_there_is_a_configuration_error_that_lists_those_that_are()
    {
        var (code, _, error) = await RunAsync("up", "--yes", "-s", "pord");
        Assert.Equal(3, code);
        Assert.Equal(
            "error: There is no stack 'pord' of project 'obs': it has neither state nor the file Pulumi.pord.yaml. " +
            "Known stacks: dev. Make a new one with 'stack init pord'.\n",
            error);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_a_configuration_error()
    {
        WriteState(SampleCheckpoint.Json);
        var (code, _, error) = await EngineProcess.RunAsync(_directory.Path, "wrong", "state", "export", "-s", "dev");
        Assert.Equal(3, code);
        Assert.StartsWith("error: The passphrase from PULUMI_CONFIG_PASSPHRASE is not the one", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_state_file_ends_an_update_before_it_begins_and_offers_the_backup()
    {
        var file = WriteState(SampleCheckpoint.Json[..1000]);
        File.WriteAllText(file + ".bak", SampleCheckpoint.Json);
        var (code, _, error) = await RunAsync("up", "--yes", "-s", "dev");
        Assert.Equal(5, code);
        Assert.Contains($"cp '{file}.bak' '{file}'", error, StringComparison.Ordinal);
        Assert.Equal(SampleCheckpoint.Json[..1000], await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_two_processes_the_second_is_refused_with_the_firsts_name_and_a_killed_ones_lock_is_taken_over()
    {
        // An import holds the lock while it waits for its input.
        using var first = EngineProcess.Start(_directory.Path, "", "state", "import", "-s", "dev");
        await WaitForLockAsync(first);

        var (code, _, error) = await RunAsync("state", "import", "-s", "dev");
        Assert.Equal(4, code);
        Assert.Contains($"error: Stack 'dev' is locked by {Environment.UserName}@", error, StringComparison.Ordinal);
        Assert.Contains($"(process {first.Id}, 'state import -s dev') since ", error, StringComparison.Ordinal);

        first.Kill();
        await first.WaitAsync();
        (code, var output, error) = await RunAsync("destroy", "--yes", "-s", "dev");
        Assert.Contains($"(process {first.Id}, 'state import -s dev') left at ", error, StringComparison.Ordinal);
        Assert.True(code == 0, output + error);
    }

    [Fact]
    public async Task Of_two_processes_that_start_at_once_exactly_one_gets_the_lock()
    {
        var processes = Enumerable.Range(0, 2)
            .Select(_ => EngineProcess.Start(_directory.Path, "", "state", "import", "-s", "dev")).ToList();
        try
        {
            var loser = await Task.WhenAny(processes.Select(process => process.WaitAsync()));
            Assert.Equal(4, (await loser).ExitCode);
            Assert.Single(processes, process => !process.HasExited);
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }
    }

    [Fact]
    public async Task Cancel_removes_a_lock_only_when_told_so()
    {
        using var first = EngineProcess.Start(_directory.Path, "", "state", "import", "-s", "dev");
        await WaitForLockAsync(first);
        Assert.Equal(2, (await RunAsync("cancel", "-s", "dev")).ExitCode);
        var (code, output, error) = await RunAsync("cancel", "-s", "dev", "--yes");
        Assert.True(code == 0, error);
        Assert.Equal("The lock of stack 'dev' has been removed.\n", output);
        Assert.Equal("Stack 'dev' is not locked.\n", (await RunAsync("cancel", "-s", "dev")).Output);
    }

    [Fact]
    public async Task Settings_are_set_read_and_removed_and_comments_stay()
    {
        await OkAsync("config", "set", "-s", "dev", "name", "value");
        await OkAsync("config", "set", "-s", "dev", "--secret", "password", "hunter2");
        Assert.Equal("hunter2\n", await OkAsync("config", "get", "-s", "dev", "password"));
        Assert.Equal("KEY       VALUE\nname      value\npassword  [secret]\nport      9091\n", await OkAsync("config", "-s", "dev"));
        await OkAsync("config", "rm", "-s", "dev", "port");
        Assert.Equal("9090\n", await OkAsync("config", "get", "-s", "dev", "port"));

        var text = await File.ReadAllTextAsync(_directory.File("Pulumi.dev.yaml"), TestContext.Current.CancellationToken);
        Assert.Matches("^encryptionsalt: v1:[^\n]+\nconfig:\n  obs:name: value\n  obs:password:\n    secure: v1:[^\n]+\n$", text);
        Assert.Equal(3, (await RunAsync("config", "get", "-s", "dev", "nothing")).ExitCode);
    }

    [Fact]
    public async Task A_secret_on_the_command_line_is_warned_of_and_one_from_a_pipe_is_not()
    {
        var named = await RunAsync("config", "set", "-s", "dev", "--secret", "password", "hunter2");
        using var process = EngineProcess.Start(_directory.Path, "", "config", "set", "-s", "dev", "--secret", "password");
        await process.Input.WriteAsync("from a pipe\n");
        process.Input.Close();
        var piped = await process.WaitAsync();

        Assert.Equal(
            "warning: The secret stood on the command line: it is in the shell's history, and every user of this machine could read it. Leave it out, "
            + "and it is asked for; or pipe it in: 'config set --secret password < FILE'. Remove it from the history, or set another one.\n",
            named.Error);
        Assert.Equal((0, "", ""), (piped.ExitCode, piped.Output, piped.Error));
        Assert.Equal("from a pipe\n", await OkAsync("config", "get", "-s", "dev", "password"));
    }

    [Theory]
    [InlineData("", "'' is no configuration key: expected 'name' or 'namespace:name', found an empty name.")]
    [InlineData("obs:", "'obs:' is no configuration key: expected 'name' or 'namespace:name', found an empty name.")]
    [InlineData("two words", "'two words' is no configuration key: expected 'name' or 'namespace:name' without spaces.")]
    [InlineData("a\u001b[2Jb", "'a\\x1b[2Jb' is no configuration key: expected 'name' or 'namespace:name' without spaces.")]
    public async Task A_key_that_is_none_is_refused_and_the_file_stays(string key, string message)
    {
        var before = await File.ReadAllTextAsync(_directory.File("Pulumi.dev.yaml"), TestContext.Current.CancellationToken);

        var (code, _, error) = await RunAsync("config", "set", "-s", "dev", key, "value");

        Assert.Equal(2, code);
        Assert.Equal($"error: {message}\n", error);
        Assert.Equal(before, await File.ReadAllTextAsync(_directory.File("Pulumi.dev.yaml"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_a_terminal_would_obey_is_written_out_in_outputs_and_kept_in_JSON()
    {
        WriteState(SampleCheckpoint.Json.Replace(
            "\"outputs\":{\"url\":\"http://localhost:3001\"}", "\"outputs\":{\"url\":\"a\\u001b[31mred\\u0007\"}", StringComparison.Ordinal));

        Assert.Equal("a\\x1b[31mred\\x07\n", await OkAsync("output", "url", "-s", "dev"));
        Assert.EndsWith("    url     a\\x1b[31mred\\x07\n", await OkAsync("output", "-s", "dev"));
        Assert.Equal("\"a\\u001B[31mred\\u0007\"\n", await OkAsync("output", "url", "--json", "-s", "dev"), ignoreCase: true);
    }

    [Fact]
    public async Task Outputs_are_printed_without_a_passphrase_and_their_secrets_only_on_demand()
    {
        WriteState(SampleCheckpoint.Json.Replace(
            "\"outputs\":{\"url\":\"http://localhost:3001\"}",
            $$"""
            "outputs":{"password":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"{{TestSecrets.Ciphertext}}"},"url":"http://localhost:3001"}
            """.Trim(),
            StringComparison.Ordinal));
        Assert.Equal(
            "Current stack outputs (2):\n    OUTPUT    VALUE\n    password  [secret]\n    url       http://localhost:3001\n",
            (await EngineProcess.RunAsync(_directory.Path, null, "output", "-s", "dev")).Output);
        Assert.Equal("http://localhost:3001\n", await OkAsync("output", "url", "-s", "dev"));
        var (code, output, _) = await EngineProcess.RunAsync(
            _directory.Path, TestSecrets.PassphraseText, "output", "--json", "--show-secrets", "-s", "dev");
        Assert.Equal(0, code);
        Assert.Equal("{\n  \"password\": \"s3cret\",\n  \"url\": \"http://localhost:3001\"\n}\n", output);
        var (missing, _, error) = await RunAsync("output", "none", "-s", "dev");
        Assert.Equal(1, missing);
        Assert.Equal("error: Stack 'dev' has no output 'none'. It has: password, url.\n", error);
    }

    [Fact]
    public async Task Stacks_are_made_selected_listed_and_removed()
    {
        Assert.Equal("Created stack 'new'.\n", await OkAsync("stack", "init", "new"));
        Assert.Equal(1, (await RunAsync("stack", "init", "new")).ExitCode);
        Assert.Matches("^NAME  LAST UPDATE +RESOURCE COUNT\ndev   never +n/a\nnew\\*  [0-9: -]+  0\n$", await OkAsync("stack", "ls"));
        await OkAsync("stack", "select", "dev");
        Assert.Contains("\"name\": \"dev\",\n    \"current\": true", await OkAsync("stack", "ls", "--json"), StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("stack", "rm", "new")).ExitCode);
        Assert.Equal("Stack 'new' has been removed.\n", await OkAsync("stack", "rm", "new", "--yes"));
    }

    [Fact]
    public async Task A_stack_with_resources_is_removed_only_by_force_and_a_copy_stays()
    {
        var file = WriteState(SampleCheckpoint.Json);
        var (code, _, error) = await RunAsync("stack", "rm", "dev", "--yes");
        Assert.Equal(1, code);
        Assert.Contains("still has 4 resources", error, StringComparison.Ordinal);
        await OkAsync("stack", "rm", "dev", "--yes", "--force");
        Assert.False(File.Exists(file));
        Assert.Equal(SampleCheckpoint.Json, await File.ReadAllTextAsync(file + ".bak", TestContext.Current.CancellationToken));
        Assert.True(File.Exists(_directory.File("Pulumi.dev.yaml")));
    }

    [Fact]
    public async Task An_exported_state_is_imported_again_and_one_of_another_stack_only_by_force()
    {
        var file = WriteState(SampleCheckpoint.Json);
        var run = (params string[] words) => EngineProcess.RunAsync(_directory.Path, TestSecrets.PassphraseText, words);
        Assert.Equal(0, (await run("stack", "export", "-s", "dev", "--file", "exported.json")).ExitCode);
        File.Delete(file);
        // The sample's container names no provider, and its dependencies come before it: it is sound.
        var (code, output, error) = await run("state", "import", "-s", "dev", "--file", "exported.json");
        Assert.True(code == 0, error);
        Assert.Equal("Import complete.\n", output);
        Assert.Contains(TestSecrets.Ciphertext, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await run("stack", "init", "other");
        (code, _, error) = await run("state", "import", "-s", "other", "--file", "exported.json");
        Assert.Equal(1, code);
        Assert.Contains("belongs to another stack or project. Nothing was changed; --force imports it all the same.", error, StringComparison.Ordinal);
        Assert.Equal(5, (await run("state", "import", "-s", "dev", "--file", "Pulumi.yaml")).ExitCode);
    }

    private Task<ToolResult> RunAsync(params string[] arguments) =>
        EngineProcess.RunAsync(_directory.Path, "", arguments);

    private async Task<string> OkAsync(params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)} ended with {code}: {error}");
        return output;
    }

    private string WriteState(string content) => _directory.Write(".pulumi/stacks/obs/dev.json", content);

    private async Task WaitForLockAsync(EngineProcess holder)
    {
        var locks = _directory.File(".pulumi/locks/organization/obs/dev");
        while (!Directory.Exists(locks) || Directory.GetFiles(locks).Length == 0)
        {
            Assert.False(holder.HasExited, "The process that was to hold the lock has ended.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
