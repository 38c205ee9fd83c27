using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Images;

/// <summary>What a version stands for.</summary>
/// <param name="IsMultiPlatform">Whether the digest is that of an index, which every platform finds its image in.</param>
internal sealed record ImageManifest(string Digest, bool IsMultiPlatform);

/// <summary>An image could not be looked up; the message says why, and what can be done.</summary>
internal sealed class RegistryException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Asks registries by the OCI distribution API, with the token that a registry wants (<c>WWW-Authenticate: Bearer</c>).</summary>
internal sealed partial class RegistryClient(RegistryCredentials credentials) : IDisposable
{
    private static readonly string[] Indexes =
        ["application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"];

    private static readonly string[] Manifests =
        ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"];

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <exception cref="RegistryException">It is not there, or the registry does not say.</exception>
    public async Task<ImageManifest> ResolveAsync(ImageAddress image, CancellationToken cancellation)
    {
        try
        {
            using var answer = await AskAsync(HttpMethod.Head, image, cancellation);
            if (answer.Headers.TryGetValues("Docker-Content-Digest", out var given) && Digest().IsMatch(given.First()))
                return new ImageManifest(given.First(), IsIndex(answer));
            // Not every registry tells the digest; it is that of the text.
            using var whole = await AskAsync(HttpMethod.Get, image, cancellation);
            var hash = SHA256.HashData(await whole.Content.ReadAsByteArrayAsync(cancellation));
            return new ImageManifest($"sha256:{Convert.ToHexStringLower(hash)}", IsIndex(whole));
        }
        catch (HttpRequestException failure)
        {
            throw new RegistryException($"{image.Host} does not answer: {failure.GetBaseException().Message}", failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new RegistryException($"{image.Host} gave no answer within {_http.Timeout.TotalSeconds:0} s.", failure);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsIndex(HttpResponseMessage answer) => Indexes.Contains(answer.Content.Headers.ContentType?.MediaType);

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, ImageAddress image, CancellationToken cancellation)
    {
        var answer = await SendAsync(method, image, null, cancellation);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            var permission = await PermissionAsync(image, answer.Headers.WwwAuthenticate, cancellation);
            answer.Dispose();
            answer = await SendAsync(method, image, permission, cancellation);
        }
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
        {
            throw new RegistryException(answer.StatusCode switch
            {
                HttpStatusCode.NotFound => $"{image.Host} has no version {image.Tag} of {image.Repository}.",
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                    $"{image.Host} does not let this user read {image.Repository} (HTTP {(int)answer.StatusCode}). Log in: docker login {image.Host}",
                HttpStatusCode.TooManyRequests => $"{image.Host} has been asked too often (HTTP 429). Log in (docker login {image.Host}) or try again later.",
                _ => $"{image.Host} answers with HTTP {(int)answer.StatusCode}.",
            });
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, ImageAddress image, AuthenticationHeaderValue? permission, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, image.Manifest) { Headers = { Authorization = permission } };
        // The index first: where a registry has both, its digest is good on every platform.
        foreach (var type in Indexes.Concat(Manifests))
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    private async Task<AuthenticationHeaderValue?> PermissionAsync(
        ImageAddress image, HttpHeaderValueCollection<AuthenticationHeaderValue> challenges, CancellationToken cancellation)
    {
        var basic = credentials.For(image.Host);
        var challenge = challenges.FirstOrDefault(challenge => challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase));
        if (challenge is null)
            return basic is null ? null : new AuthenticationHeaderValue("Basic", basic);

        var parameters = Parameter().Matches(challenge.Parameter ?? "")
            .ToDictionary(match => match.Groups["name"].Value.ToLowerInvariant(), match => match.Groups["value"].Value);
        if (!parameters.TryGetValue("realm", out var realm) || !Uri.TryCreate(realm, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && image.Manifest.Scheme == Uri.UriSchemeHttps))
            throw new RegistryException($"{image.Host} asks for a token and does not say where from in a way that can be trusted ('{realm}').");
        var scope = parameters.GetValueOrDefault("scope", $"repository:{image.Repository}:pull");
        var query = $"scope={Uri.EscapeDataString(scope)}"
            + (parameters.TryGetValue("service", out var service) ? $"&service={Uri.EscapeDataString(service)}" : "");
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(address) { Query = query }.Uri);
        if (basic is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        using var answer = await _http.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new RegistryException($"{address.Host} gives no token for {image.Repository} (HTTP {(int)answer.StatusCode}). Log in: docker login {image.Host}");
        return new AuthenticationHeaderValue("Bearer", Token(await answer.Content.ReadAsStringAsync(cancellation))
            ?? throw new RegistryException($"{address.Host} answers without a token for {image.Repository}."));
    }

    // The protocol has two names for it.
    private static string? Token(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty("token", out var token) ? token.GetString()
                : document.RootElement.TryGetProperty("access_token", out token) ? token.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("(?<name>[A-Za-z_]+)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Parameter();

    [GeneratedRegex("^sha256:[0-9a-f]{64}$")]
    private static partial Regex Digest();
}
