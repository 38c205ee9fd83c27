using System.Net;
using System.Text.Json.Nodes;

namespace Infra.Tests.Support.Grafana;

internal sealed record GrafanaAnswer(HttpStatusCode Status, JsonNode? Body)
{
    public static GrafanaAnswer Ok(JsonNode? body, HttpStatusCode status = HttpStatusCode.OK) => new(status, body?.DeepClone());

    public static GrafanaAnswer Done(string message, HttpStatusCode status = HttpStatusCode.OK) => new(status, new JsonObject { ["message"] = message });

    public static GrafanaAnswer Error(HttpStatusCode status, string message) => Done(message, status);
}

/// <summary>A call that fits the description.</summary>
/// <param name="Operation">For instance <c>PUT /datasources/uid/{uid}</c>.</param>
/// <param name="Parameters">Of the path, in order.</param>
/// <param name="Provenance">What changes by this call say of where they come from.</param>
internal sealed record GrafanaRequest(
    string Operation, IReadOnlyList<string> Parameters, JsonObject Body, Func<string, string?> Query, string Provenance)
{
    public string Key => Parameters[0];

    public string? Text(string name) => Body[name]?.GetValue<string>();
}
