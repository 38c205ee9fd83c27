using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana.Alerting;

/// <summary>Times in which nobody is notified, which go by their name.</summary>
internal sealed class MuteTimings(GrafanaConnection grafana) : GrafanaResource(grafana)
{
    private const string Path = "/v1/provisioning/mute-timings";

    private static readonly ImmutableHashSet<string> NotShown = ["disableProvenance"];

    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly (string Property, string Field)[] Fields =
        [("daysOfMonths", "days_of_month"), ("location", "location"), ("months", "months"), ("weekdays", "weekdays"), ("years", "years")];

    private static readonly (string Property, string Field)[] Times = [("end", "end_time"), ("start", "start_time")];

    public override ResourceSchema Schema => GrafanaSchemas.MuteTiming.Schema;

    public override string Kind => "mute timing";

    protected override ImmutableHashSet<string> WriteOnly => NotShown;

    protected override string? KeyOf(PropertyMap inputs) => inputs.Text("name");

    /// <summary>Grafana gives months as numbers.</summary>
    protected override PropertyMap Canonical(PropertyMap inputs) => inputs.Each("intervals", interval => interval.Texts("months") is { Count: > 0 } months
        ? interval.Set("months", PropertyValue.Of(months.Select(range => PropertyValue.Of(Numbered(range)))))
        : interval);

    protected override async Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        await SendAsync(HttpMethod.Post, Path, id, Body(id, inputs), cancellation, inputs.Flag("disableProvenance") ?? false);
        return id.Key;
    }

    protected override Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Put, $"{Path}/{Escaped(id.Key)}", id, Body(id, inputs), cancellation, inputs.Flag("disableProvenance") ?? false);

    protected override async Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        await Grafana.FindAsync($"{Path}/{Escaped(id.Key)}", id.Org, cancellation) is { } found
            ? PropertyMap.Of(
                ("intervals", found.Objects("time_intervals").Select(Shown).List()),
                ("name", PropertyValue.Of(found.Text("name") ?? id.Key)),
                ("orgId", Org(id)))
            : null;

    protected override Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, $"{Path}/{Escaped(id.Key)}", id, null, cancellation);

    private static JsonObject Body(GrafanaId id, PropertyMap inputs) => new()
    {
        ["name"] = id.Key,
        ["time_intervals"] = new JsonArray([.. inputs.Objects("intervals").Select(interval =>
        {
            var body = interval.Given(Fields);
            if (interval.Objects("times") is { Count: > 0 } times)
                body["times"] = new JsonArray([.. times.Select(time => time.Given(Times))]);
            return body;
        })]),
    };

    private static PropertyMap Shown(JsonObject interval)
    {
        var shown = interval.Shown(Fields);
        var times = interval.Objects("times").Select(time => time.Shown(Times)).ToList();
        return times.Count == 0 ? shown : shown.Set("times", times.List());
    }

    private static string Numbered(string range) => string.Join(':', range.Split(':').Select(part =>
        Array.FindIndex(Months, month => month.Equals(part.Trim(), StringComparison.OrdinalIgnoreCase)) is var index and >= 0 ? (index + 1L).Id() : part.Trim()));
}
