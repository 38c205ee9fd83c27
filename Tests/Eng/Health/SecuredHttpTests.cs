extern alias health;

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using health::Infra.Health;

namespace Infra.Tests.Eng.Health;

public class SecuredHttpTests
{
    [Fact]
    public async Task A_service_of_the_stacks_authority_is_heard()
    {
        using var authority = Authority();

        Assert.Equal("ready", await AskAsync(authority, authority, IPAddress.Loopback));
    }

    [Fact]
    public async Task A_service_of_another_authority_is_not()
    {
        using var authority = Authority();
        using var other = Authority();

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(other, authority, IPAddress.Loopback));
    }

    [Fact]
    public async Task A_service_with_a_certificate_for_another_address_is_not()
    {
        using var authority = Authority();

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(authority, authority, IPAddress.Parse("192.0.2.7")));
    }

    private static async Task<string> AskAsync(X509Certificate2 issuer, X509Certificate2 trusted, IPAddress certified)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var identity = Identity(issuer, certified);
        var serving = ServeOnceAsync(listener, identity);
        try
        {
            using var http = SecuredHttp.Create(trusted.ExportCertificatePem());
            return await http.GetStringAsync(new Uri($"https://{listener.LocalEndpoint}/"), TestContext.Current.CancellationToken);
        }
        finally
        {
            listener.Stop();
            await serving;
        }
    }

    private static async Task ServeOnceAsync(TcpListener listener, X509Certificate2 identity)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(identity);
            _ = await tls.ReadAsync(new byte[4096]);
            await tls.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nready"));
        }
        catch (Exception refusal) when (refusal is IOException or System.Security.Authentication.AuthenticationException or SocketException)
        {
            // The client has hung up, which is what it is to do.
        }
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
    }

    private static X509Certificate2 Identity(X509Certificate2 issuer, IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=service", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(issuer, DateTimeOffset.UtcNow.AddMinutes(-30), DateTimeOffset.UtcNow.AddMinutes(30), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
