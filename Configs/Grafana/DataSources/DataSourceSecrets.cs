using Infra.Configs.Json;

namespace Infra.Configs.Grafana.DataSources;

/// <summary>What Grafana is told of a data source and never tells anybody.</summary>
internal sealed record DataSourceSecrets
{
    /// <summary>The password of HTTP basic authentication.</summary>
    public string? BasicAuthPassword { get; init; }

    /// <summary>The password of a database's user.</summary>
    public string? Password { get; init; }

    /// <summary>The authorities that the other side's certificate must come from, as PEM.</summary>
    public string? Authority { get; init; }

    /// <summary>Grafana's own certificate, as PEM.</summary>
    public string? Certificate { get; init; }

    /// <summary>The key of that certificate, as PEM.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>Them all as Grafana takes them; null where there is none.</summary>
    public string? ToJson()
    {
        var values = new JsonMap
        {
            { "basicAuthPassword", BasicAuthPassword },
            { "password", Password },
            { "tlsCACert", Authority },
            { "tlsClientCert", Certificate },
            { "tlsClientKey", PrivateKey },
        };
        return values.Count == 0 ? null : JsonText.Render(values);
    }
}
