extern alias images;

using System.Security.Cryptography;
using System.Text;
using images::Infra.Images;

namespace Infra.Tests.Eng.Images;

public sealed class RegistryClientTests(DistributionRegistry registry) : IClassFixture<DistributionRegistry>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_the_digest_of_the_index_for_all_platforms_in_a_real_registry()
    {
        Assert.SkipUnless(registry.Missing is null, registry.Missing ?? "");
        var (index, manifest) = await registry.PushAsync("mirror/prom/prometheus", "v1");
        using var client = new RegistryClient(RegistryCredentials.None);

        var found = await client.ResolveAsync(new ImageAddress(registry.Host, "mirror/prom/prometheus", "v1"), Cancellation);
        var one = await client.ResolveAsync(new ImageAddress(registry.Host, "mirror/prom/prometheus", manifest), Cancellation);

        Assert.Equal(new ImageManifest(index, true), found);
        Assert.Equal(new ImageManifest(manifest, false), one);
    }

    [Fact]
    public async Task Says_what_a_real_registry_does_not_have()
    {
        Assert.SkipUnless(registry.Missing is null, registry.Missing ?? "");
        using var client = new RegistryClient(RegistryCredentials.None);

        var failure = await Assert.ThrowsAsync<RegistryException>(
            () => client.ResolveAsync(new ImageAddress(registry.Host, "prom/nothing", "v1"), Cancellation));

        Assert.Equal($"{registry.Host} has no version v1 of prom/nothing.", failure.Message);
    }

    [Fact]
    public async Task Fetches_a_token_where_the_registry_wants_one()
    {
        using var double1 = new TokenRegistry();
        using var client = new RegistryClient(RegistryCredentials.None);

        Assert.Equal(new ImageManifest(TokenRegistry.Digest, true), await client.ResolveAsync(new ImageAddress(double1.Host, "team/app", "1.0"), Cancellation));
    }

    [Fact]
    public async Task Uses_the_login_of_the_user_and_says_where_one_is_needed()
    {
        using var closed = new TokenRegistry { Basic = "bWU6c2VjcmV0" };
        using var stranger = new RegistryClient(RegistryCredentials.None);
        using var known = new RegistryClient(RegistryCredentials.Parse("{\"auths\":{\"" + closed.Host + "\":{\"auth\":\"bWU6c2VjcmV0\"}}}"));
        var image = new ImageAddress(closed.Host, "team/app", "1.0");

        var failure = await Assert.ThrowsAsync<RegistryException>(() => stranger.ResolveAsync(image, Cancellation));

        Assert.Equal($"127.0.0.1 gives no token for team/app (HTTP 401). Log in: docker login {closed.Host}", failure.Message);
        Assert.Equal(TokenRegistry.Digest, (await known.ResolveAsync(image, Cancellation)).Digest);
    }

    [Fact]
    public async Task Computes_the_digest_where_the_registry_does_not_tell_it()
    {
        using var silent = new TokenRegistry { TellsDigest = false, Manifest = """{"manifests":[]}""" };
        using var client = new RegistryClient(RegistryCredentials.None);

        var found = await client.ResolveAsync(new ImageAddress(silent.Host, "team/app", "1.0"), Cancellation);

        Assert.Equal($"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("""{"manifests":[]}""")))}", found.Digest);
    }

    [Theory]
    [InlineData("library/postgres", "docker.io", null, "https://registry-1.docker.io/v2/library/postgres/manifests/1")]
    [InlineData("google/cadvisor", "ghcr.io", null, "https://ghcr.io/v2/google/cadvisor/manifests/1")]
    [InlineData("prom/prometheus", "docker.io", "mirror.example.com/hub", "https://mirror.example.com/v2/hub/prom/prometheus/manifests/1")]
    [InlineData("google/cadvisor", "ghcr.io", "mirror.example.com:5000", "https://mirror.example.com:5000/v2/ghcr.io/google/cadvisor/manifests/1")]
    [InlineData("prom/prometheus", "docker.io", "localhost:5000", "http://localhost:5000/v2/prom/prometheus/manifests/1")]
    public void Asks_where_the_image_is(string repository, string name, string? mirror, string address) =>
        Assert.Equal(address, ImageAddress.Of(new(repository, "1", name), mirror).Manifest.ToString());
}
