using System.Text.Json;

namespace Infra.Images;

/// <summary>Who may read from which registry: what <c>docker login</c> has left in the user's file. Public images need none.</summary>
internal sealed class RegistryCredentials(IReadOnlyDictionary<string, string> basicByHost)
{
    public static RegistryCredentials None { get; } = new(new Dictionary<string, string>());

    public static RegistryCredentials OfUser()
    {
        var folder = Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        try
        {
            return Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return None;
        }
    }

    public static RegistryCredentials Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document.RootElement.TryGetProperty("auths", out var entries) && entries.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in entries.EnumerateObject())
            {
                if (entry.Value.ValueKind == JsonValueKind.Object && entry.Value.TryGetProperty("auth", out var basic)
                    && basic.GetString() is { Length: > 0 } text)
                    found[HostOf(entry.Name)] = text;
            }
        }
        return new(found);
    }

    /// <summary>The credential as the header <c>Authorization: Basic</c> takes it; null for none.</summary>
    public string? For(string host) => basicByHost.GetValueOrDefault(HostOf(host));

    // Docker Hub is kept under the address of its first API.
    private static string HostOf(string name)
    {
        var host = name.Contains("://", StringComparison.Ordinal) ? name[(name.IndexOf("://", StringComparison.Ordinal) + 3)..] : name;
        host = host.Split('/')[0];
        return host is "index.docker.io" or "registry-1.docker.io" ? "docker.io" : host;
    }
}
