using System.Collections.Immutable;
using System.Text.Json;
using Docker.DotNet;
using Embedded.Engine.Values;
using Infra.Shared;

namespace Embedded.Engine.Providers.Docker;

/// <summary>Where the engine is and who may pull from which registry: the provider's own settings.</summary>
/// <param name="Host">For instance <c>unix:///var/run/docker.sock</c>, <c>tcp://build:2376</c> or <c>ssh://user@server</c>.</param>
/// <param name="SshOptions">Words for ssh that come before the host.</param>
internal sealed record DockerSettings(Uri Host, DockerTls? Tls, ImmutableArray<string> SshOptions, Lazy<RegistryCredentials> Registries)
{
    public const string DefaultHost = "unix:///var/run/docker.sock";

    /// <summary>A host from the settings wins over a context, a context over <c>DOCKER_HOST</c>.</summary>
    public static DockerSettings From(PropertyMap configuration)
    {
        var host = configuration.Text("host");
        if (host is null && configuration.Text("context") is { } context)
            host = HostOfContext(context);
        host ??= Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } fromEnvironment
            ? fromEnvironment
            : DefaultHost;

        if (!Uri.TryCreate(host, UriKind.Absolute, out var uri))
            throw new ProviderException(
                $"docker:host is '{host}'; expected an address like {DefaultHost} or tcp://host:2375.");
        if (uri.Scheme is not ("unix" or "tcp" or "http" or "https" or "ssh"))
            throw new ProviderException(
                $"docker:host is '{host}', and {uri.Scheme}:// is not supported by the embedded engine: use unix://, tcp:// or ssh://.");
        if (uri.Scheme == "ssh" && SshWords.ProblemOfHost(uri) is { } expected)
            throw new ProviderException($"docker:host is '{host}'; expected {expected}, as in ssh://user@server.example.com.");
        return new DockerSettings(
            uri,
            DockerTls.From(configuration),
            uri.Scheme == "ssh" ? ReadSshOptions(configuration) : [],
            // Read when an image is pulled: in a preview a password may not be known yet.
            new Lazy<RegistryCredentials>(() => RegistryCredentials.From(Nested(configuration.Get("registryAuth")))));
    }

    private static ImmutableArray<string> ReadSshOptions(PropertyMap configuration)
    {
        if (Nested(configuration.Get("sshOpts")) is not ListValue options)
            return [];
        ImmutableArray<string> words = [.. options.Items.Select(option => option.Unwrapped).OfType<StringValue>().Select(option => option.Value)];
        if (SshWords.FirstRefused(words) is { } refused)
            throw new ProviderException(
                $"docker:sshOpts has '{refused}', which is not known to be harmless: ssh can run programs on this machine. Expected {SshWords.Expectation}. "
                + "Put what else is needed into ~/.ssh/config, which is this machine's own.");
        return words;
    }

    private static string HostOfContext(string context)
    {
        try
        {
            return DockerConfig.Instance.GetEndpoint(context).OriginalString;
        }
        catch (Exception failure) when (failure is DockerConfigurationException or IOException or JsonException)
        {
            throw new ProviderException(
                $"docker:context is '{context}', which the Docker CLI does not know here ({failure.Message}). "
                + "`docker context ls` lists those that exist.", failure);
        }
    }

    /// <summary>A provider's nested settings travel as JSON text.</summary>
    private static PropertyValue? Nested(PropertyValue? value)
    {
        if (value?.Unwrapped is not StringValue { Value: { Length: > 0 } text })
            return value?.Unwrapped;
        try
        {
            using var document = JsonDocument.Parse(text);
            return FromJson(document.RootElement);
        }
        catch (JsonException failure)
        {
            throw new ProviderException("docker:registryAuth or docker:sshOpts is not valid JSON: expected a list of objects with an address each, and a list of words for ssh.", failure);
        }
    }

    private static PropertyValue FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => PropertyValue.Of(PropertyMap.Of(element.EnumerateObject()
            .Select(property => KeyValuePair.Create(property.Name, FromJson(property.Value))))),
        JsonValueKind.Array => PropertyValue.Of(element.EnumerateArray().Select(FromJson)),
        JsonValueKind.String => PropertyValue.Of(element.GetString()!),
        JsonValueKind.Number => PropertyValue.Of(element.GetDouble()),
        JsonValueKind.True => PropertyValue.True,
        JsonValueKind.False => PropertyValue.False,
        _ => PropertyValue.Null,
    };
}
