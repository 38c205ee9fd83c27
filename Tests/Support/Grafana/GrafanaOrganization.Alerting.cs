using System.Net;
using System.Text.Json.Nodes;

namespace Infra.Tests.Support.Grafana;

/// <summary>Alerting, over the provisioning API.</summary>
internal sealed partial class GrafanaOrganization
{
    private const string Redacted = "[REDACTED]";
    private const string DefaultReceiver = "grafana-default-email";

    /// <summary>Settings that Grafana keeps secret, of the kinds that the tests use.</summary>
    private static readonly HashSet<string> SecretSettings =
        ["authorization_credentials", "password", "basicAuthPassword", "token", "integrationKey", "bottoken", "apiKey", "api_key"];

    /// <summary>Of slack the address is secret, of a webhook it is not.</summary>
    private static readonly HashSet<(string Type, string Name)> SecretAddresses = [("slack", "url"), ("discord", "url"), ("teams", "url"), ("googlechat", "url")];

    public SortedDictionary<(string Folder, string Title), JsonObject> RuleGroups { get; } = [];

    /// <summary>Integrations by their uid, with their secrets; those of one name are one contact point.</summary>
    public SortedDictionary<string, JsonObject> ContactPoints { get; } = new(StringComparer.Ordinal)
    {
        ["default"] = new JsonObject { ["uid"] = "default", ["name"] = DefaultReceiver, ["type"] = "email", ["settings"] = new JsonObject { ["addresses"] = "<example@email.com>" } },
    };

