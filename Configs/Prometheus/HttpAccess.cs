using Infra.Configs.Tls;
using Infra.Configs.Yaml;

namespace Infra.Configs.Prometheus;

/// <summary>How Prometheus speaks to something by HTTP: to a target, an Alertmanager or a remote store. No secret is in it, only files.</summary>
internal sealed record HttpAccess
{
    /// <summary>Without encryption and identity.</summary>
    public static HttpAccess Plain { get; } = new();

    /// <summary>As a service of a secured stack is spoken to.</summary>
    public static HttpAccess To(ClientTls tls) => new()
    {
        Https = true,
        AuthorityFile = tls.AuthorityFile,
        IdentityFile = tls.IdentityFile,
        ServerName = tls.ServerName,
    };

    /// <summary>Whether the other side is spoken to by HTTPS. Its certificate is always verified.</summary>
    public bool Https { get; init; }

    /// <summary>The user, for basic authentication; null for none.</summary>
    public string? User { get; init; }

    /// <summary>The file with that user's password; null for a user without one.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The file with a bearer token; null for none.</summary>
    public string? BearerTokenFile { get; init; }

    /// <summary>Headers that are sent along. They are shown in Prometheus' pages: no secrets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The file with the authorities that the other side's certificate may come from; null for those of the image.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The file with the certificate and its key by which Prometheus identifies itself; null for none.</summary>
    public string? IdentityFile { get; init; }

    /// <summary>The name that the other side's certificate must have; null for the host in its address.</summary>
    public string? ServerName { get; init; }

    /// <summary>The scheme's name, left out where it is Prometheus' own default.</summary>
    public string? Scheme => Https ? "https" : null;

    /// <summary>Adds what is not usual to the mapping of whoever is spoken to.</summary>
    public void AddTo(YamlMap map)
    {
        map.Add("basic_auth", User is null ? null : new YamlMap { { "username", User }, { "password_file", PasswordFile } });
        map.Add("authorization", BearerTokenFile is null ? null : new YamlMap { { "credentials_file", BearerTokenFile } });
        map.Add("http_headers", HeaderValues());
        map.Add("tls_config", new YamlMap
        {
            { "ca_file", AuthorityFile },
            // One file holds both: a renewal cannot be seen by halves.
            { "cert_file", IdentityFile },
            { "key_file", IdentityFile },
            { "server_name", ServerName },
        });
    }

    private YamlMap HeaderValues()
    {
        var headers = new YamlMap();
        foreach (var (name, value) in Headers.OrderBy(header => header.Key, StringComparer.Ordinal))
            headers.Add(name, new YamlMap { { "values", new List<string> { value } } });

        return headers;
    }
}
