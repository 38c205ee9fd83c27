using System.Globalization;
using System.Net;
using System.Text;
using Infra.Tests.Support;

namespace Infra.Tests.Eng.Images;

/// <summary>
/// A double of a registry that gives manifests only to who has a token of its token service, as Docker Hub, ghcr.io and
/// quay.io do, none of which can be had here. Holds requests against the published description of that protocol
/// (distribution.github.io/distribution, «Token Authentication Specification»): service and scope as the challenge names them.
/// </summary>
internal sealed class TokenRegistry : IDisposable
{
    public const string Digest = "sha256:4bc453b53cb3d914b45f4b250294236adba2c0e09ff6f03793949e7e39fd4cc1";
    private const string Token = "a-token";

    private readonly HttpListener _listener = new();

    public TokenRegistry()
    {
        Host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Find()}");
        _listener.Prefixes.Add($"http://{Host}/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Host { get; }

    /// <summary>Who the token service lets in; null for everybody.</summary>
    public string? Basic { get; init; }

    /// <summary>Whether the digest is told in the header.</summary>
    public bool TellsDigest { get; init; } = true;

    public string Manifest { get; init; } = "{}";

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                Answer(context.Request, context.Response);
                context.Response.Close();
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Answer(HttpListenerRequest request, HttpListenerResponse response)
    {
        switch (request.Url!.AbsolutePath)
        {
            case "/token" when request.QueryString["service"] != "registry.test" || request.QueryString["scope"] != "repository:team/app:pull":
                response.StatusCode = 400;
                break;
            case "/token" when Basic is not null && request.Headers["Authorization"] != $"Basic {Basic}":
                response.StatusCode = 401;
                break;
            case "/token":
                response.OutputStream.Write(Encoding.UTF8.GetBytes($$"""{"token":"{{Token}}","expires_in":300}"""));
                break;
            case "/v2/team/app/manifests/1.0" when request.Headers["Authorization"] != $"Bearer {Token}":
                response.StatusCode = 401;
                response.Headers["WWW-Authenticate"] = $"Bearer realm=\"http://{Host}/token\",service=\"registry.test\",scope=\"repository:team/app:pull\"";
                break;
            case "/v2/team/app/manifests/1.0" when request.Headers["Accept"]?.Contains("application/vnd.oci.image.index.v1+json", StringComparison.Ordinal) != true:
                response.StatusCode = 406;
                break;
            case "/v2/team/app/manifests/1.0":
                response.ContentType = "application/vnd.docker.distribution.manifest.list.v2+json";
                if (TellsDigest)
                    response.Headers["Docker-Content-Digest"] = Digest;
                if (request.HttpMethod == "GET")
                    response.OutputStream.Write(Encoding.UTF8.GetBytes(Manifest));
                break;
            default:
                response.StatusCode = 404;
                break;
        }
    }
}
