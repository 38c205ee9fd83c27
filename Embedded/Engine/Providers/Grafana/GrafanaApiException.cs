using System.Net;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>Grafana answered with an error. Never leaves the provider: <see cref="GrafanaErrors"/> makes a sentence of it.</summary>
/// <param name="words">Grafana's own message.</param>
internal sealed class GrafanaApiException(HttpStatusCode status, string words) : Exception($"HTTP {(int)status}: {words}")
{
    public HttpStatusCode Status { get; } = status;

    public string Words { get; } = words;

    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>Whether it is about who asks and not about what is asked.</summary>
    public bool IsRefusal => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests;
}
