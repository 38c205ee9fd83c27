using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>A sandbox whose certificates are renewed by each update, and which publishes all that listens.</summary>
public sealed class SecuredSandbox : IAsyncLifetime
{
    public SandboxProject Project { get; } = new();

    public IReadOnlyDictionary<string, int> Ports { get; private set; } = new Dictionary<string, int>();

    public ToolResult FirstUp { get; private set; } = null!;

    public JsonElement Outputs { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!Support.DockerEngine.Available)
        {
            return;
        }

        Ports = new Dictionary<string, int>
        {
            ["prometheus"] = Project.PrometheusPort,
            ["alertmanager"] = Project.AlertmanagerPort,
            ["postgres-exporter"] = FreePort.Find(IPAddress.Loopback),
            ["node-exporter"] = FreePort.Find(IPAddress.Loopback),
            ["postgres"] = FreePort.Find(IPAddress.Loopback),
        };
        Project.Set("tls", "true");
        Project.Set("tlsRenewBefore", "90d");
        Project.Set("tlsCertificateValidity", "90d");
        Project.Set("postgresExporterPort", Ports["postgres-exporter"]);
        Project.Set("nodeExporterPort", Ports["node-exporter"]);
        Project.Set("postgresPort", Ports["postgres"]);
        FirstUp = await Project.UpAsync();
        if (FirstUp.ExitCode == 0)
        {
            await ReadOutputsAsync();
        }
    }

    public async Task ReadOutputsAsync()
    {
        var outputs = await Project.RunAsync("output", "--json", "--show-secrets");
        Outputs = JsonDocument.Parse(outputs.Output).RootElement.Clone();
    }

    public ValueTask DisposeAsync() => Project.DisposeAsync();
}

