using System.Text.Json;
using Embedded.Engine.Providers;
using Embedded.Engine.Providers.Docker;
using Infra.Tests.Support;
using static Infra.Tests.Embedded.Engine.Providers.Docker.DockerHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Docker;

/// <summary>An engine behind ssh, by a real sshd on this machine.</summary>
[Collection(DockerTests.Name)]
public class SshDockerTests(BusyboxImage image)
{
    [Fact]
    public async Task A_container_is_made_logged_and_removed_through_ssh()
    {
        DockerEngine.SkipUnlessAvailable();
        await using var server = await LocalSshServer.StartAsync();
        await using var provider = new DockerProvider();
        provider.Configure(Map(("host", server.Address), ("sshOpts", JsonSerializer.Serialize(server.Options))));
        var inputs = provider.Check(ContainerType, "web", null, image.Running("cat /etc/word", ("attach", true), ("logs", true), ("mustRun", false),
            ("uploads", List(Map(("file", "/etc/word"), ("content", "far away")))))).Inputs;

        var made = await provider.CreateAsync(new CreateRequest(ContainerType, "web", inputs, null, "operation"), Cancellation);
        Assert.Equal(Value("far away"), made.Outputs["containerLogs"]);
        await provider.DeleteAsync(ContainerType, made.Id, inputs, made.Outputs, null, Cancellation);

        Assert.Null(await provider.ReadAsync(ContainerType, made.Id, inputs, made.Outputs, Cancellation));
    }

    [Fact]
    public async Task A_host_that_does_not_let_one_in_is_told_of_in_the_words_of_ssh()
    {
        ToolProcess.SkipUnlessInstalled("ssh");
        var port = FreePort.Find();
        await using var provider = new DockerProvider();
        provider.Configure(Map(("host", $"ssh://me@127.0.0.1:{port}"), ("sshOpts", """["-F","none"]""")));

        var failure = await Assert.ThrowsAsync<ProviderUnreachableException>(
            () => provider.ReadAsync(NetworkType, "id", Map(("name", "net")), global::Embedded.Engine.Values.PropertyMap.Empty, Cancellation));

        Assert.StartsWith(
            $"No Docker engine answers at ssh://me@127.0.0.1:{port}: ssh://me@127.0.0.1:{port}: ssh: connect to host 127.0.0.1 port {port}: Connection refused.",
            failure.Message);
    }

    [Fact]
    public async Task A_program_that_the_options_name_is_not_run()
    {
        ToolProcess.SkipUnlessInstalled("ssh");
        using var folder = new TemporaryDirectory();
        var mark = folder.File("ran");
        var configuration = folder.Write("config", $"Match exec \"touch {mark}\"\n  ProxyCommand touch {mark}\n");
        foreach (var words in new string[][]
            { ["-o", $"ProxyCommand=touch {mark}"], ["-F", configuration], ["-o", $"Include={configuration}"], ["-TF", configuration] })
        {
            await using var provider = new DockerProvider();

            var refusal = Assert.Throws<ProviderException>(
                () => provider.Configure(Map(("host", "ssh://me@127.0.0.1:1"), ("sshOpts", JsonSerializer.Serialize(words)))));

            Assert.StartsWith($"docker:sshOpts has '{(words[0] == "-TF" ? words[0] : string.Join(' ', words))}', which is not known to be harmless", refusal.Message);
            await Assert.ThrowsAnyAsync<Exception>(() => provider.ReadAsync(NetworkType, "id", Map(("name", "net")), global::Embedded.Engine.Values.PropertyMap.Empty, Cancellation));
            Assert.False(File.Exists(mark));
        }
    }
}
