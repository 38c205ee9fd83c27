using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Embedded.Engine.Providers;
using Embedded.Engine.Providers.Tls;
using Embedded.Engine.Values;
using Infra.Tests.Support;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Tls;

public sealed class TlsProviderTests : IDisposable
{
    private const string PrivateKey = "tls:index/privateKey:PrivateKey";
    private const string CertRequest = "tls:index/certRequest:CertRequest";
    private const string SelfSigned = "tls:index/selfSignedCert:SelfSignedCert";
    private const string LocallySigned = "tls:index/locallySignedCert:LocallySignedCert";

    private readonly Clock _clock = new();
    private readonly TlsProvider _provider;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tls-tests-");

    public TlsProviderTests() => _provider = new TlsProvider(_clock);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("RSA", "P256")]
    [InlineData("ECDSA", "P256")]
    [InlineData("ECDSA", "P384")]
    [InlineData("ECDSA", "P521")]
    public async Task A_key_is_the_same_in_every_format(string algorithm, string curve)
    {
        ToolProcess.SkipUnlessInstalled("openssl");
        ToolProcess.SkipUnlessInstalled("ssh-keygen");
        var key = await KeyAsync(algorithm, curve);
        var expected = key.Text("publicKeyPem");
        Assert.Equal(expected, await ToolProcess.AcceptsAsync("openssl", "pkey", "-in", Save("pem", key.Text("privateKeyPem")), "-pubout"));
        Assert.Equal(expected, await ToolProcess.AcceptsAsync("openssl", "pkey", "-in", Save("pkcs8", key.Text("privateKeyPemPkcs8")), "-pubout"));
        var openSsh = Save("openssh", key.Text("privateKeyOpenssh"));
        Assert.Equal(key.Text("publicKeyOpenssh").Trim(), (await ToolProcess.AcceptsAsync("ssh-keygen", "-y", "-f", openSsh)).Trim());
        var fingerprint = await ToolProcess.AcceptsAsync("ssh-keygen", "-l", "-f", Save("public", key.Text("publicKeyOpenssh")));
        Assert.Contains(key.Text("publicKeyFingerprintSha256"), fingerprint, StringComparison.Ordinal);
        var md5 = await ToolProcess.AcceptsAsync("ssh-keygen", "-l", "-E", "md5", "-f", Save("public", key.Text("publicKeyOpenssh")));
        Assert.Contains("MD5:" + key.Text("publicKeyFingerprintMd5") + " ", md5, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ecdsa_keys_are_on_P224_unless_told_otherwise_which_openssh_does_not_have()
    {
        var key = await _provider.MakeAsync(PrivateKey, Map(("algorithm", "ECDSA")));
        Assert.Equal("P224", key.Text("ecdsaCurve"));
        Assert.Equal("", key.Text("publicKeyOpenssh"));
        Assert.Equal("", key.Text("privateKeyOpenssh"));
        using var parsed = ECDsa.Create();
        parsed.ImportFromPem(key.Text("privateKeyPem"));
        Assert.Equal(224, parsed.KeySize);
    }

    [Fact]
    public void Refuses_what_it_cannot_make()
    {
        Assert.Equal(["algorithm: " + KeyPair.Ed25519Refused], _provider.Mistakes(PrivateKey, Map(("algorithm", "ED25519"))));
        Assert.Equal(["algorithm: expected one of RSA, ECDSA, ED25519, found \"DSA\""], _provider.Mistakes(PrivateKey, Map(("algorithm", "DSA"))));
        var mistakes = _provider.Mistakes(SelfSigned, Map(
            ("allowedUses", List("server_auth", "everything")), ("privateKeyPem", "x"), ("validityPeriodHours", -1), ("ipAddresses", List("localhost")),
            ("isCaCertificate", true)));
        Assert.Collection(
            mistakes.Order(StringComparer.Ordinal),
            line => Assert.StartsWith("allowedUses[1]: expected one of any_extended, cert_signing, ", line, StringComparison.Ordinal),
            line => Assert.Equal("ipAddresses[0]: expected an IP address, found \"localhost\"", line),
            line => Assert.StartsWith("subject: a certificate authority needs a subject", line, StringComparison.Ordinal),
            line => Assert.Equal("validityPeriodHours: expected 0 or more hours, found -1", line));
    }

    [Theory]
    [InlineData("RSA")]
    [InlineData("ECDSA")]
    public async Task A_server_certificate_is_verified_against_its_authority_by_openssl(string algorithm)
    {
        ToolProcess.SkipUnlessInstalled("openssl");
        var (authority, server) = await ChainAsync(algorithm);
        var (authorityFile, serverFile) = (Save("ca", authority.Text("certPem")), Save("server", server.Text("certPem")));
        await ToolProcess.AcceptsAsync(
            "openssl", "verify", "-x509_strict", "-attime", _clock.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            "-CAfile", authorityFile, "-purpose", "sslserver", "-verify_hostname", "grafana.example", serverFile);
        var text = await ToolProcess.AcceptsAsync("openssl", "x509", "-in", serverFile, "-noout", "-text");
        Assert.Contains("Issuer: C = CH, O = Phlo, CN = Test CA", text, StringComparison.Ordinal);
        Assert.Contains("Subject: O = Phlo, CN = grafana", text, StringComparison.Ordinal);
        Assert.Contains("DNS:grafana.example, DNS:localhost, IP Address:127.0.0.1, URI:spiffe://phlo/grafana", text, StringComparison.Ordinal);
        Assert.Contains("TLS Web Server Authentication", text, StringComparison.Ordinal);
        Assert.Contains("CA:FALSE", text, StringComparison.Ordinal);
        var authorityText = await ToolProcess.AcceptsAsync("openssl", "x509", "-in", authorityFile, "-noout", "-text");
        Assert.Contains("CA:TRUE, pathlen:0", authorityText, StringComparison.Ordinal);
        Assert.Contains("Certificate Sign, CRL Sign", authorityText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_certificate_is_verified_against_its_authority_by_dotnet()
    {
        var (authority, server) = await ChainAsync("ECDSA");
        using var root = X509Certificate2.CreateFromPem(authority.Text("certPem"));
        using var leaf = X509Certificate2.CreateFromPem(server.Text("certPem"));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _clock.Now.UtcDateTime;
        Assert.True(chain.Build(leaf), string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        Assert.True(leaf.MatchesHostname("grafana.example"));
        Assert.Equal("ECDSA", server.Text("caKeyAlgorithm"));
        Assert.Equal(leaf.SerialNumber, System.Numerics.BigInteger.Parse(server.Id, null).ToString("X32", null));
    }

    [Fact]
    public async Task The_validity_is_as_long_as_wanted_and_starts_now()
    {
        var (_, server) = await ChainAsync("ECDSA");
        Assert.Equal("2026-03-01T12:00:00Z", server.Text("validityStartTime"));
        Assert.Equal("2026-03-11T12:00:00Z", server.Text("validityEndTime"));
        Assert.Equal(PropertyValue.False, server.Outputs["readyForRenewal"]);
    }

    [Fact]
    public async Task Within_the_renewal_window_the_certificate_is_replaced_and_not_before()
    {
        var inputs = await SelfSignedInputsAsync();
        var made = await _provider.MakeAsync(SelfSigned, inputs);
        _clock.Now += TimeSpan.FromHours(79);
        Assert.False(_provider.Diff(SelfSigned, made.Id, inputs, made.Outputs, inputs).HasChanges);
        _clock.Now += TimeSpan.FromHours(1);
        var diff = _provider.Diff(SelfSigned, made.Id, inputs, made.Outputs, inputs);
        Assert.Equal(DiffKind.UpdateReplace, Assert.Single(diff.Detailed, pair => pair.Key == "readyForRenewal").Value);
        var read = await _provider.ReadAsync(SelfSigned, made.Id, inputs, made.Outputs, TestContext.Current.CancellationToken);
        Assert.Equal(PropertyValue.True, read!.Outputs["readyForRenewal"]);
    }

    [Fact]
    public async Task The_renewal_window_changes_in_place_and_everything_else_replaces()
    {
        var inputs = await SelfSignedInputsAsync();
        var made = await _provider.MakeAsync(SelfSigned, inputs);
        var wider = inputs.Set("earlyRenewalHours", PropertyValue.Of(30));
        Assert.Equal(DiffKind.Update, _provider.Diff(SelfSigned, made.Id, inputs, made.Outputs, wider).Detailed["earlyRenewalHours"]);
        var updated = await _provider.UpdateAsync(
            new UpdateRequest(SelfSigned, "name", made.Id, inputs, made.Outputs, wider, null), TestContext.Current.CancellationToken);
        Assert.Equal(made.Text("certPem"), updated.Text("certPem"));
        Assert.Equal(PropertyValue.Of(30), updated.Outputs["earlyRenewalHours"]);
        Assert.True(_provider.Diff(SelfSigned, made.Id, inputs, made.Outputs, inputs.Set("dnsNames", List("other"))).RequiresReplacement);
        Assert.False(_provider.Diff(SelfSigned, made.Id, inputs, made.Outputs, inputs.Set("isCaCertificate", PropertyValue.False)).HasChanges);
    }

    [Fact]
    public async Task A_self_signed_certificate_can_name_itself_as_its_authority()
    {
        var made = await _provider.MakeAsync(SelfSigned, (await SelfSignedInputsAsync())
            .Set("setSubjectKeyId", PropertyValue.True).Set("setAuthorityKeyId", PropertyValue.True));
        using var certificate = X509Certificate2.CreateFromPem(made.Text("certPem"));
        var own = Assert.Single(certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>());
        var authority = Assert.Single(certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>());
        Assert.Equal(own.SubjectKeyIdentifierBytes, authority.KeyIdentifier!.Value);
    }

    [Fact]
    public async Task What_is_no_key_or_the_wrong_one_is_named_and_not_shown()
    {
        var inputs = (await SelfSignedInputsAsync()).Set("privateKeyPem", PropertyValue.Of("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----"));
        var problem = await Assert.ThrowsAsync<ProviderException>(() => _provider.MakeAsync(SelfSigned, inputs));
        Assert.Equal("privateKeyPem: expected an RSA or ECDSA private key in PEM format, but its content is not such a key.", problem.Message);
        var (authority, server) = await ChainAsync("ECDSA");
        var other = await KeyAsync("ECDSA", "P256");
        var stranger = Map(
            ("allowedUses", List("server_auth")), ("caCertPem", authority.Outputs["certPem"]), ("caPrivateKeyPem", other.Outputs["privateKeyPem"]),
            ("certRequestPem", server.Outputs["certRequestPem"]), ("validityPeriodHours", 1));
        problem = await Assert.ThrowsAsync<ProviderException>(() => _provider.MakeAsync(LocallySigned, stranger));
        Assert.Equal("caPrivateKeyPem: expected the private key that caCertPem was made for, found another one's.", problem.Message);
    }

    private Task<ResourceResult> KeyAsync(string algorithm, string curve) =>
        _provider.MakeAsync(PrivateKey, Map(("algorithm", algorithm), ("ecdsaCurve", curve)));

    private async Task<PropertyMap> SelfSignedInputsAsync() => Map(
        ("allowedUses", List("server_auth")), ("privateKeyPem", (await KeyAsync("ECDSA", "P256")).Outputs["privateKeyPem"]),
        ("validityPeriodHours", 100), ("earlyRenewalHours", 20), ("dnsNames", List("localhost")));

    private async Task<(ResourceResult Authority, ResourceResult Server)> ChainAsync(string algorithm)
    {
        var authorityKey = await KeyAsync(algorithm, "P256");
        var authority = await _provider.MakeAsync(SelfSigned, Map(
            ("allowedUses", List("cert_signing", "crl_signing")), ("privateKeyPem", authorityKey.Outputs["privateKeyPem"]),
            ("validityPeriodHours", 8760), ("isCaCertificate", true), ("setAuthorityKeyId", true), ("maxPathLength", 0),
            ("subject", Map(("commonName", "Test CA"), ("organization", "Phlo"), ("country", "CH")))));
        var serverKey = await KeyAsync("ECDSA", "P384");
        var request = await _provider.MakeAsync(CertRequest, Map(
            ("privateKeyPem", serverKey.Outputs["privateKeyPemPkcs8"]), ("subject", Map(("commonName", "grafana"), ("organization", "Phlo"))),
            ("dnsNames", List("grafana.example", "localhost")), ("ipAddresses", List("127.0.0.1")), ("uris", List("spiffe://phlo/grafana"))));
        var server = await _provider.MakeAsync(LocallySigned, Map(
            ("allowedUses", List("digital_signature", "key_encipherment", "server_auth")), ("caCertPem", authority.Outputs["certPem"]),
            ("caPrivateKeyPem", authorityKey.Outputs["privateKeyPem"]), ("certRequestPem", request.Outputs["certRequestPem"]),
            ("validityPeriodHours", 240), ("setSubjectKeyId", true)));
        return (authority, server);
    }

    private string Save(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
