using Infra.Tests.Support;

namespace Infra.Tests.Eng;

public sealed class DockerScriptTests : IDisposable
{
    /// <summary>Answers while the made-up engine lives.</summary>
    private const string DockerClient = """
        pid=$(cat "$HOME/run/dockerd.pid" 2>/dev/null) && [[ -e /proc/$pid ]] && { echo 20.10.24; exit; }
        echo "Cannot connect to the Docker daemon" >&2
        exit 1
        """;

    private const string DockerEngine = """
        while [[ $# -gt 0 ]]; do [[ $1 == --pidfile ]] && file=$2; shift; done
        echo $$ >"$file"
        trap 'rm -f "$file"; exit 0' TERM
        while :; do sleep 0.05; done
        """;

    private readonly ScriptSandbox _sandbox = new();

    private Dictionary<string, string> OwnEngine => new()
    {
        ["PHLO_RUNTIME_DIR"] = Path.Combine(_sandbox.Home, "run"),
        ["DOCKER_HOST"] = $"unix://{_sandbox.Home}/docker.sock",
    };

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Nothing_is_done_where_an_engine_answers()
    {
        _sandbox.Program("docker", "echo 28.2.2");

        var result = await _sandbox.RunAsync("eng/docker.sh", "ensure");

        Assert.Equal(new ToolResult(0, "", ""), result);
    }

    [Fact]
    public async Task A_remote_engine_that_does_not_answer_is_not_replaced_by_a_local_one()
    {
        _sandbox.Program("docker", "exit 1");

        var result = await _sandbox.RunWithAsync("eng/docker.sh", new() { ["DOCKER_HOST"] = "tcp://example.test:2376" }, "ensure");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            "No Docker engine answers at DOCKER_HOST=tcp://example.test:2376.\nStart it there, or unset DOCKER_HOST to use this machine's own.\n",
            result.Error);
    }

    [Fact]
    public async Task A_user_without_access_is_told_which_group_to_join()
    {
        _sandbox.Program("docker", "echo 'Got permission denied while trying to connect to the Docker daemon socket' >&2; exit 1");

        var result = await _sandbox.RunAsync("eng/docker.sh", "ensure");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches("^A Docker engine runs here, but .+ may not use it\\.\nRun: sudo usermod -aG docker .+, log out and in again, and try again\\.\n$", result.Error);
    }

    [Fact]
    public async Task Without_the_right_to_install_it_is_said_what_is_missing_and_how_to_get_it()
    {
        _sandbox.Program("sudo", "exit 1");

        var result = await _sandbox.RunWithoutRootAsync("eng/docker.sh", "ensure");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(
            "^No Docker engine answers, none is installed, and installing it takes root\\.\nRun: sudo apt-get install docker\\.io && sudo usermod -aG docker .+\n$",
            result.Error);
    }

    [Fact]
    public async Task An_installed_engine_that_only_root_can_start_is_told_with_the_command()
    {
        _sandbox.Program("sudo", "exit 1");
        _sandbox.Program("docker", "exit 1");
        _sandbox.Program("dockerd", "exit 1");

        var result = await _sandbox.RunWithoutRootAsync("eng/docker.sh", "ensure");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            "No Docker engine answers, and starting the installed one takes root.\nRun: sudo systemctl start docker", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_is_no_debian_is_sent_to_the_manual()
    {
        _sandbox.Program("sudo", "[[ $1 == -n ]] && shift; exec \"$@\"");

        var result = await _sandbox.RunAsync("eng/docker.sh", "ensure");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("No Docker engine answers, and none is installed.\nInstall Docker Engine (https://", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engine_is_installed_from_the_distribution_started_and_stopped_by_who_started_it()
    {
        _sandbox.Program("sudo", "[[ $1 == -n ]] && shift; exec \"$@\"");
        _sandbox.Program("dpkg-deb", "");
        _sandbox.Program("apt-cache", "exit 1");
        ScriptSandbox.Executable(Path.Combine(_sandbox.Home, "docker"), DockerClient);
        ScriptSandbox.Executable(Path.Combine(_sandbox.Home, "dockerd"), DockerEngine);
        _sandbox.Program("apt-get", """
            echo "$*" >>"$HOME/apt.log"
            [[ $* == *install* ]] && cp "$HOME/docker" "$HOME/dockerd" "${0%/*}/"
            exit 0
            """);

        var ensured = await _sandbox.RunWithAsync("eng/docker.sh", OwnEngine, "ensure");
        var again = await _sandbox.RunWithAsync("eng/docker.sh", OwnEngine, "ensure");
        var process = int.Parse(
            await File.ReadAllTextAsync(Path.Combine(_sandbox.Home, "run/dockerd.pid"), TestContext.Current.CancellationToken),
            System.Globalization.CultureInfo.InvariantCulture);
        var ran = Directory.Exists($"/proc/{process}");
        var stopped = await _sandbox.RunWithAsync("eng/docker.sh", OwnEngine, "stop");

        Assert.Equal(
            $"""
            no Docker engine here: installing Debian's (apt-get install docker.io) …
            starting dockerd (log: {_sandbox.Home}/run/dockerd.log; stop it with: eng/docker.sh stop) …
            Docker Engine 20.10.24 answers

            """,
            ensured.Error);
        Assert.Equal(0, ensured.ExitCode);
        Assert.Equal(
            ["-qq update", "-qq install -y --no-install-recommends docker.io"],
            await File.ReadAllLinesAsync(Path.Combine(_sandbox.Home, "apt.log"), TestContext.Current.CancellationToken));
        Assert.Equal(new ToolResult(0, "", ""), again);
        Assert.True(ran);
        Assert.Equal(new ToolResult(0, "", "stopping dockerd …\n"), stopped);
        Assert.False(Directory.Exists($"/proc/{process}"));
    }

    [Fact]
    public async Task An_engine_that_does_not_come_up_is_told_with_its_last_messages()
    {
        _sandbox.Program("sudo", "[[ $1 == -n ]] && shift; exec \"$@\"");
        _sandbox.Program("docker", DockerClient);
        _sandbox.Program("dockerd", "echo 'failed to start daemon: Devices cgroup isn'\"'\"'t mounted'; exit 1");

        var result = await _sandbox.RunWithAsync("eng/docker.sh", OwnEngine, "ensure");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("\nfailed to start daemon: Devices cgroup isn't mounted\ndockerd was started and does not answer;", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_took_over_the_number_of_an_engine_is_left_alone()
    {
        _sandbox.Program("sudo", "[[ $1 == -n ]] && shift; exec \"$@\"");
        Directory.CreateDirectory(Path.Combine(_sandbox.Home, "run"));
        await File.WriteAllTextAsync(
            Path.Combine(_sandbox.Home, "run/dockerd.pid"), $"{Environment.ProcessId}\n", TestContext.Current.CancellationToken);

        var result = await _sandbox.RunWithAsync("eng/docker.sh", OwnEngine, "stop");

        Assert.Equal(new ToolResult(0, "", ""), result);
        Assert.False(File.Exists(Path.Combine(_sandbox.Home, "run/dockerd.pid")));
    }
}
