using Infra.Configs.Json;

namespace Infra.Configs.Grafana.DataSources;

/// <summary>A service of the stack as Grafana reaches it.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Address">Host and port.</param>
internal sealed record Endpoint(string Scheme, string Address)
{
    /// <summary>The name that the service's certificate must be for; null for plain HTTP.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether Grafana shows a certificate of its own.</summary>
    public bool ShowsCertificate { get; init; }

    /// <summary>Who asks by HTTP basic authentication; null without it.</summary>
    public string? User { get; init; }

    public string Url => $"{Scheme}://{Address}";

    /// <summary>What every data source over HTTP understands of it.</summary>
    public JsonMap Options => ServerName is null ? [] : new JsonMap
    {
        { "tlsAuth", ShowsCertificate },
        { "tlsAuthWithCACert", true },
        { "serverName", ServerName },
    };
}
