using Infra.Configs.Prometheus;

namespace Infra.Configs.BlackboxExporter;

/// <summary>How the exporter asks a service, and what it takes for a success: an answer of 200 to 299, with a certain text in it if one is named.</summary>
/// <param name="Name">The name by which a scrape asks for it.</param>
internal sealed record ProbeModule(string Name)
{
    /// <summary>A regular expression that the answer has to match; null for any answer.</summary>
    public string? Answer { get; init; }

    /// <summary>The form that is posted, encoded; null for a GET.</summary>
    public string? Form { get; init; }

    /// <summary>How the service is spoken to. Whether by HTTPS is a matter of the address that a scrape brings.</summary>
    public HttpAccess Access { get; init; } = HttpAccess.Plain;
}
