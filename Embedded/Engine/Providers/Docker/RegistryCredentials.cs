using System.Text;
using System.Text.Json;
using Docker.DotNet.Models;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>
/// Who we are at which registry. As with the official provider a <c>config.json</c> of the Docker CLI is
/// read only for the addresses that the settings name.
/// </summary>
internal sealed class RegistryCredentials
{
    private const string DockerHub = "registry-1.docker.io";
    private readonly Dictionary<string, AuthConfig> _byRegistry = new(StringComparer.OrdinalIgnoreCase);

    public static RegistryCredentials From(PropertyValue? registryAuth)
    {
        var credentials = new RegistryCredentials();
        foreach (var entry in PropertyMap.Of(("entries", registryAuth ?? PropertyValue.Null)).Objects("entries"))
        {
            var address = entry.Text("address")
                ?? throw new ProviderException("docker:registryAuth has an entry without an address: expected for instance registry.example.com.");
            if (entry.Flag("authDisabled"))
                continue;
            if (Of(entry, address) is { } auth)
                credentials._byRegistry[Registry(address)] = auth;
        }
        return credentials;
    }

    /// <summary>The credentials for the registry that the image's name points to; empty ones where none are given.</summary>
    public AuthConfig For(string image) => _byRegistry.GetValueOrDefault(RegistryOf(image)) ?? new AuthConfig();

    /// <summary>The first part of a name is a registry when it looks like a host, or when two more follow.</summary>
    public static string RegistryOf(string image)
    {
        var slash = image.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return DockerHub;
        var first = image[..slash];
        var isHost = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal)
            || first == "localhost" || image.IndexOf('/', slash + 1) >= 0;
        return isHost ? Registry(first) : DockerHub;
    }

    private static AuthConfig? Of(PropertyMap entry, string address)
    {
        if (entry.Text("username") is { } user)
            return new AuthConfig { Username = user, Password = entry.Text("password") ?? "", ServerAddress = address };
        if (entry.Text("configFileContent") is { } content)
            return FromConfig(content, address, "docker:registryAuth configFileContent");

        var path = entry.Text("configFile") ?? DefaultConfigFile();
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (path.StartsWith("~/", StringComparison.Ordinal))
            path = Path.Combine(home, path[2..]);
        try
        {
            return FromConfig(File.ReadAllText(path), address, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ProviderException(
                $"docker:registryAuth names {address} without a username, and {path} cannot be read: {failure.Message} "
                + "Give username and password, or log in with `docker login`.", failure);
        }
    }

    private static string DefaultConfigFile() =>
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } directory
            ? Path.Combine(directory, "config.json")
            : "~/.docker/config.json";

    private static AuthConfig? FromConfig(string json, string address, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!document.RootElement.TryGetProperty("auths", out var auths))
                return null;
            var registry = Registry(address);
            foreach (var entry in auths.EnumerateObject().Where(entry => string.Equals(Registry(entry.Name), registry, StringComparison.OrdinalIgnoreCase)))
                if (entry.Value.TryGetProperty("auth", out var auth) && auth.GetString() is { Length: > 0 } encoded)
                {
                    var pair = Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
                    var colon = pair.IndexOf(':', StringComparison.Ordinal);
                    if (colon > 0)
                        return new AuthConfig { Username = pair[..colon], Password = pair[(colon + 1)..], ServerAddress = address };
                }
            return null;
        }
        catch (Exception failure) when (failure is JsonException or FormatException)
        {
            throw new ProviderException($"{source} is not a Docker config.json: {failure.Message}", failure);
        }
    }

    private static string Registry(string address)
    {
        var text = address;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
            text = text[(scheme + 3)..];
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
            text = text[..slash];
        return text is "docker.io" or "index.docker.io" ? DockerHub : text;
    }
}
