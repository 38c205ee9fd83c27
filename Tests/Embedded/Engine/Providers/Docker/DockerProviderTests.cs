using System.Net;
using System.Net.Sockets;
using System.Text;
using Embedded.Engine.Providers;
using Embedded.Engine.Providers.Docker;
using Embedded.Engine.Values;
using static Infra.Tests.Embedded.Engine.Providers.Docker.DockerHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Docker;

/// <summary>What the provider does without an engine: checking, comparing, and telling that there is none.</summary>
public class DockerProviderTests
{
    private static DockerProvider Configured(params (string Name, object Value)[] settings)
    {
        var provider = new DockerProvider();
        provider.Configure(Map(settings));
        return provider;
    }

    private static PropertyMap Check(string type, PropertyMap inputs, PropertyMap? old = null)
    {
        var result = Configured().Check(type, "web", old, inputs);
        Assert.Empty(result.Failures);
        return result.Inputs;
    }

    private static IEnumerable<string> Mistakes(params (string Name, object Value)[] inputs) =>
        Configured().Check(ContainerType, "web", null, Map([("image", "app"), .. inputs])).Failures.Select(failure => $"{failure.Property}: {failure.Reason}");

    private static DiffResult Diff(string type, PropertyMap old, PropertyMap @new)
    {
        var before = Check(type, old);
        return Configured().Diff(type, "id", before, PropertyMap.Empty, Check(type, @new, before));
    }

    [Fact]
    public void Checking_fills_in_the_official_providers_defaults()
    {
        var inputs = Check(ContainerType, Map(("image", "app"), ("name", "web"), ("ports", List(Map(("internal", 80))))));

        Assert.Equal(
            Map(
                ("attach", false), ("containerReadRefreshTimeoutMilliseconds", 15000), ("image", "app"), ("logs", false), ("memoryReservation", 0),
                ("mustRun", true), ("name", "web"), ("networkMode", "bridge"),
                ("ports", List(Map(("internal", 80), ("ip", "0.0.0.0"), ("protocol", "tcp")))),
                ("readOnly", false), ("removeVolumes", true), ("restart", "no"), ("rm", false), ("start", true), ("stdinOpen", false), ("tty", false),
                ("wait", false), ("waitTimeout", 60)),
            inputs);
    }

    [Fact]
    public void Names_are_generated_once_and_never_for_images()
    {
        var first = Check(NetworkType, PropertyMap.Empty);
        var second = Check(NetworkType, PropertyMap.Empty, first);

        Assert.Matches("^web-[0-9a-f]{7}$", Assert.IsType<StringValue>(first["name"]).Value);
        Assert.Equal(first["name"], second["name"]);
        Assert.Contains(Configured().Check(RemoteImageType, "web", null, PropertyMap.Empty).Failures, failure => failure.Property == "name");
    }

    [Fact]
    public void All_mistakes_are_found_at_once()
    {
        Assert.Equal(
            [
                "restart: expected one of no, on-failure, always, unless-stopped, found sometimes",
                "cpus: expected a number of CPUs such as 1.5, found many",
                "memorySwap: expected at least the memory of 64 (it is memory and swap together), found 32",
                "ports[0].internal: expected a port from 1 to 65535, found 0",
                "ports[0].ip: expected an IP address of this host such as 127.0.0.1, found localhost",
                "uploads[0]: needs exactly one of content, contentBase64 and source, not empty (file /a); found none of them",
                "uploads[0].permissions: expected four octal digits such as 0644, found 644",
                "mounts[0].type: expected one of bind, volume, tmpfs, found disk",
                "healthcheck.interval: expected a duration such as 30s or 1m30s, found 5",
            ],
            Mistakes(
                ("restart", "sometimes"), ("cpus", "many"), ("memory", 64), ("memorySwap", 32),
                ("ports", List(Map(("internal", 0), ("ip", "localhost")))),
                ("uploads", List(Map(("file", "/a"), ("content", ""), ("permissions", "644")))),
                ("mounts", List(Map(("type", "disk"), ("target", "/x")))),
                ("healthcheck", Map(("interval", "5")))));
    }

    [Fact]
    public void What_is_not_known_yet_is_no_mistake()
    {
        Assert.Empty(Mistakes(
            ("memorySwap", 64), ("memory", PropertyValue.Unknown), ("mounts", List(Map(("type", "bind"), ("target", "/x"), ("source", PropertyValue.Unknown)))),
            ("uploads", List(Map(("file", "/a"), ("content", PropertyValue.Unknown))))));
    }

    [Fact]
    public void Building_images_is_refused()
    {
        var failures = Configured().Check(RemoteImageType, "app", null, Map(("name", "app"), ("build", Map(("context", "."))))).Failures;

        Assert.Equal(new CheckFailure("build", "is not supported by the embedded engine; build the image beforehand and give its name"), Assert.Single(failures));
    }

