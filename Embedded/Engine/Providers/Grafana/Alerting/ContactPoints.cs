using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana.Alerting;

/// <summary>
/// Contact points, which go by their name. Grafana has no such thing but integrations (a webhook, an address), each with a
/// uid; those of one name are the contact point.
/// </summary>
internal sealed class ContactPoints(GrafanaConnection grafana) : GrafanaResource(grafana)
{
    private const string Path = "/v1/provisioning/contact-points";

    private static readonly ImmutableDictionary<string, string> AnyOrder = Integrations.All.ToImmutableDictionary(kind => kind.Property, _ => "");

    public override ResourceSchema Schema => GrafanaSchemas.ContactPoint.Schema;

    public override string Kind => "contact point";

    protected override IReadOnlyDictionary<string, string> Sets => AnyOrder;

    public override IEnumerable<CheckFailure> Validate(PropertyMap inputs)
    {
        if (Integrations.All.All(kind => inputs.Get(kind.Property)?.Unwrapped is null or ListValue { Items.IsEmpty: true }))
            yield return new CheckFailure("", $"a contact point needs at least one of {string.Join(", ", Integrations.All.Select(kind => kind.Property))}, and none was given");
    }

    protected override string? KeyOf(PropertyMap inputs) => inputs.Text("name");

    /// <summary>An integration that is given no uid has one from Grafana.</summary>
    protected override PropertyMap WithoutChosen(PropertyMap inputs, PropertyMap wanted) => Integrations.All.Aggregate(inputs, (left, kind) =>
    {
        var given = wanted.Objects(kind.Property);
        var index = 0;
        return left.Each(kind.Property, integration => given.ElementAtOrDefault(index++)?.ContainsKey("uid") == true ? integration : integration.Remove("uid"));
    });

    protected override async Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        await ChangeAsync(id, inputs, PropertyMap.Empty, cancellation);
        return id.Key;
    }

    protected override async Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation)
    {
        var disableProvenance = inputs.Flag("disableProvenance") ?? false;
        var left = await FoundAsync(id, cancellation);
        foreach (var kind in Integrations.All)
        {
            foreach (var (wanted, found) in Paired(kind, inputs.Objects(kind.Property), left))
            {
                var body = kind.Body(wanted!, id.Key);
                if (found is null)
                {
                    await SendAsync(HttpMethod.Post, Path, id, body, cancellation, disableProvenance);
                    continue;
                }
                var uid = found.Text("uid")!;
                left.Remove(found);
                body["uid"] = uid;
                await SendAsync(HttpMethod.Put, $"{Path}/{Escaped(uid)}", id, body, cancellation, disableProvenance);
            }
        }
        // At last, as the last one of a contact point that is in use cannot go.
        foreach (var found in left)
            await SendAsync(HttpMethod.Delete, $"{Path}/{Escaped(found.Text("uid")!)}", id, null, cancellation);
    }

    protected override async Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        var all = await FoundAsync(id, cancellation);
        if (all.Count == 0)
            return null;
        var outputs = PropertyMap.Of(
            ("disableProvenance", PropertyValue.Of(all.All(found => string.IsNullOrEmpty(found.Text("provenance"))))),
            ("name", PropertyValue.Of(id.Key)),
            ("orgId", Org(id)));
        foreach (var kind in Integrations.All)
        {
            // In the order of the inputs, which have the secrets; what is there besides comes behind.
            var pairs = Paired(kind, inputs.Objects(kind.Property), all).Where(pair => pair.Found is not null).ToList();
            var others = all.Where(found => found.Text("type") == kind.Type).Except(pairs.Select(pair => pair.Found!)).ToList();
            var shown = pairs.Concat(others.Select(found => ((PropertyMap?)null, (JsonObject?)found)))
                .Select(pair => kind.Shown(pair.Item2!, pair.Item1 ?? PropertyMap.Empty)).ToList();
            if (shown.Count > 0)
                outputs = outputs.Set(kind.Property, shown.List());
        }
        return outputs;
    }

    protected override async Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        foreach (var found in await FoundAsync(id, cancellation))
            await SendAsync(HttpMethod.Delete, $"{Path}/{Escaped(found.Text("uid")!)}", id, null, cancellation);
    }

    private async Task<List<JsonObject>> FoundAsync(GrafanaId id, CancellationToken cancellation) =>
        [.. (await Grafana.SendAsync(new GrafanaCall(HttpMethod.Get, $"{Path}?name={Escaped(id.Key)}", id.Org), cancellation)).Objects()
            .Where(found => found.Text("name") == id.Key)];

    /// <summary>
    /// To each wanted integration the one that it is: first those that are the same in all that is shown, then any of that
    /// kind; none where there are too few.
    /// </summary>
    private static (PropertyMap? Wanted, JsonObject? Found)[] Paired(IntegrationKind kind, IReadOnlyList<PropertyMap> wanted, IEnumerable<JsonObject> found)
    {
        var left = found.Where(integration => integration.Text("type") == kind.Type).ToList();
        var pairs = wanted.Select(integration => (Wanted: (PropertyMap?)integration, Found: (JsonObject?)null)).ToArray();
        foreach (var same in new Func<PropertyMap, JsonObject, bool>[] { (a, b) => kind.Shown(b, a).Remove("uid").Equals(a.Remove("uid")), (_, _) => true })
        {
            for (var i = 0; i < pairs.Length; i++)
            {
                if (pairs[i].Found is null && left.FirstOrDefault(candidate => same(pairs[i].Wanted!, candidate)) is { } match)
                {
                    pairs[i].Found = match;
                    left.Remove(match);
                }
            }
        }
        return pairs;
    }
}
