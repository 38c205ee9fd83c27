using System.Runtime.Versioning;
using Infra.Tests.Embedded.Engine.Protocol;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Cli;

/// <summary>The engine as it really runs, and another user of the machine who knows its port.</summary>
[UnsupportedOSPlatform("windows")]
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class StrangersDuringPreviewTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public StrangersDuringPreviewTests()
    {
        _directory.Write("Pulumi.yaml", "name: obs\nruntime: {name: dotnet, options: {binary: ./program}}\n");
        _directory.Write("Pulumi.dev.yaml", "config: {}\n");
        _directory.Write("client", RawCall.Client);
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_preview_shows_what_its_own_user_registers_and_says_that_another_user_tried(bool stranger)
    {
        if (stranger)
            OtherUser.Require();
        Request("log", RawCall.Log("a word from outside"));
        Request("resource", RawCall.Register("random:index/randomId:RandomId", "from-outside"));
        var program = _directory.Write(
            "program",
            $"""
            #!/bin/sh
            client=$(cat client)
            for request in log resource; do
                {(stranger ? string.Join(' ', OtherUser.Prefix) : "")} bash -c "$client" sh "$(echo "$PULUMI_MONITOR" | cut -d: -f2)" <$request
            done
            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var result = await EngineProcess.RunAsync(_directory.Path, "p", "preview", "-s", "dev");

        Assert.Equal(!stranger, result.All.Contains("a word from outside", StringComparison.Ordinal));
        Assert.Equal(!stranger, result.All.Contains("from-outside", StringComparison.Ordinal));
        Assert.Equal(stranger, result.All.Contains($"by the user with id {OtherUser.Id} was closed unread", StringComparison.Ordinal));
    }

    private void Request(string name, byte[] content) => File.WriteAllBytes(_directory.File(name), content);
}
