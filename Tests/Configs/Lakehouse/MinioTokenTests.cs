using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Configs.Lakehouse;

namespace Infra.Tests.Configs.Lakehouse;

public sealed class MinioTokenTests
{
    [Fact]
    public void Is_signed_with_the_secret_key_and_says_who_asks()
    {
        var parts = MinioToken.Mint("prom\"etheus", "s3cret-key").Split('.');

        Assert.Equal(3, parts.Length);
        Assert.Equal("HS512", (string?)Json(parts[0])["alg"]);
        var claims = Json(parts[1]);
        Assert.Equal("prom\"etheus", (string?)claims["sub"]);
        Assert.Equal("prometheus", (string?)claims["iss"]);
        Assert.True((long?)claims["exp"] > new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
        Assert.Equal(
            Base64Url.EncodeToString(HMACSHA512.HashData(Encoding.UTF8.GetBytes("s3cret-key"), Encoding.UTF8.GetBytes($"{parts[0]}.{parts[1]}"))), parts[2]);
    }

    [Fact]
    public void Is_the_same_for_the_same_keys() => Assert.Equal(MinioToken.Mint("minio", "minio123"), MinioToken.Mint("minio", "minio123"));

    private static JsonNode Json(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!;
}
