using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Embedded.Engine.Providers;
using Embedded.Engine.Providers.Grafana;
using Embedded.Engine.Values;
using Infra.Tests.Support;
using Infra.Tests.Support.Grafana;
using static Infra.Tests.Embedded.Engine.Providers.Grafana.GrafanaHarness;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

/// <summary>How the provider finds, trusts and waits for Grafana.</summary>
public class GrafanaConnectionTests
{
    private static readonly PropertyMap AFolder = Map(("title", "A"), ("uid", "a"));

    private static Task<ResourceResult> CreateAsync(GrafanaProvider provider) => provider.CreateAsync(
        new CreateRequest(Folder, "a", AFolder, null, "operation"), TestContext.Current.CancellationToken);

    private static async Task<GrafanaProvider> CreatedAsync(params (string Name, object Value)[] settings)
    {
        var provider = new GrafanaProvider(TimeSpan.FromSeconds(1));
        provider.Configure(Map([("retryWait", "0"), .. settings]));
        await CreateAsync(provider);
        return provider;
    }

    [Fact]
    public async Task A_token_speaks_for_its_own_organisation()
    {
        await using var grafana = await GrafanaDouble.StartAsync();
        await using var provider = await CreatedAsync(("url", grafana.Url + "/"), ("auth", "glsa_double"));
        Assert.Single(grafana.Content.Folders);
    }