/// <summary>TLS and authentication as in prod, with the real services that a distribution has.</summary>
[Collection(EndToEndGroup.Name)]
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class SecuredSandboxTests(SecuredSandbox sandbox) : IClassFixture<SecuredSandbox>
{
    private static readonly Dictionary<string, string> Pages = new()
    {
        ["prometheus"] = "/-/ready",
        ["alertmanager"] = "/-/ready",
        ["postgres-exporter"] = "/metrics",
        ["node-exporter"] = "/metrics",
    };

    public static TheoryData<string> Services => [.. Pages.Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Answers_who_trusts_its_authority_and_knows_its_password(string service)
    {
        Begin();
        using var http = Client(Authority(), Password(service));

        using var answer = await http.GetAsync(Url("https", service), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Refuses_who_has_no_password_or_another_service_s(string service)
    {
        Begin();
        foreach (var password in new[] { null, "", Password(Pages.Keys.First(other => other != service)) })
        {
            using var http = Client(Authority(), password);

            using var answer = await http.GetAsync(Url("https", service), TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Refuses_who_speaks_without_TLS(string service)
    {
        Begin();
        using var http = Client(Authority(), Password(service));

        using var answer = await http.GetAsync(Url("http", service), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Shows_a_certificate_for_its_own_name_and_no_other(string service)
    {
        Begin();
        using var certificate = await CertificateAsync(sandbox.Ports[service]);

        Assert.True(certificate.MatchesHostname(service));
        Assert.True(certificate.MatchesHostname("localhost"));
        Assert.False(certificate.MatchesHostname("grafana.example.com"));
        Assert.Equal("1.2.840.10045.3.1.7", certificate.GetECDsaPublicKey()!.ExportParameters(false).Curve.Oid.Value);
    }

    [Theory]
    [InlineData("disable", "no encryption")]
    [InlineData("require", null)]
    public async Task Lets_nobody_into_Postgres_without_TLS(string mode, string? refusal)
    {
        Begin();
        var uri = $"host=127.0.0.1 user=lake dbname=lakehouse sslmode={mode} password={Output("postgresPassword")}";

        var result = await ToolProcess.RunAsync(
            "docker", ["exec", sandbox.Project.Container("postgres"), "psql", uri, "-Atc", "select 1"]);

        Assert.Equal(refusal is null, result.ExitCode == 0);
        if (refusal is not null)
        {
            Assert.Contains(refusal, result.Error);
        }
    }

    [Fact]
    public async Task Is_scraped_with_names_verified_and_tells_when_certificates_end()
    {
        Begin();

        await UpAsync();
        var ends = await QueryAsync("phlo_certificate_expiry_timestamp_seconds");

        Assert.Equal(
            ["alertmanager", "authority", "blackbox-exporter", "node-exporter", "postgres", "postgres-exporter", "prometheus"],
            ends.EnumerateArray().Select(series => series.GetProperty("metric").GetProperty("certificate").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Is_asked_whether_it_can_work_with_its_name_verified_and_its_password()
    {
        Begin();

        await UpAsync();
        var probes = await QueryAsync("probe_success");

        var alertmanager = Assert.Single(probes.EnumerateArray());
        Assert.Equal(("alertmanager", "alertmanager:9093", "1"), (
            alertmanager.GetProperty("metric").GetProperty("job").GetString(), alertmanager.GetProperty("metric").GetProperty("instance").GetString(), alertmanager.GetProperty("value")[1].GetString()));
    }

    // Loki and Tempo check callers as this server does, by the same library of Go, and are not there in a sandbox.
    [Fact]
    public async Task A_service_that_has_nobody_to_call_by_certificate_cannot_call_by_its_own()
    {
        Begin();
        using var folder = new TemporaryDirectory();
        folder.Write("ca.pem", Output("authorityCertificate"));
        folder.Write("server.pem", await IdentityAsync("prometheus"));
        var web = folder.Write("web.yml", $"""
            tls_server_config:
              cert_file: {folder.File("server.pem")}
              key_file: {folder.File("server.pem")}
              client_ca_file: {folder.File("ca.pem")}
              client_auth_type: RequireAndVerifyClientCert
            """);
        await using var server = await ServerProcess.StartAsync(
            "prometheus-node-exporter",
            address => [$"--web.config.file={web}", $"--web.listen-address={address}", "--collector.disable-defaults"],
            async address =>
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPEndPoint.Parse(address), TestContext.Current.CancellationToken);
            });
        var port = server.Address.Split(':')[1];

        foreach (var (service, isLetIn) in new[] { ("prometheus", true), ("blackbox-exporter", true), ("alertmanager", false), ("node-exporter", false), ("postgres-exporter", false) })
        {
            var identity = folder.Write($"{service}.pem", await IdentityAsync(service));

            var result = await ToolProcess.RunAsync("curl", ["-sS", "--cacert", folder.File("ca.pem"), "--cert", identity, "--key", identity, $"https://localhost:{port}/"]);

            Assert.Equal((service, isLetIn), (service, result.ExitCode == 0));
        }

        Assert.Contains("certificate specifies an incompatible key usage", await server.StopAsync());
    }

    [Fact]
    public async Task Has_one_password_and_one_key_replaced_while_the_others_stay()
    {
        Begin();
        await UpAsync();
        string[] all = [.. Pages.Keys, "blackbox-exporter"];
        var before = sandbox.Outputs.GetProperty("servicePasswords");
        var oldKey = await KeyAsync("node-exporter");
        var otherKey = await KeyAsync("alertmanager");
        var containers = await IdsAsync(all);

        sandbox.Project.SetRotation("node-exporter", 1);
        (await sandbox.Project.UpAsync()).ShouldSucceed();
        await sandbox.ReadOutputsAsync();

        Assert.All(before.EnumerateObject(), old => Assert.Equal(old.Name != "node-exporter", old.Value.GetString() == Password(old.Name)));
        Assert.NotEqual(oldKey, await KeyAsync("node-exporter"));
        Assert.Equal(otherKey, await KeyAsync("alertmanager"));
        foreach (var (password, status) in new[] { (before.GetProperty("node-exporter").GetString(), HttpStatusCode.Unauthorized), (Password("node-exporter"), HttpStatusCode.OK) })
        {
            using var http = Client(Authority(), password);
            using var answer = await http.GetAsync(Url("https", "node-exporter"), TestContext.Current.CancellationToken);
            Assert.Equal(status, answer.StatusCode);
        }

        var after = await IdsAsync(all);
        Assert.Empty(all.Where(service => containers[service] != after[service]).Except(["node-exporter", "prometheus"]));
        await UpAsync();
    }

    private async Task<string> KeyAsync(string service)
    {
        using var certificate = await CertificateAsync(sandbox.Ports[service]);
        return Convert.ToHexString(certificate.GetPublicKey());
    }

    private async Task<string> IdentityAsync(string service) =>
        (await ToolProcess.RunAsync("docker", ["exec", "--user", "0", sandbox.Project.Container(service), "cat", "/etc/phlo/tls/identity.pem"])).Output;

    [Fact]
    public async Task Goes_on_being_scraped_while_its_certificates_are_renewed()
    {
        Begin();
        await UpAsync();
        var services = Pages.Keys.ToList();
        var before = await SerialsAsync(services);
        var containers = await IdsAsync(services);
        var begin = DateTimeOffset.UtcNow;

        (await sandbox.Project.UpAsync()).ShouldSucceed();

        var after = await SerialsAsync(services);
        Assert.All(services, service => Assert.NotEqual(before[service], after[service]));
        Assert.Equal(containers, await IdsAsync(services));
        // Two scrapes with the new ones.
        await Task.Delay(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken);
        var window = (int)(DateTimeOffset.UtcNow - begin).TotalSeconds;
        var least = await QueryAsync($"min_over_time(up[{window}s])");
        Assert.NotEmpty(least.EnumerateArray());
        Assert.All(least.EnumerateArray(), series => Assert.Equal("1", series.GetProperty("value")[1].GetString()));
    }

    [Fact]
    public async Task Shows_no_secret_in_what_Docker_tells_of_containers_nor_in_the_state()
    {
        Begin();
        var secrets = sandbox.Outputs.GetProperty("servicePasswords").EnumerateObject().Select(password => password.Value.GetString()!)
            .Append(Output("postgresPassword")).ToList();
        var names = (await sandbox.Project.FindAsync()).Containers;

        var inspected = await ToolProcess.RunAsync("docker", ["inspect", .. names]);
        var state = await File.ReadAllTextAsync(sandbox.Project.StateFile, TestContext.Current.CancellationToken);

        Assert.Equal(0, inspected.ExitCode);
        Assert.All(secrets, secret =>
        {
            Assert.DoesNotContain(secret, inspected.Output);
            Assert.DoesNotContain(secret, state);
            Assert.DoesNotContain(secret, sandbox.FirstUp.Output + sandbox.FirstUp.Error);
        });
        Assert.DoesNotContain("PRIVATE KEY", inspected.Output + state);
    }

    private void Begin()
    {
        Support.DockerEngine.SkipUnlessAvailable();
        sandbox.FirstUp.ShouldSucceed();
    }

    private string Output(string name) => sandbox.Outputs.GetProperty(name).GetString()!;

    private string Password(string service) => sandbox.Outputs.GetProperty("servicePasswords").GetProperty(service).GetString()!;

    private X509Certificate2 Authority() => X509Certificate2.CreateFromPem(Output("authorityCertificate"));

    private Uri Url(string scheme, string service) => new($"{scheme}://localhost:{sandbox.Ports[service]}{Pages[service]}");

    private static HttpClient Client(X509Certificate2 authority, string? password)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { authority },
                },
            },
        };
        var client = new HttpClient(handler);
        if (password is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"phlo:{password}")));
        }

        return client;
    }

    private async Task UpAsync()
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromMinutes(1);
        while (true)
        {
            var up = (await QueryAsync("up")).EnumerateArray()
                .Select(series => (Job: series.GetProperty("metric").GetProperty("job").GetString(), Value: series.GetProperty("value")[1].GetString())).Order().ToList();
            if (up.Count == 6 && up.All(target => target.Value == "1"))
            {
                return;
            }

            Assert.True(DateTime.UtcNow < deadline, $"After a minute these are up: {string.Join(", ", up)}");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    private async Task<JsonElement> QueryAsync(string expression)
    {
        using var http = Client(Authority(), Password("prometheus"));
        var text = await http.GetStringAsync(
            new Uri($"https://localhost:{sandbox.Ports["prometheus"]}/api/v1/query?query={Uri.EscapeDataString(expression)}"), TestContext.Current.CancellationToken);
        return JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("result").Clone();
    }

    private async Task<IReadOnlyDictionary<string, string>> SerialsAsync(IEnumerable<string> services)
    {
        var serials = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            using var certificate = await CertificateAsync(sandbox.Ports[service]);
            serials[service] = certificate.SerialNumber;
        }

        return serials;
    }

    private async Task<IReadOnlyDictionary<string, string>> IdsAsync(IEnumerable<string> services)
    {
        using var docker = sandbox.Project.Docker();
        var ids = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            ids[service] = (await docker.Containers.InspectContainerAsync(sandbox.Project.Container(service))).ID;
        }

        return ids;
    }

    private async Task<X509Certificate2> CertificateAsync(int port)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(Authority());
        await using var tls = new SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy }, TestContext.Current.CancellationToken);
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
    }
}
