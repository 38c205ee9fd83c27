using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Infra.Stacks.Gate;
using Infra.Tests.Support;

namespace Infra.Tests.Stacks.Gate;

public sealed class MachineReadingTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Says_of_a_real_machine_what_Docker_says()
    {
        DockerEngine.SkipUnlessAvailable();
        var name = DockerEngine.UniqueName("network");
        var made = await DockerEngine.Client.Networks.CreateNetworkAsync(new Docker.DotNet.Models.NetworksCreateParameters { Name = name, Driver = "bridge" }, TestContext.Current.CancellationToken);
        try
        {
            var info = await DockerEngine.Client.System.GetSystemInfoAsync(TestContext.Current.CancellationToken);
            var network = await DockerEngine.Client.Networks.InspectNetworkAsync(made.ID, TestContext.Current.CancellationToken);

            var facts = MachineReading.Read(null);

            Assert.Equal<(long?, long?, string?)>((info.MemTotal, info.NCPU, info.DockerRootDir), (facts.MemoryBytes, facts.Processors, facts.DockerRoot));
            Assert.Equal(new DriveInfo(info.DockerRootDir).TotalSize, facts.DiskBytes);
            Assert.Contains(IPNetwork.Parse(network.IPAM.Config[0].Subnet), facts.Networks!);
        }
        finally
        {
            await DockerEngine.Client.Networks.DeleteNetworkAsync(made.ID, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void Takes_no_network_for_the_machines_own_that_leads_to_others()
    {
        using var docker = new FakeDocker(_directory.File("docker.sock"), path => path switch
        {
            "/info" => """{"MemTotal": 8589934592, "NCPU": 4, "DockerRootDir": "/nowhere/docker", "Driver": "overlayfs"}""",
            "/networks" => """
                [{"Driver": "bridge", "Scope": "local", "IPAM": {"Config": [{"Subnet": "172.17.0.0/16"}, {"Subnet": "fd00:1::/64"}]}},
                 {"Driver": "macvlan", "Scope": "local", "IPAM": {"Config": [{"Subnet": "192.168.1.0/24"}]}},
                 {"Driver": "overlay", "Scope": "swarm", "IPAM": {"Config": [{"Subnet": "10.0.0.0/24"}]}},
                 {"Driver": "host", "Scope": "local", "IPAM": {"Config": null}},
                 {"Driver": "bridge", "Scope": "local", "IPAM": {"Config": [{"Subnet": "no network"}, {}]}}]
                """,
            _ => null,
        });

        var facts = MachineReading.Read(docker.Host);

        Assert.Equal([IPNetwork.Parse("172.17.0.0/16"), IPNetwork.Parse("fd00:1::/64")], facts.Networks);
        Assert.Equal((8L << 30, 4, "/nowhere/docker", null), (facts.MemoryBytes!.Value, facts.Processors!.Value, facts.DockerRoot, facts.DiskBytes));
    }

    [Fact]
    public void Knows_what_it_can_where_an_answer_makes_no_sense()
    {
        using var docker = new FakeDocker(_directory.File("docker.sock"), path => path == "/info" ? """{"MemTotal": "much"}""" : "[]");

        var facts = MachineReading.Read(docker.Host);

        Assert.Null(facts.MemoryBytes);
        Assert.Empty(facts.Networks!);
    }

    [Theory]
    [InlineData("unix:///nowhere/docker.sock")]
    [InlineData("ssh://phlo@server.example.com")]
    [InlineData("tcp://server.example.com:2376")]
    [InlineData("nonsense")]
    public void Knows_nothing_of_a_machine_that_it_cannot_ask(string host) => Assert.Equal(MachineFacts.Unknown, MachineReading.Read(host));

    [Fact]
    public void Keeps_nobody_waiting_for_a_Docker_that_does_not_answer()
    {
        // Connections are accepted by the kernel, and nobody reads them.
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_directory.File("docker.sock")));
        listener.Listen();
        var watch = Stopwatch.StartNew();

        Assert.Equal(MachineFacts.Unknown, MachineReading.Read($"unix://{_directory.File("docker.sock")}"));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    // Docker as far as it is asked: a request a connection, an answer, the end.
    private sealed class FakeDocker : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        public FakeDocker(string path, Func<string, string?> answer)
        {
            Host = $"unix://{path}";
            _listener.Bind(new UnixDomainSocketEndPoint(path));
            _listener.Listen();
            _ = ServeAsync(answer);
        }

        public string Host { get; }

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync(Func<string, string?> answer)
        {
            try
            {
                while (true)
                {
                    using var connection = await _listener.AcceptAsync();
                    var buffer = new byte[4096];
                    var length = await connection.ReceiveAsync(buffer);
                    var body = answer(Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1]);
                    var status = body is null ? "404 Not Found" : "200 OK";
                    await connection.SendAsync(Encoding.UTF8.GetBytes(
                        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body ?? "")}\r\nConnection: close\r\n\r\n{body}"));
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // The test is through.
            }
        }
    }
}