    [Fact]
    public async Task A_wrong_password_is_not_tried_again_and_not_told()
    {
        await using var grafana = await GrafanaDouble.StartAsync();
        var calls = 0;
        grafana.Instead = _ =>
        {
            Interlocked.Increment(ref calls);
            return null;
        };

        var failure = await Assert.ThrowsAsync<ProviderException>(() => CreatedAsync(("url", grafana.Url), ("auth", "admin:wr0ng-secret")));

        Assert.StartsWith($"Creating folder a failed: Grafana at {grafana.Url} answered 401: Invalid username or password. Check grafana:auth", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_failure_that_passes_is_tried_again_as_often_as_set()
    {
        await using var grafana = await GrafanaDouble.StartAsync();
        var answers = 0;
        grafana.Instead = _ => Interlocked.Increment(ref answers) <= 2 ? GrafanaAnswer.Error(HttpStatusCode.ServiceUnavailable, "starting") : null;

        await using (await CreatedAsync(("url", grafana.Url), ("auth", grafana.Auth), ("retries", "2")))
            Assert.Single(grafana.Content.Folders);

        answers = 0;
        grafana.Content.Folders.Clear();
        await Assert.ThrowsAsync<ProviderException>(() => CreatedAsync(("url", grafana.Url), ("auth", grafana.Auth), ("retries", "0")));
    }

    [Fact]
    public async Task Grafana_is_waited_for_right_after_its_start()
    {
        var port = FreePort.Find(IPAddress.Loopback);
        await using var provider = new GrafanaProvider();
        var options = new GrafanaDoubleOptions { Port = port };
        provider.Configure(Map(("url", $"http://127.0.0.1:{port}"), ("auth", $"{options.User}:{options.Password}")));
        var creating = CreateAsync(provider);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        Assert.False(creating.IsCompleted);

        await using var grafana = await GrafanaDouble.StartAsync(options);

        Assert.Equal("1:a", (await creating).Id);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task A_published_port_that_takes_connections_and_closes_them_is_waited_for_too(string scheme)
    {
        var (authority, certificate) = Certificates("localhost");
        using var closing = new TcpListener(IPAddress.Loopback, 0);
        closing.Start();
        var port = ((IPEndPoint)closing.LocalEndpoint).Port;
        await using var provider = new GrafanaProvider();
        var options = new GrafanaDoubleOptions { Port = port, Certificate = scheme == "https" ? certificate : null };
        provider.Configure(Map(("url", $"{scheme}://localhost:{port}"), ("auth", $"{options.User}:{options.Password}"), ("caCert", authority)));

        var creating = CreateAsync(provider);
        (await closing.AcceptTcpClientAsync(TestContext.Current.CancellationToken)).Close();
        closing.Stop();
        await using var grafana = await GrafanaDouble.StartAsync(options);

        Assert.Equal("1:a", (await creating).Id);
    }

    [Fact]
    public async Task A_grafana_that_does_not_come_is_told_after_a_bounded_time()
    {
        await using var provider = new GrafanaProvider(TimeSpan.FromSeconds(1));
        provider.Configure(Map(("url", $"http://127.0.0.1:{FreePort.Find(IPAddress.Loopback)}"), ("auth", "a:b")));

        var failure = await Assert.ThrowsAsync<ProviderUnreachableException>(() => CreateAsync(provider));

        Assert.EndsWith(
            ": nothing listens there after 1 s. Check that its container runs and is healthy (`docker ps`), and grafana:url.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_is_trusted_with_the_given_authority_as_text_or_file()
    {
        var (authority, certificate) = Certificates("localhost");
        await using var grafana = await GrafanaDouble.StartAsync(new GrafanaDoubleOptions { Certificate = certificate });
        using var folder = new TemporaryFile(authority);

        await using var byText = await CreatedAsync(("url", grafana.Url), ("auth", grafana.Auth), ("caCert", authority));
        await using var byFile = await CreatedAsync(("url", grafana.Url), ("auth", grafana.Auth), ("caCert", folder.Path));

        Assert.Single(grafana.Content.Folders);
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("elsewhere", true)]
    public async Task Tls_of_an_unknown_authority_or_another_name_is_refused(string name, bool knowsAuthority)
    {
        var (authority, certificate) = Certificates(name);
        await using var grafana = await GrafanaDouble.StartAsync(new GrafanaDoubleOptions { Certificate = certificate });
        var trusted = knowsAuthority ? authority : Certificates(name).Authority;

        var failure = await Assert.ThrowsAsync<ProviderUnreachableException>(
            () => CreatedAsync(("url", grafana.Url), ("auth", grafana.Auth), ("caCert", trusted)));

        Assert.StartsWith($"Grafana at {grafana.Url} is not trusted: ", failure.Message, StringComparison.Ordinal);
        Assert.Empty(grafana.Calls);
        await using var unverified = await CreatedAsync(("url", grafana.Url), ("auth", grafana.Auth), ("insecureSkipVerify", "true"));
    }

    [Fact]
    public async Task Its_subpath_is_part_of_the_address()
    {
        await using var grafana = await GrafanaDouble.StartAsync(new GrafanaDoubleOptions { Subpath = "/grafana" });
        await using var provider = await CreatedAsync(("url", grafana.Url), ("auth", grafana.Auth));
        Assert.Single(grafana.Content.Folders);

        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => CreatedAsync(("url", grafana.Url[..^"/grafana".Length]), ("auth", grafana.Auth)));
        Assert.Contains("sends to /grafana/api/folders instead of answering. Set grafana:url", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a:b", "grafana:url is not set: expected Grafana's address, like http://localhost:3000. Set it, or GRAFANA_URL.")]
    [InlineData("grafana", "a:b", "grafana:url is 'grafana': expected Grafana's address, like http://localhost:3000. Correct it.")]
    [InlineData("http://a:b@grafana", "a:b", "grafana:url holds a user and password, which belong into grafana:auth. Move them there.")]
    [InlineData("http://grafana", "", "grafana:auth is not set: expected USER:PASSWORD, a service account's token, or anonymous. Set it (as a secret), or GRAFANA_AUTH.")]
    public void A_wrong_setting_is_told(string url, string auth, string message)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GRAFANA_URL") is not null || Environment.GetEnvironmentVariable("GRAFANA_AUTH") is not null, "GRAFANA_URL or GRAFANA_AUTH is set.");
        Assert.Equal(message, Assert.Throws<ProviderException>(() => new GrafanaProvider().Configure(Map(("url", url), ("auth", auth)))).Message);
    }

    [Theory]
    [InlineData("retries", "many", "grafana:retries is 'many': expected a whole number, 0 or more. Correct it, or leave it out.")]
    [InlineData("orgId", "2", "grafana:orgId is 2, but grafana:auth is a token, which belongs to one organisation. Leave orgId out, or use USER:PASSWORD.")]
    [InlineData("tlsCert", "-----BEGIN CERTIFICATE-----", "grafana:tlsCert and grafana:tlsKey belong together: give both, or neither.")]
    [InlineData("retryStatusCodes", """["5xx", "x"]""", "grafana:retryStatusCodes holds 'x': expected HTTP statuses like 429 or 5xx. Correct it.")]
    [InlineData("caCert", "MIIB-a-key", "grafana:caCert is neither a PEM text (which begins with -----BEGIN) nor the path of a file that can be read. Give one of both.")]
    [InlineData("httpHeaders", "{secret", "grafana:httpHeaders is not valid JSON ('s' is an invalid start of a property name. Expected a '\"'. LineNumber: 0 | BytePositionInLine: 1.). Correct it.")]
    public void A_setting_that_cannot_be_used_is_told(string name, string value, string message) => Assert.Equal(
        message,
        Assert.Throws<ProviderException>(() => new GrafanaProvider().Configure(Map(("url", "http://grafana:3000"), ("auth", "glsa_token"), (name, value)))).Message);

    /// <summary>An authority as PEM text, and a certificate of it for a name.</summary>
    private static (string Authority, X509Certificate2 Certificate) Certificates(string name)
    {
        var (start, end) = (DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(1));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Test authority", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = rootRequest.CreateSelfSigned(start, end);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=grafana", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(root, start, end, RandomNumberGenerator.GetBytes(8));
        return (root.ExportCertificatePem(), signed.CopyWithPrivateKey(key));
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string content) => File.WriteAllText(Path, content);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
