using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Docker.DotNet.Handler.Abstractions;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>Certificates for an engine behind TLS, as PEM texts.</summary>
internal sealed record DockerTls(string? Ca, string? Certificate, string? Key) : IAuthProvider
{
    public bool TlsEnabled => true;

    public static DockerTls? From(PropertyMap configuration)
    {
        var ca = configuration.Text("caMaterial");
        var certificate = configuration.Text("certMaterial");
        var key = configuration.Text("keyMaterial");
        if (certificate is not null || key is not null || ca is not null)
        {
            if ((certificate is null) != (key is null))
                throw new ProviderException(
                    "docker:certMaterial and docker:keyMaterial belong together: give both, or neither.");
            return new DockerTls(ca, certificate, key);
        }

        var path = configuration.Text("certPath")
            ?? (Environment.GetEnvironmentVariable("DOCKER_TLS_VERIFY") is { Length: > 0 }
                ? Environment.GetEnvironmentVariable("DOCKER_CERT_PATH")
                : null);
        if (string.IsNullOrEmpty(path))
            return null;
        return new DockerTls(Read(path, "ca.pem"), Read(path, "cert.pem"), Read(path, "key.pem"));
    }

    public HttpMessageHandler ConfigureHandler(HttpMessageHandler handler)
    {
        if (handler is SocketsHttpHandler sockets)
            sockets.SslOptions = Options();
        return handler;
    }

    private SslClientAuthenticationOptions Options()
    {
        var options = new SslClientAuthenticationOptions();
        try
        {
            if (Certificate is not null && Key is not null)
                options.ClientCertificates = [X509Certificate2.CreateFromPem(Certificate, Key)];
            if (Ca is not null)
            {
                var authorities = new X509Certificate2Collection();
                authorities.ImportFromPem(Ca);
                options.CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                };
                options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
            }
        }
        catch (CryptographicException failure)
        {
            throw new ProviderException(
                "The certificates for Docker (docker:caMaterial, certMaterial, keyMaterial or the files of certPath) "
                + $"are not valid PEM: {failure.Message}", failure);
        }
        return options;
    }

    private static string Read(string directory, string file)
    {
        var path = Path.Combine(directory, file);
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ProviderException(
                $"docker:certPath is '{directory}', but {path} cannot be read: {failure.Message} Expected ca.pem, cert.pem and key.pem there.", failure);
        }
    }
}
