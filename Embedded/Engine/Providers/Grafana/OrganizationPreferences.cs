using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>The preferences of an organisation: they always exist, and removing them sets them back.</summary>
internal sealed class OrganizationPreferences(GrafanaConnection grafana) : GrafanaResource(grafana)
{
    private const string Path = "/org/preferences";

    private static readonly string[] WeekStarts = ["", "monday", "saturday", "sunday"];

    private static readonly (string Property, string Field)[] Fields =
        [("homeDashboardUid", "homeDashboardUID"), ("theme", "theme"), ("timezone", "timezone"), ("weekStart", "weekStart")];

    public override ResourceSchema Schema => GrafanaSchemas.OrganizationPreferences.Schema;

    public override string Kind => "organisation preferences";

    public override IEnumerable<CheckFailure> Validate(PropertyMap inputs)
    {
        if (inputs.Text("weekStart") is { } start && !WeekStarts.Contains(start))
            yield return new CheckFailure("weekStart", $"expected sunday, monday, saturday or nothing, found \"{start}\"");
    }

    protected override string KeyOf(PropertyMap inputs) => "";

    /// <summary>There is one in each organisation, so that its number says it all.</summary>
    protected override string Text(GrafanaId id) => id.Org.Id();

    protected override GrafanaId Read(string id, PropertyMap inputs) => base.Read(id.Contains(':', StringComparison.Ordinal) ? id : id + ":", inputs);

    protected override async Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        await ChangeAsync(id, inputs, PropertyMap.Empty, cancellation);
        return id.Key;
    }

    protected override Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation)
    {
        var body = new JsonObject();
        foreach (var (property, field) in Fields)
            if (inputs.Text(property) is { Length: > 0 } value)
                body[field] = value;
        return SendAsync(HttpMethod.Put, Path, id, body, cancellation);
    }

    protected override async Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        await Grafana.FindAsync(Path, id.Org, cancellation) is { } found
            ? PropertyMap.Of(Fields
                .Select(field => KeyValuePair.Create(field.Property, PropertyValue.Of(found.Text(field.Field) ?? "")))
                .Append(KeyValuePair.Create(OrgProperty, Org(id))))
            : null;

    protected override Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Put, Path, id, new JsonObject(), cancellation);

    public override Task<string?> RecoverAsync(PropertyMap inputs, string operationId, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
