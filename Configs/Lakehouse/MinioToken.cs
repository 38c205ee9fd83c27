using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Infra.Configs.Lakehouse;

/// <summary>
/// The token by which Prometheus may read MinIO's metrics, as <c>mc admin prometheus generate</c> makes it: a JSON web token
/// that is signed with the secret key of the user that it names.
/// </summary>
/// <remarks>
/// MinIO checks the signature, the issuer and that the token has not expired (cmd/metrics.go, cmd/jwt.go and
/// internal/jwt/parser.go of RELEASE.2025-09-07T16-13-09Z). The same keys always give the same token, so that an update
/// with nothing new changes nothing; it ends when the secret key does.
/// </remarks>
internal static class MinioToken
{
    private const string Issuer = "prometheus";

    // 1 January 2100: MinIO's own client gives a hundred years.
    private const long Expiry = 4_102_444_800;

    /// <param name="accessKey">The user; it needs the permission <c>admin:Prometheus</c>, which the root user has.</param>
    /// <param name="secretKey">The user's secret key.</param>
    public static string Mint(string accessKey, string secretKey)
    {
        var header = Part("""{"alg":"HS512","typ":"JWT"}""");
        var name = JsonEncodedText.Encode(accessKey);
        var claims = Part($$"""{"exp":{{Expiry}},"iss":"{{Issuer}}","sub":"{{name}}"}""");
        var signed = $"{header}.{claims}";
        var signature = HMACSHA512.HashData(Encoding.UTF8.GetBytes(secretKey), Encoding.UTF8.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