    [Fact]
    public void The_order_of_sets_and_other_spellings_of_one_thing_are_no_difference()
    {
        var diff = Diff(
            ContainerType,
            Map(
                ("image", "app"), ("name", "web"), ("envs", List("A=1", "B=2")), ("capabilities", Map(("adds", List("NET_ADMIN")), ("drops", List("all")))),
                ("ports", List(Map(("internal", 90)), Map(("internal", 80)))), ("cpus", "1.50"), ("privileged", false),
                ("healthcheck", Map(("tests", List("CMD", "x")), ("interval", "60s"))),
                ("labels", List(Map(("label", "a"), ("value", "1")), Map(("label", "b"), ("value", "2"))))),
            Map(
                ("image", "app"), ("name", "web"), ("envs", List("B=2", "A=1")), ("capabilities", Map(("adds", List("CAP_NET_ADMIN")), ("drops", List("ALL")))),
                ("ports", List(Map(("internal", 80)), Map(("internal", 90)))), ("cpus", "1.5"), ("dns", List()),
                ("healthcheck", Map(("tests", List("CMD", "x")), ("interval", "1m0s"))),
                ("labels", List(Map(("label", "b"), ("value", "2")), Map(("label", "a"), ("value", "1"))))));

        Assert.Empty(diff.Detailed);
    }

    [Theory]
    [InlineData("init", true)]
    [InlineData("cpuQuota", 50000)]
    [InlineData("cpuPeriod", 1000)]
    public void What_Docker_cannot_change_in_a_container_replaces_it(string property, object value)
    {
        var diff = Diff(ContainerType, Map(("image", "app"), ("name", "web")), Map(("image", "app"), ("name", "web"), (property, value)));

        Assert.Equal(DiffKind.AddReplace, diff.Detailed[property]);
        Assert.True(diff.DeleteBeforeReplace);
    }

    [Fact]
    public void A_changed_health_check_or_temporary_file_system_replaces_the_container()
    {
        var diff = Diff(
            ContainerType,
            Map(("image", "app"), ("name", "web"), ("tmpfs", Map(("/run", "rw"))), ("healthcheck", Map(("tests", List("CMD", "a"))))),
            Map(("image", "app"), ("name", "web"), ("tmpfs", Map(("/run", "ro"))), ("healthcheck", Map(("tests", List("CMD", "b"))))));

        Assert.Equal(["healthcheck.tests[1]", "tmpfs[\"/run\"]"], diff.Detailed.Keys.Select(path => path == "tmpfs./run" ? "tmpfs[\"/run\"]" : path));
        Assert.All(diff.Detailed.Values, kind => Assert.Equal(DiffKind.UpdateReplace, kind));
    }

    [Fact]
    public void A_limit_is_changed_in_place_and_lifted_by_replacement()
    {
        var limited = Map(("image", "app"), ("name", "web"), ("memory", 64));

        var changed = Diff(ContainerType, limited, limited.Set("memory", Value(128)));
        var lifted = Diff(ContainerType, limited, limited.Remove("memory"));

        Assert.Equal(DiffKind.Update, changed.Detailed["memory"]);
        Assert.Equal(DiffKind.DeleteReplace, lifted.Detailed["memory"]);
        Assert.False(changed.RequiresReplacement);
        Assert.True(lifted.DeleteBeforeReplace);
    }

    [Theory]
    [InlineData("waitTimeout", 90)]
    [InlineData("destroyGraceSeconds", 30)]
    [InlineData("wait", true)]
    [InlineData("restart", "always")]
    public void Settings_of_the_provider_and_the_restart_policy_do_not_replace(string property, object value) => Assert.False(
        Diff(ContainerType, Map(("image", "app"), ("name", "web")), Map(("image", "app"), ("name", "web"), (property, value))).RequiresReplacement);

    [Fact]
    public void A_network_or_volume_of_a_fixed_name_is_deleted_before_its_replacement_and_a_generated_one_after()
    {
        var fixedName = Diff(VolumeType, Map(("name", "data")), Map(("name", "data"), ("driver", "other")));
        var generated = Diff(VolumeType, PropertyMap.Empty, Map(("driver", "other")));
        var renamed = Diff(VolumeType, Map(("name", "data")), Map(("name", "data2")));

        Assert.True(fixedName.RequiresReplacement);
        Assert.True(fixedName.DeleteBeforeReplace);
        Assert.True(generated.RequiresReplacement);
        Assert.False(generated.DeleteBeforeReplace);
        Assert.False(renamed.DeleteBeforeReplace);
    }

    [Fact]
    public async Task Without_an_engine_the_message_names_the_host_and_what_to_do()
    {
        await using var provider = Configured(("host", "unix:///nowhere/docker.sock"));

        var failure = await Assert.ThrowsAsync<ProviderUnreachableException>(() => provider.CreateAsync(
            new CreateRequest(NetworkType, "net", Check(NetworkType, PropertyMap.Empty), null, "op"), Cancellation));

        Assert.Equal(
            "No Docker engine answers at unix:///nowhere/docker.sock: there is no such socket or host. "
            + "Check that Docker runs (`docker version`); where it listens elsewhere, set DOCKER_HOST or the setting docker:host.",
            failure.Message);
    }

