using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana.Alerting;

/// <summary>The tree of notification policies: an organisation has one, and removing it sets it back.</summary>
internal sealed class NotificationPolicies(GrafanaConnection grafana) : GrafanaResource(grafana)
{
    private const string Path = "/v1/provisioning/policies";
    private const string TheOnlyOne = "policy";
    private const int DeepestLevel = 5;

    private static readonly ImmutableHashSet<string> Operators = ["=", "!=", "=~", "!~"];

    private static readonly (string Property, string Field)[] Fields =
    [
        ("activeTimings", "active_time_intervals"), ("contactPoint", "receiver"), ("continue", "continue"), ("groupBies", "group_by"),
        ("groupInterval", "group_interval"), ("groupWait", "group_wait"), ("muteTimings", "mute_time_intervals"), ("repeatInterval", "repeat_interval"),
    ];

    private static readonly ImmutableDictionary<string, string> Matchers = Enumerable.Range(1, DeepestLevel)
        .ToImmutableDictionary(level => string.Join('.', Enumerable.Repeat("policies[*]", level)) + ".matchers", _ => "");

    public override ResourceSchema Schema => GrafanaSchemas.NotificationPolicy.Schema;

    public override string Kind => "notification policy";

    protected override IReadOnlyDictionary<string, string> Sets => Matchers;

    protected override string KeyOf(PropertyMap inputs) => TheOnlyOne;

    public override IEnumerable<CheckFailure> Validate(PropertyMap inputs) => Mistakes(inputs, "");

    protected override PropertyMap Canonical(PropertyMap inputs) => inputs
        .NormalizedDurations("groupWait", "groupInterval", "repeatInterval")
        .Each("policies", Canonical);

    protected override async Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        await ChangeAsync(id, inputs, PropertyMap.Empty, cancellation);
        return id.Key;
    }

    protected override Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Put, Path, id, Body(inputs), cancellation, inputs.Flag("disableProvenance") ?? false);

    protected override async Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        await Grafana.FindAsync(Path, id.Org, cancellation) is JsonObject found
            ? Shown(found).Set("orgId", Org(id)).Set("disableProvenance", PropertyValue.Of(string.IsNullOrEmpty(found.Text("provenance"))))
            : null;

    protected override Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, Path, id, null, cancellation);

    public override Task<string?> RecoverAsync(PropertyMap inputs, string operationId, CancellationToken cancellation) => Task.FromResult<string?>(null);

    private static IEnumerable<CheckFailure> Mistakes(PropertyMap policy, string path)
    {
        foreach (var (nested, index) in policy.Objects("policies").Select((nested, index) => (nested, index)))
        {
            var place = PropertyPath.Append(PropertyPath.Append(path, "policies"), index);
            foreach (var (matcher, number) in nested.Objects("matchers").Select((matcher, number) => (matcher, number)))
                if (matcher.Text("match") is { } match && !Operators.Contains(match))
                    yield return new CheckFailure(
                        PropertyPath.Append(PropertyPath.Append(PropertyPath.Append(place, "matchers"), number), "match"), $"expected =, !=, =~ or !~, found \"{match}\"");
            foreach (var mistake in Mistakes(nested, place))
                yield return mistake;
        }
    }

    private static JsonObject Body(PropertyMap policy)
    {
        var body = policy.Given(Fields);
        var matchers = policy.Objects("matchers")
            .Select(matcher => (Label: matcher.Text("label"), Match: matcher.Text("match"), Value: matcher.Text("value")))
            .OrderBy(matcher => matcher.Label, StringComparer.Ordinal).ThenBy(matcher => matcher.Match, StringComparer.Ordinal)
            .ThenBy(matcher => matcher.Value, StringComparer.Ordinal).ToList();
        if (matchers.Count > 0)
            body["object_matchers"] = new JsonArray([.. matchers.Select(matcher => new JsonArray(matcher.Label, matcher.Match, matcher.Value))]);
        if (policy.Objects("policies") is { Count: > 0 } policies)
            body["routes"] = new JsonArray([.. policies.Select(Body)]);
        return body;
    }

    private static PropertyMap Shown(JsonObject route)
    {
        var shown = route.Shown(Fields);
        var matchers = (route["object_matchers"] as JsonArray ?? []).OfType<JsonArray>().Where(matcher => matcher.Count == 3).Select(matcher => PropertyMap.Of(
            ("label", matcher[0].ToProperty()), ("match", matcher[1].ToProperty()), ("value", matcher[2].ToProperty()))).ToList();
        if (matchers.Count > 0)
            shown = shown.Set("matchers", matchers.List());
        var policies = route.Objects("routes").Select(Shown).ToList();
        return policies.Count > 0 ? shown.Set("policies", policies.List()) : shown;
    }
}
