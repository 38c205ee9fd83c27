using System.Diagnostics;
using Embedded.Engine.Providers;
using Embedded.Engine.Values;
using Infra.Tests.Support;
using static Infra.Tests.Embedded.Engine.Providers.Docker.DockerHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Docker;

/// <summary>Waiting for health, and what is said of containers that do not come up.</summary>
[Collection(DockerTests.Name)]
public class ContainerFailuresTests(BusyboxImage image)
{
    private PropertyMap Sleeping(params (string Name, object Value)[] more) => image.Sleeping(more);

    private PropertyMap Running(string script, params (string Name, object Value)[] more) => image.Running(script, more);

    [Fact]
    public async Task Waits_until_the_container_is_healthy()
    {
        await using var docker = new DockerHarness();

        var made = await docker.CreateAsync(ContainerType, Running(
            "sleep 1; touch /tmp/ready; sleep 300",
            ("wait", true), ("waitTimeout", 30),
            ("healthcheck", Map(("tests", List("CMD-SHELL", "test -f /tmp/ready")), ("interval", "300ms"), ("retries", 50)))));

        Assert.Equal("healthy", (await InspectAsync(made)).State!.Health!.Status);
        Assert.Contains("waiting until healthy", docker.Progress);
    }

    [Fact]
    public async Task Fails_at_once_when_the_container_exits_and_shows_its_last_lines_without_secrets()
    {
        await using var docker = new DockerHarness();
        var since = Stopwatch.StartNew();
        var inputs = Running(
            "for i in $(seq 30); do echo line $i; done; echo using $DB_PASSWORD at postgres://me:hunter22@db/x; exit 3",
            ("envs", List("DB_PASSWORD=correct-horse")),
            ("wait", true), ("waitTimeout", 600),
            ("healthcheck", Map(("tests", List("CMD", "/bin/true")), ("interval", "5m"))));

        var failure = await Assert.ThrowsAsync<PartialResourceException>(() => docker.CreateAsync(ContainerType, inputs));

        Assert.True(since.Elapsed < TimeSpan.FromMinutes(5), "it did not wait for the limit");
        Assert.StartsWith($"Container {((StringValue)inputs["name"]).Value} should run and has exited with code 3. Its last lines were:\n    line 12\n", failure.Message);
        Assert.EndsWith("    line 30\n    using [secret] at postgres://me:[secret]@db/x", failure.Message);
        Assert.DoesNotContain("correct-horse", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Value(3), failure.Outputs["exitCode"]);
        Assert.Equal(64, failure.Id.Length);
    }