    [Fact]
    public async Task An_engine_that_goes_away_in_the_middle_is_told_of()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var server = AnswerOnceAsync(listener, "{\"ApiVersion\":\"1.41\"}");
        await using var provider = Configured(("host", host));

        var failure = await Assert.ThrowsAsync<ProviderUnreachableException>(() =>
            provider.ReadAsync(NetworkType, "id", Map(("name", "net")), PropertyMap.Empty, Cancellation));

        await server;
        Assert.StartsWith($"No Docker engine answers at {host}: ", failure.Message);
    }

    [Theory]
    [InlineData("npipe://./pipe/docker", "docker:host is 'npipe://./pipe/docker', and npipe:// is not supported by the embedded engine: use unix://, tcp:// or ssh://.")]
    [InlineData("ssh://-oProxyCommand=id", "docker:host is 'ssh://-oProxyCommand=id'; expected an address like unix:///var/run/docker.sock or tcp://host:2375.")]
    [InlineData("ssh://-F", "docker:host is 'ssh://-F'; expected a host of letters, digits, '.', '_' and '-', as in ssh://user@server.example.com.")]
    [InlineData("ssh://%2DoProxyCommand%3Did/", "docker:host is 'ssh://%2DoProxyCommand%3Did/'; expected an address like unix:///var/run/docker.sock or tcp://host:2375.")]
    [InlineData("ssh://-oProxyCommand%3Did@far", "docker:host is 'ssh://-oProxyCommand%3Did@far'; expected a user of letters, digits, '.', '_' and '-', as in ssh://user@server.example.com.")]
    [InlineData("ssh://a%24%28id%29@far", "docker:host is 'ssh://a%24%28id%29@far'; expected a user of letters, digits, '.', '_' and '-', as in ssh://user@server.example.com.")]
    [InlineData("ssh://far/$(id)", "docker:host is 'ssh://far/$(id)'; expected at most a path of a socket behind the host, as in ssh://user@server.example.com.")]
    [InlineData("localhost", "docker:host is 'localhost'; expected an address like unix:///var/run/docker.sock or tcp://host:2375.")]
    public void An_address_that_it_cannot_use_is_refused(string host, string message) =>
        Assert.Equal(message, Assert.Throws<ProviderException>(() => Configured(("host", host))).Message);

    [Fact]
    public void A_certificate_without_its_key_is_refused() => Assert.Equal(
        "docker:certMaterial and docker:keyMaterial belong together: give both, or neither.",
        Assert.Throws<ProviderException>(() => Configured(("host", "tcp://build:2376"), ("certMaterial", "PEM"))).Message);

    [Fact]
    public void Credentials_go_to_the_registry_that_they_are_for()
    {
        var registries = RegistryCredentials.From(Value(List(
            Map(("address", "https://registry.example.com:5000/v2/"), ("username", "me"), ("password", "p")),
            Map(("address", "docker.io"), ("configFileContent", "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"aHViOnNlY3JldA==\"}}}")))));

        Assert.Equal("me", registries.For("registry.example.com:5000/team/app:1").Username);
        Assert.Equal("hub", registries.For("grafana/grafana:12").Username);
        Assert.Equal("secret", registries.For("postgres").Password);
        Assert.True(string.IsNullOrEmpty(registries.For("other.example.com/app").Username));
    }

    [Theory]
    [InlineData("app", "app", "latest")]
    [InlineData("registry:5000/team/app", "registry:5000/team/app", "latest")]
    [InlineData("registry:5000/team/app:1.2", "registry:5000/team/app", "1.2")]
    [InlineData("team/app:1.2@sha256:abc", "team/app", "sha256:abc")]
    public void Image_names_come_apart(string name, string repository, string version)
    {
        var parsed = ImageName.Parse(name);

        Assert.Equal((repository, version), (parsed.Repository, parsed.Version));
    }

    [Theory]
    [InlineData("0s", "0s")]
    [InlineData("90s", "1m30s")]
    [InlineData("1h", "1h0m0s")]
    [InlineData("1.5s", "1.5s")]
    [InlineData("250ms", "250ms")]
    public void Durations_are_written_as_Go_writes_them(string text, string formatted)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(formatted, GoDuration.Format(duration));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(GoDuration.TryParse(text, out _));

    private static async Task AnswerOnceAsync(TcpListener listener, string body)
    {
        using (var client = await listener.AcceptTcpClientAsync(Cancellation))
        {
            var stream = client.GetStream();
            await stream.ReadAtLeastAsync(new byte[16], 16, cancellationToken: Cancellation);
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"),
                Cancellation);
        }
        listener.Stop();
    }
}
