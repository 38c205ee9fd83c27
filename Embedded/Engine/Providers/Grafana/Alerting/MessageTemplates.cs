using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana.Alerting;

/// <summary>Notification templates, which go by their name. White space around one means nothing.</summary>
internal sealed class MessageTemplates(GrafanaConnection grafana) : GrafanaResource(grafana)
{
    private static readonly ImmutableHashSet<string> NotShown = ["disableProvenance"];

    public override ResourceSchema Schema => GrafanaSchemas.MessageTemplate.Schema;

    public override string Kind => "message template";

    protected override ImmutableHashSet<string> WriteOnly => NotShown;

    protected override string? KeyOf(PropertyMap inputs) => inputs.Text("name");

    protected override PropertyMap Canonical(PropertyMap inputs) =>
        inputs.Text("template") is { } text ? inputs.Set("template", PropertyValue.Of(text.Trim())) : inputs;

    protected override async Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        await ChangeAsync(id, inputs, PropertyMap.Empty, cancellation);
        return id.Key;
    }

    protected override Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation) => SendAsync(
        HttpMethod.Put, Path(id), id, new JsonObject { ["template"] = inputs.Text("template")?.Trim() }, cancellation, inputs.Flag("disableProvenance") ?? false);

    protected override async Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        await Grafana.FindAsync(Path(id), id.Org, cancellation) is { } found
            ? PropertyMap.Of(
                ("name", PropertyValue.Of(found.Text("name") ?? id.Key)),
                ("orgId", Org(id)),
                ("template", PropertyValue.Of(found.Text("template") ?? "")))
            : null;

    protected override Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, Path(id), id, null, cancellation);

    private static string Path(GrafanaId id) => $"/v1/provisioning/templates/{Escaped(id.Key)}";
}
