using System.Net;
using System.Text.Json;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>Turns Grafana's answers into sentences that say what was wanted, what was found and what to do.</summary>
internal static class GrafanaErrors
{
    private const int LongestMessage = 600;

    /// <summary>The message in the body of an error answer.</summary>
    public static string Words(HttpStatusCode status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var name in (string[])["message", "error", "msg"])
                    if (document.RootElement.TryGetProperty(name, out var message) && message.ValueKind == JsonValueKind.String
                        && message.GetString() is { Length: > 0 } words)
                        return Brief(words);
            }
        }
        catch (JsonException)
        {
            // A proxy's answer has no JSON body.
        }
        var text = body.Trim();
        return text.Length == 0 || text.StartsWith('<') ? status.ToString() : Brief(text);
    }

    /// <param name="what">For instance: Creating data source prometheus.</param>
    /// <param name="secrets">What must not be in the message, whoever put it there.</param>
    public static ProviderException Explain(string what, Uri address, GrafanaApiException failure, IEnumerable<string> secrets) => new(
        Masked($"{what} failed: Grafana at {address.OriginalString} answered {(int)failure.Status}: {failure.Words}. {Advice(failure)}", secrets), failure);

    /// <summary>The same message with nothing in it that is secret.</summary>
    public static string Masked(string message, IEnumerable<string> secrets) => secrets
        .Where(secret => secret.Length > 3)
        .OrderByDescending(secret => secret.Length)
        .Aggregate(message, (text, secret) => text.Replace(secret, "[secret]", StringComparison.Ordinal));

    private static string Advice(GrafanaApiException failure) => failure.Status switch
    {
        HttpStatusCode.Unauthorized =>
            "Check grafana:auth (or GRAFANA_AUTH). The admin password of the settings counts only for an empty database; afterwards it is "
            + "changed with `grafana cli admin reset-admin-password --password-from-stdin` in the container.",
        HttpStatusCode.Forbidden =>
            "Whoever grafana:auth names may not do that: use an administrator of the organisation, or a service account with the role Admin. "
            + "What Grafana provisions from files can only be changed there.",
        HttpStatusCode.NotFound => "Somebody may have removed it, or what it belongs to: run with --refresh, and it is made again.",
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed =>
            "Something of that name or uid is there already, or still used. Remove or rename it in Grafana, or choose another name.",
        HttpStatusCode.TooManyRequests => "Grafana takes no more calls for the moment: run again later.",
        >= HttpStatusCode.InternalServerError => "Grafana's log says why (`docker logs` of its container). Then run again.",
        _ => "Correct the property that the message names, and run again.",
    };

    private static string Brief(string words)
    {
        words = words.Trim().TrimEnd('.');
        return words.Length > LongestMessage ? words[..LongestMessage] + "…" : words;
    }
}