    public SortedDictionary<string, JsonObject> MuteTimings { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, JsonObject> Templates { get; } = new(StringComparer.Ordinal);

    public JsonObject Policy { get; private set; } = DefaultPolicy();

    private static JsonObject DefaultPolicy() => new() { ["receiver"] = DefaultReceiver, ["group_by"] = new JsonArray("grafana_folder", "alertname") };

    private GrafanaAnswer? Alerting(GrafanaRequest request) => request.Operation switch
    {
        "GET /v1/provisioning/contact-points" => GrafanaAnswer.Ok(new JsonArray([.. ContactPoints.Values
            .Where(point => request.Query("name") is not { } name || point["name"]!.GetValue<string>() == name).Select(ShownPoint)])),
        "POST /v1/provisioning/contact-points" => SetPoint(request.Text("uid") is { Length: > 0 } given ? given : $"cp{NextId()}", request),
        "PUT /v1/provisioning/contact-points/{UID}" => ContactPoints.ContainsKey(request.Key)
            ? SetPoint(request.Key, request)
            : GrafanaAnswer.Error(HttpStatusCode.NotFound, "contact point not found"),
        "DELETE /v1/provisioning/contact-points/{UID}" => RemovePoint(request),
        "GET /v1/provisioning/policies" => GrafanaAnswer.Ok(Policy),
        "PUT /v1/provisioning/policies" => SetPolicy(request),
        "DELETE /v1/provisioning/policies" => ResetPolicy(),
        "GET /v1/provisioning/templates/{name}" => Shown(Templates, request.Key, "template not found"),
        "PUT /v1/provisioning/templates/{name}" => SetTemplate(request),
        "DELETE /v1/provisioning/templates/{name}" => Gone(Templates.Remove(request.Key)),
        "GET /v1/provisioning/mute-timings/{name}" => Shown(MuteTimings, request.Key, "mute timing not found"),
        "POST /v1/provisioning/mute-timings" => MuteTimings.ContainsKey(request.Text("name")!)
            ? GrafanaAnswer.Error(HttpStatusCode.Conflict, "a mute timing of that name exists")
            : SetMuteTiming(request.Text("name")!, request, HttpStatusCode.Created),
        "PUT /v1/provisioning/mute-timings/{name}" => MuteTimings.ContainsKey(request.Key)
            ? SetMuteTiming(request.Key, request, HttpStatusCode.Accepted)
            : GrafanaAnswer.Error(HttpStatusCode.NotFound, "mute timing not found"),
        "DELETE /v1/provisioning/mute-timings/{name}" => Policy.ToJsonString().Contains($"\"{request.Key}\"", StringComparison.Ordinal)
            ? GrafanaAnswer.Error(HttpStatusCode.Conflict, "the mute timing is used by a notification policy")
            : Gone(MuteTimings.Remove(request.Key)),
        "GET /v1/provisioning/alert-rules" => GrafanaAnswer.Ok(new JsonArray([.. Rules().Select(rule => rule.DeepClone())])),
        "GET /v1/provisioning/alert-rules/{UID}" => Rules().FirstOrDefault(rule => rule["uid"]!.GetValue<string>() == request.Key) is { } rule
            ? GrafanaAnswer.Ok(rule)
            : GrafanaAnswer.Error(HttpStatusCode.NotFound, "rule not found"),
        "GET /v1/provisioning/folder/{FolderUID}/rule-groups/{Group}" => RuleGroups.TryGetValue((request.Key, request.Parameters[1]), out var group)
            ? GrafanaAnswer.Ok(group)
            : GrafanaAnswer.Error(HttpStatusCode.NotFound, "rule group not found"),
        "PUT /v1/provisioning/folder/{FolderUID}/rule-groups/{Group}" => SetGroup(request),
        "DELETE /v1/provisioning/folder/{FolderUID}/rule-groups/{Group}" => RuleGroups.Remove((request.Key, request.Parameters[1]))
            ? Gone(true)
            : GrafanaAnswer.Error(HttpStatusCode.NotFound, "rule group not found"),
        _ => null,
    };

    private static GrafanaAnswer Gone(bool _) => GrafanaAnswer.Ok(null, HttpStatusCode.NoContent);

    private static JsonObject ShownPoint(JsonObject point)
    {
        var shown = (JsonObject)point.DeepClone();
        var type = shown["type"]!.GetValue<string>();
        var settings = (JsonObject)shown["settings"]!;
        foreach (var name in settings.Select(pair => pair.Key).Where(name => SecretSettings.Contains(name) || SecretAddresses.Contains((type, name))).ToList())
            settings[name] = Redacted;
        return shown;
    }

    private GrafanaAnswer SetPoint(string uid, GrafanaRequest request)
    {
        if (request.Text("type") is "webhook" or "slack" or "prometheus-alertmanager" && (request.Body["settings"] as JsonObject)?["url"] is null && (request.Body["settings"] as JsonObject)?["token"] is null)
            return GrafanaAnswer.Error(HttpStatusCode.BadRequest, "the specified contact point is invalid: required field 'url' is not specified");
        var point = (JsonObject)request.Body.DeepClone();
        point["uid"] = uid;
        point["provenance"] = request.Provenance;
        ContactPoints[uid] = point;
        return GrafanaAnswer.Ok(ShownPoint(point), HttpStatusCode.Accepted);
    }

    private GrafanaAnswer RemovePoint(GrafanaRequest request)
    {
        if (!ContactPoints.TryGetValue(request.Key, out var point))
            return GrafanaAnswer.Error(HttpStatusCode.NotFound, "contact point not found");
        var name = point["name"]!.GetValue<string>();
        if (ContactPoints.Values.Count(other => other["name"]!.GetValue<string>() == name) == 1 && Receivers(Policy).Contains(name))
            return GrafanaAnswer.Error(HttpStatusCode.Conflict, "contact point is currently used by a notification policy");
        ContactPoints.Remove(request.Key);
        return GrafanaAnswer.Done("contact point deleted", HttpStatusCode.Accepted);
    }

    private static IEnumerable<string> Receivers(JsonObject route) =>
        (route["receiver"]?.GetValue<string>() is { Length: > 0 } receiver ? new[] { receiver } : [])
        .Concat((route["routes"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(Receivers));

    private GrafanaAnswer SetPolicy(GrafanaRequest request)
    {
        if (Receivers(request.Body).FirstOrDefault(name => ContactPoints.Values.All(point => point["name"]!.GetValue<string>() != name)) is { } missing)
            return GrafanaAnswer.Error(HttpStatusCode.BadRequest, $"invalid object specification: receiver '{missing}' does not exist");
        Policy = (JsonObject)request.Body.DeepClone();
        Policy["provenance"] = request.Provenance;
        return GrafanaAnswer.Done("policies updated", HttpStatusCode.Accepted);
    }

    private GrafanaAnswer ResetPolicy()
    {
        Policy = DefaultPolicy();
        return GrafanaAnswer.Done("policies reset", HttpStatusCode.Accepted);
    }

    private GrafanaAnswer SetTemplate(GrafanaRequest request)
    {
        Templates[request.Key] = new JsonObject
        {
            ["name"] = request.Key,
            ["template"] = request.Text("template"),
            ["provenance"] = request.Provenance,
            ["version"] = $"v{NextId()}",
        };
        return GrafanaAnswer.Ok(Templates[request.Key], HttpStatusCode.Accepted);
    }

    private GrafanaAnswer SetMuteTiming(string name, GrafanaRequest request, HttpStatusCode status)
    {
        MuteTimings[name] = (JsonObject)request.Body.DeepClone();
        return GrafanaAnswer.Ok(MuteTimings[name], status);
    }

    private IEnumerable<JsonObject> Rules() => RuleGroups.Values.SelectMany(group => (JsonArray)group["rules"]!).OfType<JsonObject>();

    private GrafanaAnswer SetGroup(GrafanaRequest request)
    {
        if (!Folders.ContainsKey(request.Key))
            return GrafanaAnswer.Error(HttpStatusCode.BadRequest, "folder not found");
        var group = (JsonObject)request.Body.DeepClone();
        if (((JsonArray)group["rules"]!).OfType<JsonObject>().Select(Mistake).FirstOrDefault(mistake => mistake is not null) is { } wrong)
            return GrafanaAnswer.Error(HttpStatusCode.BadRequest, $"invalid alert rule: {wrong}");
        foreach (var rule in ((JsonArray)group["rules"]!).OfType<JsonObject>())
        {
            if (rule["uid"] is null)
                rule["uid"] = $"r{NextId()}";
            rule["id"] = NextId();
            rule["provenance"] = request.Provenance;
            // Grafana fills these two into each query, and takes the kind of question out of it.
            foreach (var query in ((JsonArray)rule["data"]!).OfType<JsonObject>())
            {
                var model = (JsonObject)query["model"]!;
                model["intervalMs"] ??= 1000;
                model["maxDataPoints"] ??= 43200;
                if (model["queryType"]?.GetValue<string>() is { } type)
                    query["queryType"] = type;
            }
        }
        RuleGroups[(request.Key, request.Parameters[1])] = group;
        return GrafanaAnswer.Ok(group);
    }

    // What Grafana looks at before it keeps a rule.
    private string? Mistake(JsonObject rule)
    {
        var queries = ((JsonArray)rule["data"]!).OfType<JsonObject>().ToList();
        if (queries.All(query => query["refId"]?.GetValue<string>() != rule["condition"]?.GetValue<string>()) && rule["record"] is null)
            return "the condition is no query of the rule";
        if (rule["uid"]?.GetValue<string>() is { Length: > 40 })
            return "the uid is longer than 40 characters";
        if (rule["noDataState"]?.GetValue<string>() is not ("OK" or "NoData" or "KeepLast" or "Alerting" or "" or null))
            return "unknown state for no data";
        if (rule["execErrState"]?.GetValue<string>() is not ("OK" or "Error" or "KeepLast" or "Alerting" or "" or null))
            return "unknown state for errors";
        return queries
            .Where(query => query["datasourceUid"]?.GetValue<string>() is not ("__expr__" or "-100"))
            .Select(query => query["relativeTimeRange"] is { } range && range["from"]!.GetValue<int>() > range["to"]!.GetValue<int>() ? null : "a time range that does not begin before it ends")
            .FirstOrDefault(mistake => mistake is not null);
    }
}
