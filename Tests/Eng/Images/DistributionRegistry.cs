using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Infra.Tests.Support;

namespace Infra.Tests.Eng.Images;

/// <summary>A real registry: the distribution's package <c>docker-registry</c>, in a process of its own on a port of its own.</summary>
public sealed class DistributionRegistry : IAsyncLifetime
{
    private readonly TemporaryDirectory _folder = new();
    private readonly HttpClient _http = new();
    private Process? _process;

    /// <summary>Why there is none, for the message of a skipped test; null where it runs.</summary>
    public string? Missing { get; private set; }

    /// <summary>Its host and port.</summary>
    public string Host { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (await FindAsync() is not { } program)
        {
            Missing = "needs Debian's package docker-registry, installed or to be had by apt-get download";
            return;
        }
        var port = FreePort.Find();
        Host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var configuration = _folder.Write("registry.yml",
            $"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {_folder.File("data")}}}}}\nhttp: {{addr: '{Host}'}}\n");
        _process = Process.Start(new ProcessStartInfo(program, ["serve", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        for (var attempt = 0; !await AnswersAsync(); attempt++)
        {
            Assert.False(_process.HasExited || attempt > 600, "docker-registry does not come up.");
            await Task.Delay(100);
        }
    }

    /// <summary>Puts an image for two platforms there.</summary>
    /// <returns>The digest of its index, and that of the image of the first platform.</returns>
    public async Task<(string Index, string Manifest)> PushAsync(string repository, string tag)
    {
        var layer = await PushBlobAsync(repository, "nothing much");
        var images = new List<string>();
        foreach (var architecture in new[] { "amd64", "arm64" })
        {
            var config = await PushBlobAsync(repository, $$$"""{"architecture":"{{{architecture}}}","os":"linux","rootfs":{"type":"layers","diff_ids":["{{{layer.Digest}}}"]}}""");
            var manifest = await PushManifestAsync(repository, null, "application/vnd.oci.image.manifest.v1+json", $$$"""
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":{{{config.Size}}},"digest":"{{{config.Digest}}}"},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","size":{{{layer.Size}}},"digest":"{{{layer.Digest}}}"}]}
                """);
            images.Add($$$"""{"mediaType":"application/vnd.oci.image.manifest.v1+json","size":{{{manifest.Size}}},"digest":"{{{manifest.Digest}}}","platform":{"architecture":"{{{architecture}}}","os":"linux"}}""");
            if (images.Count == 1)
                FirstManifest = manifest.Digest;
        }
        var index = await PushManifestAsync(repository, tag, "application/vnd.oci.image.index.v1+json",
            $$$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{{{string.Join(',', images)}}}]}""");
        return (index.Digest, FirstManifest);
    }

    private string FirstManifest { get; set; } = "";

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _http.Dispose();
        _folder.Dispose();
    }

    // Unpacking a package takes no rights, and leaves the machine as it is.
    private async Task<string?> FindAsync()
    {
        if (ToolProcess.FindOnPath("docker-registry") is { } installed)
            return installed;
        if (!ToolProcess.Exists("apt-get") || !ToolProcess.Exists("dpkg-deb"))
            return null;
        var downloaded = await ToolProcess.RunAsync("apt-get", ["download", "docker-registry"], _folder.Path);
        if (downloaded.ExitCode != 0 || Directory.GetFiles(_folder.Path, "docker-registry_*.deb") is not [var package, ..])
            return null;
        var unpacked = await ToolProcess.RunAsync("dpkg-deb", ["-x", package, _folder.File("package")]);
        return unpacked.ExitCode == 0 ? _folder.File("package/usr/bin/docker-registry") : null;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"http://{Host}/v2/"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<(string Digest, int Size)> PushBlobAsync(string repository, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
        using var begun = await _http.PostAsync(new Uri($"http://{Host}/v2/{repository}/blobs/uploads/"), null);
        begun.EnsureSuccessStatusCode();
        using var body = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var done = await _http.PutAsync(new Uri($"{begun.Headers.Location}&digest={Uri.EscapeDataString(digest)}"), body);
        done.EnsureSuccessStatusCode();
        return (digest, content.Length);
    }

    private async Task<(string Digest, int Size)> PushManifestAsync(string repository, string? tag, string type, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
        using var body = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var done = await _http.PutAsync(new Uri($"http://{Host}/v2/{repository}/manifests/{tag ?? digest}"), body);
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync());
        return (digest, content.Length);
    }
}
