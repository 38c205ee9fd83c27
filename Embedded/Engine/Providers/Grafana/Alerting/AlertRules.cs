using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana.Alerting;

/// <summary>The rules of a group: as the program gives them, and as Grafana takes and shows them.</summary>
internal static class AlertRules
{
    private const string DefaultNoDataState = "NoData";
    private const string DefaultErrorState = "Alerting";

    /// <summary>What Grafana fills into a query that leaves it out.</summary>
    private static readonly Dictionary<string, long> ModelDefaults = new(StringComparer.Ordinal) { ["intervalMs"] = 1000, ["maxDataPoints"] = 43200 };

    private static readonly (string Property, string Field)[] Fields =
    [
        ("annotations", "annotations"), ("condition", "condition"), ("execErrState", "execErrState"), ("for", "for"), ("isPaused", "isPaused"),
        ("keepFiringFor", "keep_firing_for"), ("labels", "labels"), ("name", "title"), ("noDataState", "noDataState"), ("uid", "uid"),
    ];

    private static readonly string[] OnlyOfAlerts = ["for", "keepFiringFor", "missingSeriesEvalsToResolve", "noDataState", "execErrState", "condition"];

    private static readonly (string Property, string Field)[] Query = [("datasourceUid", "datasourceUid"), ("queryType", "queryType"), ("refId", "refId")];

    private static readonly (string Property, string Field)[] Record =
        [("from", "from"), ("metric", "metric"), ("targetDatasourceUid", "target_datasource_uid")];

    private static readonly (string Property, string Field)[] Notification =
    [
        ("activeTimings", "active_time_intervals"), ("contactPoint", "receiver"), ("groupBies", "group_by"), ("groupInterval", "group_interval"),
        ("groupWait", "group_wait"), ("muteTimings", "mute_time_intervals"), ("repeatInterval", "repeat_interval"),
    ];

    public static IEnumerable<CheckFailure> Mistakes(IReadOnlyList<PropertyMap> rules)
    {
        var uids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (rule, index) in rules.Select((rule, index) => (rule, index)))
        {
            var path = PropertyPath.Append("rules", index);
            if (rule.Text("uid") is { Length: > 0 } uid && !uids.Add(uid))
                yield return new CheckFailure($"{path}.uid", $"another rule of the group has the uid {uid} too; give each its own");
            foreach (var name in new[] { "for", "keepFiringFor" })
                if (rule.Text(name) is { } text && Durations.Parse(text) is null)
                    yield return new CheckFailure($"{path}.{name}", $"expected a duration like 5m, found \"{text}\"");
            foreach (var (query, number) in rule.Objects("datas").Select((query, number) => (query, number)))
                if (query.Text("model") is { } model && JsonText.ParseObject(model) is null)
                    yield return new CheckFailure($"{path}.datas[{number}].model", "expected a JSON object as text, found something else");
            foreach (var mistake in rule.ContainsKey("record") ? OfRecording(rule, path) : OfAlert(rule, path))
                yield return mistake;
        }
    }

    /// <summary>The rule in one spelling: durations in seconds, defaults written out, queries without what Grafana fills in.</summary>
    public static PropertyMap Canonical(PropertyMap rule)
    {
        rule = rule.NormalizedDurations("for", "keepFiringFor")
            .Each("datas", query => query.Text("model") is { } model ? query.Set("model", PropertyValue.Of(NormalizedModel(JsonText.ParseObject(model)) ?? model)) : query);
        if (rule.Object("notificationSettings") is { } settings)
            rule = rule.Set("notificationSettings", PropertyValue.Of(settings.NormalizedDurations("groupWait", "groupInterval", "repeatInterval")));
        return rule.ContainsKey("record")
            ? rule
            : rule.Fallback("noDataState", PropertyValue.Of(DefaultNoDataState)).Fallback("execErrState", PropertyValue.Of(DefaultErrorState));
    }

    public static JsonObject Body(PropertyMap rule, string? uid, string folder, string group, long org)
    {
        var recording = rule.ContainsKey("record");
        var body = rule.NormalizedDurations("for", "keepFiringFor").Given(Fields);
        body["condition"] ??= "";
        body["execErrState"] ??= recording ? "" : DefaultErrorState;
        body["noDataState"] ??= recording ? "" : DefaultNoDataState;
        body["for"] ??= "0s";
        body["folderUID"] = folder;
        body["orgID"] = org;
        body["ruleGroup"] = group;
        if (!string.IsNullOrEmpty(uid))
            body["uid"] = uid;
        if (rule.Number("missingSeriesEvalsToResolve") is { } evaluations and >= 1)
            body["missingSeriesEvalsToResolve"] = (long)evaluations;
        body["data"] = new JsonArray([.. rule.Objects("datas").Select(Body)]);
        if (rule.Object("record") is { } record)
            body["record"] = record.Given(Record);
        if (rule.Object("notificationSettings") is { } settings)
            body["notification_settings"] = settings.Given(Notification);
        return body;
    }

    public static PropertyMap Shown(JsonObject found)
    {
        var rule = found.Shown(Fields).Set("datas", found.Objects("data").Select(ShownQuery).List());
        if (found.Whole("missingSeriesEvalsToResolve") is { } evaluations and >= 1)
            rule = rule.Set("missingSeriesEvalsToResolve", PropertyValue.Of(evaluations));
        if (found["record"] is JsonObject record)
            rule = rule.Set("record", PropertyValue.Of(record.Shown(Record)));
        return found["notification_settings"] is JsonObject settings
            ? rule.Set("notificationSettings", PropertyValue.Of(settings.Shown(Notification)))
            : rule;
    }

    private static IEnumerable<CheckFailure> OfRecording(PropertyMap rule, string path) =>
        OnlyOfAlerts
            .Where(name => rule.Get(name)?.Unwrapped is not (null or StringValue { Value: "" or "0" or "0s" } or NumberValue { Value: 0 }))
            .Select(name => new CheckFailure($"{path}.{name}", "does not go with record; leave out one of both"));

    private static IEnumerable<CheckFailure> OfAlert(PropertyMap rule, string path) => rule.Get("condition")?.Unwrapped is null or StringValue { Value: "" }
        ? [new CheckFailure($"{path}.condition", "is required (the refId of the query that decides) and was not given; set it")]
        : [];

    private static JsonObject Body(PropertyMap query)
    {
        var body = query.Given(Query);
        body["model"] = JsonText.ParseObject(query.Text("model")) ?? [];
        if (query.Object("relativeTimeRange") is { } range)
            body["relativeTimeRange"] = new JsonObject { ["from"] = (long)(range.Number("from") ?? 0), ["to"] = (long)(range.Number("to") ?? 0) };
        return body;
    }

    private static PropertyMap ShownQuery(JsonObject found)
    {
        var range = found["relativeTimeRange"];
        return found.Shown(Query)
            .Set("model", PropertyValue.Of(NormalizedModel(found["model"] as JsonObject) ?? "{}"))
            .Set("relativeTimeRange", PropertyValue.Of(PropertyMap.Of(
                ("from", PropertyValue.Of(range.Whole("from") ?? 0)), ("to", PropertyValue.Of(range.Whole("to") ?? 0)))));
    }

    private static string? NormalizedModel(JsonObject? model)
    {
        if (model is null)
            return null;
        var kept = (JsonObject)model.DeepClone();
        foreach (var (name, value) in ModelDefaults)
            if (kept.Whole(name) == value)
                kept.Remove(name);
        return JsonText.Write(kept);
    }
}
