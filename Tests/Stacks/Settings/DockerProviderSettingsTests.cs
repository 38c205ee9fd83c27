using System.Text.Json;
using Infra.Stacks.Settings;
using Infra.Stacks;
using Infra.Tests.Support;

namespace Infra.Tests.Stacks.Settings;

/// <summary>What a stack's file may give to this machine's ssh, whichever provider starts it.</summary>
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class DockerProviderSettingsTests
{
    public static TheoryData<string[], string> Dangerous => new()
    {
        { ["-o", "ProxyCommand=id"], "-o ProxyCommand=id" },
        { ["-oproxycommand id"], "-oproxycommand id" },
        { ["-o ProxyCommand=id"], "-o ProxyCommand=id" },
        { ["-4", "-o", "LocalCommand=id", "-o", "PermitLocalCommand=yes"], "-o LocalCommand=id" },
        { ["-o", "PermitLocalCommand=yes"], "-o PermitLocalCommand=yes" },
        { ["-o", "KnownHostsCommand=/bin/id"], "-o KnownHostsCommand=/bin/id" },
        { ["-o", "PKCS11Provider=/tmp/a.so"], "-o PKCS11Provider=/tmp/a.so" },
        { ["-o", "SecurityKeyProvider=/tmp/a.so"], "-o SecurityKeyProvider=/tmp/a.so" },
        { ["-o", "XAuthLocation=/tmp/a"], "-o XAuthLocation=/tmp/a" },
        { ["-o", "IdentityAgent=/tmp/agent"], "-o IdentityAgent=/tmp/agent" },
        { ["-o", "ForwardAgent=yes"], "-o ForwardAgent=yes" },
        { ["-o", "Include=/tmp/config"], "-o Include=/tmp/config" },
        { ["-o", "Match=exec id"], "-o Match=exec id" },
        { ["-o", "StrictHostKeyChecking=no"], "-o StrictHostKeyChecking=no" },
        { ["-o", "ProxyJump=-oProxyCommand=id"], "-o ProxyJump=-oProxyCommand=id" },
        { ["-J", "a@-oProxyCommand=id"], "-J a@-oProxyCommand=id" },
        { ["-J", "a;id"], "-J a;id" },
        { ["-F", "/tmp/config"], "-F /tmp/config" },
        { ["-F/tmp/config"], "-F/tmp/config" },
        { ["-TF", "/tmp/config"], "-TF" },
        { ["-I", "/tmp/a.so"], "-I" },
        { ["-A"], "-A" },
        { ["-L", "1:host:1"], "-L" },
        { ["-E", "/root/.profile"], "-E" },
        { ["-i", "-oProxyCommand=id"], "-i -oProxyCommand=id" },
        { ["-i", "key\nProxyCommand id"], "-i key ProxyCommand id" },
        { ["-o", "User=a\nProxyCommand id"], "-o User=a ProxyCommand id" },
        { ["far.example.com"], "far.example.com" },
        { ["--"], "--" },
        { ["-o"], "-o" },
        { ["-p", "22x"], "-p 22x" },
    };

    [Theory]
    [MemberData(nameof(Dangerous))]
    public void Words_by_which_ssh_could_run_something_are_refused(string[] words, string shown) => Assert.Contains(
        $"  docker:sshOpts = {shown}: ssh may run a program on this machine by it; expected words of ssh that name keys, ports, jump hosts and limits, "
        + "such as -i FILE, -p PORT, -J HOST or -o ConnectTimeout=10, or a line in ~/.ssh/config\n",
        Refusal(("sshOpts", JsonSerializer.Serialize(words))));

    [Theory]
    [InlineData("-i", "~/.ssh/my key", "-p", "2222", "-l", "phlo", "-4", "-C", "-vv", "-q", "-T", "-F", "none")]
    [InlineData("-J", "me@bastion.example.com:22,second", "-o", "ProxyJump=none", "-J[::1]:22", "-i", "$HOME/key")]
    [InlineData("-o", "ConnectTimeout=10", "-oServerAliveInterval=5", "-o ServerAliveCountMax = 3", "-o", "StrictHostKeyChecking accept-new")]
    [InlineData("-c", "aes128-gcm@openssh.com", "-m", "hmac-sha2-256", "-b", "10.0.0.1", "-o", "userknownhostsfile=/etc/ssh/known %h")]
    public void Words_that_say_where_and_how_are_not(params string[] words) =>
        Assert.Equal("sandbox", Read(("host", "ssh://me@server.example.com:2222/run/docker.sock"), ("sshOpts", JsonSerializer.Serialize(words))).Stack);

    [Theory]
    [InlineData("{}")]
    [InlineData("-o ProxyCommand=id")]
    public void What_is_no_list_of_words_is_refused(string text) =>
        Assert.Contains($"  docker:sshOpts = {text}: expected a list of words for ssh\n", Refusal(("sshOpts", text)));

    [Fact]
    public void A_user_of_another_machine_that_is_an_option_is_refused() => Assert.Contains(
        "  docker:host = ssh://-oProxyCommand%3Did@far: expected a user of letters, digits, '.', '_' and '-', as in ssh://user@server.example.com\n",
        Refusal(("host", "ssh://-oProxyCommand%3Did@far")));

    private static string Refusal(params (string Key, string Value)[] docker) =>
        Assert.Throws<Pulumi.RunException>(() => Read(docker)).Message;

    private static StackSettings Read(params (string Key, string Value)[] docker) => StackSettingsReader.Read(new SettingSource
    {
        Project = "phlo-observability",
        Stack = "sandbox",
        Get = _ => null,
        ProviderSettings = docker.ToDictionary(value => $"docker:{value.Key}", value => value.Value),
    });
}
