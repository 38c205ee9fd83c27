using Infra.Tests.Support;

namespace Infra.Tests.Eng;

public sealed class StackScriptTests : IDisposable
{
    private readonly ScriptSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task The_stack_that_is_named_is_taken_without_a_question()
    {
        var result = await _sandbox.RunWithAsync("eng/stack.sh", new() { ["STACK"] = "prod" });

        Assert.Equal(new ToolResult(0, "prod\n", ""), result);
    }

    [Fact]
    public async Task Where_the_registry_answers_it_is_dev()
    {
        _sandbox.Program("curl", "[[ ${*: -1} == https://registry-1.docker.io/v2/ ]]");

        var result = await _sandbox.RunAsync("eng/stack.sh");

        Assert.Equal(new ToolResult(0, "dev\n", "stack: dev (an image registry answers; STACK= decides otherwise)\n"), result);
    }

    [Fact]
    public async Task Where_none_answers_it_is_the_sandbox()
    {
        _sandbox.Program("curl", "exit 28");

        var result = await _sandbox.RunAsync("eng/stack.sh");

        Assert.Equal(
            new ToolResult(
                0,
                "sandbox\n",
                "stack: sandbox, with images from the distribution's packages (no image registry answers; STACK= decides otherwise)\n"),
            result);
    }

    [Fact]
    public async Task A_mirror_of_the_engine_counts_as_a_registry_and_the_engines_proxy_is_used()
    {
        EngineSays(containers: "", mirrors: "https://mirror.test/ ", proxy: "http://proxy.test:3128");
        _sandbox.Program("curl", "[[ ${*: -1} == https://mirror.test/v2/ && $https_proxy == http://proxy.test:3128 ]]");

        var result = await _sandbox.RunAsync("eng/stack.sh");

        Assert.Equal("dev\n", result.Output);
    }

    [Fact]
    public async Task A_stack_that_is_here_already_stays_the_one()
    {
        EngineSays(containers: "sandbox\nsandbox");
        _sandbox.Program("curl", "exit 0");

        var result = await _sandbox.RunAsync("eng/stack.sh");

        Assert.Equal(new ToolResult(0, "sandbox\n", "stack: sandbox (it is on this machine; STACK= decides otherwise)\n"), result);
    }

    [Fact]
    public async Task Several_stacks_have_to_be_told_apart()
    {
        EngineSays(containers: "sandbox\ndev");

        var result = await _sandbox.RunAsync("eng/stack.sh");

        Assert.Equal(new ToolResult(2, "", "Several stacks are on this machine: dev sandbox \nSay which one is meant: STACK=NAME\n"), result);
    }

    [Fact]
    public async Task Production_is_never_chosen_by_itself()
    {
        EngineSays(containers: "prod");
        _sandbox.Program("curl", "exit 0");

        var result = await _sandbox.RunAsync("eng/stack.sh");

        Assert.Equal("dev\n", result.Output);
    }

    private void EngineSays(string containers, string mirrors = "", string proxy = "") =>
        _sandbox.Program("docker", $"""
            case $1 in
                version) echo 28.2.2 ;;
                ps) printf '%s\n' '{containers}' ;;
                info) echo '{mirrors}|{proxy}' ;;
            esac
            """);
}