    [Fact]
    public async Task Fails_at_once_when_the_container_turns_unhealthy()
    {
        await using var docker = new DockerHarness();

        var failure = await Assert.ThrowsAsync<PartialResourceException>(() => docker.CreateAsync(ContainerType, Running(
            "echo up; sleep 300",
            ("wait", true), ("waitTimeout", 600),
            ("healthcheck", Map(("tests", List("CMD-SHELL", "echo no database; false")), ("interval", "200ms"), ("retries", 1))))));

        Assert.Contains(
            "is unhealthy. Its health check ended with code 1 and wrote: no database\nIts last lines were:\n    up",
            failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_when_the_container_keeps_restarting()
    {
        await using var docker = new DockerHarness();

        var failure = await Assert.ThrowsAsync<PartialResourceException>(() => docker.CreateAsync(ContainerType, Running(
            "echo broken; exit 1",
            ("restart", "unless-stopped"), ("wait", true), ("waitTimeout", 600),
            ("healthcheck", Map(("tests", List("CMD", "/bin/true")), ("interval", "5m"))))));

        Assert.Contains("keeps exiting (restarted ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("    broken", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_so_when_it_is_not_healthy_in_time()
    {
        await using var docker = new DockerHarness();

        var failure = await Assert.ThrowsAsync<PartialResourceException>(() => docker.CreateAsync(ContainerType, Sleeping(
            ("wait", true), ("waitTimeout", 1),
            ("healthcheck", Map(("tests", List("CMD", "/bin/true")), ("interval", "5m"))))));

        Assert.EndsWith(
            "did not become healthy within 1 s (waitTimeout). Its health check has not run yet. It has written nothing.", failure.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_container_without_wait_that_exits_at_once_although_it_must_run_is_a_failure(int exitCode)
    {
        await using var docker = new DockerHarness();

        var failure = await Assert.ThrowsAsync<PartialResourceException>(() => docker.CreateAsync(ContainerType, Running(
            $"sleep 0.3; echo cannot work; exit {exitCode}")));

        Assert.Contains($"should run and has exited with code {exitCode}. ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("    cannot work", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_without_a_health_check_is_a_mistake()
    {
        await using var docker = new DockerHarness();

        var failure = await Assert.ThrowsAsync<PartialResourceException>(() => docker.CreateAsync(ContainerType, Sleeping(("wait", true))));

        Assert.EndsWith("has wait set, and no health check to wait for: give it a healthcheck, or leave wait off.", failure.Message);
    }

    [Fact]
    public async Task Names_the_container_that_holds_a_port()
    {
        await using var docker = new DockerHarness();
        var port = FreePort.Find();
        var holder = await docker.CreateAsync(ContainerType, Sleeping(("ports", List(Map(("internal", 80), ("external", port), ("ip", "127.0.0.1"))))));

        var failure = await Assert.ThrowsAsync<PartialResourceException>(() => docker.CreateAsync(ContainerType, Sleeping(
            ("ports", List(Map(("internal", 80), ("external", port), ("ip", "127.0.0.1")))))));

        Assert.Contains($"port {port} on 127.0.0.1 is taken by container {holder.Name} (image ", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"Stop that container (`docker stop {holder.Name}`), or publish this container on another port (ports[].external", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_update_starts_what_could_not_be_started_for_want_of_its_port()
    {
        await using var docker = new DockerHarness();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var inputs = Sleeping(("ports", List(Map(("internal", 80), ("external", ((System.Net.IPEndPoint)listener.LocalEndpoint).Port), ("ip", "127.0.0.1")))));
        var failure = await Assert.ThrowsAsync<PartialResourceException>(() => docker.CreateAsync(ContainerType, inputs));
        listener.Stop();

        var made = await docker.UpdateAsync(new Made(ContainerType, failure.Id, docker.Checked(ContainerType, inputs), failure.Outputs), inputs);

        var inspected = await InspectAsync(made);
        Assert.True(inspected.State!.Running);
        Assert.Equal([image.Network], inspected.NetworkSettings!.Networks!.Keys);
    }

    [Fact]
    public async Task Says_that_a_program_outside_Docker_holds_a_port()
    {
        await using var docker = new DockerHarness();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<PartialResourceException>(() => docker.CreateAsync(ContainerType, Sleeping(
            ("ports", List(Map(("internal", 80), ("external", port), ("ip", "127.0.0.1")))))));

        Assert.Contains($"port {port} on 127.0.0.1 is taken by a program outside Docker (on the engine's host, `ss -ltnp 'sport = :{port}'` shows which)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_container_that_has_the_name()
    {
        await using var docker = new DockerHarness();
        var holder = await docker.CreateAsync(ContainerType, Sleeping());

        var failure = await Assert.ThrowsAsync<ProviderException>(() => docker.CreateAsync(ContainerType, Map(("image", image.Id), ("name", holder.Name))));

        Assert.StartsWith($"The container name {holder.Name} is taken by container {holder.Id[..12]} (image ", failure.Message);
        Assert.EndsWith($"If nobody needs it, remove it (`docker rm -f {holder.Name}`); else choose another name.", failure.Message);
    }

    [Fact]
    public async Task A_missing_network_and_a_missing_image_are_named()
    {
        await using var docker = new DockerHarness();
        var none = DockerEngine.UniqueName("none");
        var id = "sha256:" + new string('0', 64);

        // Nothing is left of the container, whether the engine notices when it makes it or when it starts it.
        var network = await Assert.ThrowsAsync<ProviderException>(() => docker.CreateAsync(ContainerType, Sleeping(
            ("networksAdvanced", List(Map(("name", none)))))));
        var missing = await Assert.ThrowsAsync<ProviderException>(() => docker.CreateAsync(ContainerType, Map(("image", id))));

        Assert.Contains($"there is no network {none} (networksAdvanced or networkMode).", network.Message, StringComparison.Ordinal);
        Assert.Contains($"there is no image {id} on the Docker engine at unix:///var/run/docker.sock.", missing.Message, StringComparison.Ordinal);
    }
}
