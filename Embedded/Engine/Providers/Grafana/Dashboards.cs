using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>Dashboards, which go by the uid in their JSON.</summary>
internal sealed class Dashboards(GrafanaConnection grafana) : GrafanaResource(grafana)
{
    private const string Config = "configJson";

    private static readonly ImmutableHashSet<string> OfTheCall = ["message", "overwrite"];

    public override ResourceSchema Schema => GrafanaSchemas.Dashboard.Schema;

    public override string Kind => "dashboard";

    protected override ImmutableHashSet<string> WriteOnly => OfTheCall;

    public override IEnumerable<CheckFailure> Validate(PropertyMap inputs)
    {
        if (inputs.Text(Config) is not { } text)
            yield break;
        if (JsonText.ParseObject(text) is not { } dashboard)
            yield return new CheckFailure(Config, "expected a dashboard as JSON text, found something else");
        else if (dashboard.Text("apiVersion") is not null && dashboard["spec"] is JsonObject)
            yield return new CheckFailure(Config, "holds a resource with apiVersion and spec; the embedded engine takes the classic form, which is what its spec holds in version 1");
    }

    protected override string? KeyOf(PropertyMap inputs) => JsonText.ParseObject(inputs.Text(Config)).Text("uid") is { Length: > 0 } uid ? uid : null;

    public override DiffResult Diff(string id, PropertyMap oldInputs, PropertyMap newInputs)
    {
        var diff = base.Diff(id, oldInputs, newInputs);
        // Not known yet is not another uid.
        return diff.Detailed.TryGetValue(Config, out var kind) && newInputs.Text(Config) is not null && KeyOf(oldInputs) != KeyOf(newInputs)
            ? diff with { Detailed = diff.Detailed.SetItem(Config, kind.Replacing()) }
            : diff;
    }

    protected override PropertyMap Canonical(PropertyMap inputs)
    {
        if (inputs.Text(Config) is { } text && JsonText.ParseObject(text) is { } dashboard)
            inputs = inputs.Set(Config, PropertyValue.Of(Normalized(dashboard)));
        return inputs.Text("folder") is { } folder ? inputs.Set("folder", PropertyValue.Of(Folder(folder))) : inputs;
    }

    protected override async Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        (await SaveAsync(id, inputs, null, inputs.Flag("overwrite") ?? false, cancellation)).Text("uid") ?? id.Key;

    protected override async Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation) =>
        await SaveAsync(id, inputs, oldOutputs.Number("dashboardId"), true, cancellation);

    protected override async Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        if (await Grafana.FindAsync(Path(id), id.Org, cancellation) is not JsonObject found || found["dashboard"] is not JsonObject dashboard)
            return null;
        var outputs = PropertyMap.Of(
            ("dashboardId", PropertyValue.Of(dashboard.Whole("id") ?? 0)),
            ("folder", PropertyValue.Of(found["meta"].Text("folderUid") ?? "")),
            ("orgId", Org(id)),
            ("uid", PropertyValue.Of(dashboard.Text("uid") ?? id.Key)),
            ("url", PropertyValue.Of(Grafana.Page(found["meta"].Text("url")))),
            ("version", PropertyValue.Of(dashboard.Whole("version") ?? 0)));
        // Where the program gives no uid, the one that was chosen is no difference.
        if (inputs.Text(Config) is not null && KeyOf(inputs) is null)
            dashboard.Remove("uid");
        return outputs.Set(Config, PropertyValue.Of(Normalized(dashboard)));
    }

    protected override Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, Path(id), id, null, cancellation);

    private static string Path(GrafanaId id) => $"/dashboards/uid/{Escaped(id.Key)}";

    private Task<JsonNode?> SaveAsync(GrafanaId id, PropertyMap inputs, double? number, bool overwrite, CancellationToken cancellation)
    {
        var dashboard = JsonText.ParseObject(inputs.Text(Config))!;
        dashboard.Remove("id");
        dashboard["uid"] = id.Key;
        if (number > 0)
            dashboard["id"] = (long)number;
        var body = new JsonObject { ["dashboard"] = dashboard, ["overwrite"] = overwrite };
        if (Folder(inputs.Text("folder") ?? "") is { Length: > 0 } folder)
            body["folderUid"] = folder;
        if (inputs.Text("message") is { Length: > 0 } message)
            body["message"] = message;
        return SendAsync(HttpMethod.Post, "/dashboards/db", id, body, cancellation);
    }

    /// <summary>Without what Grafana counts and fills in itself: numbers, the version, and what a library panel holds.</summary>
    private static string Normalized(JsonObject dashboard)
    {
        var kept = (JsonObject)dashboard.DeepClone();
        kept.Remove("id");
        kept.Remove("version");
        foreach (var panel in kept.Objects("panels"))
        {
            panel.Remove("id");
            if (panel["libraryPanel"] is JsonObject library)
                foreach (var name in library.Select(pair => pair.Key).Where(name => name is not ("name" or "uid")).ToList())
                    library.Remove(name);
        }
        return JsonText.Write(kept);
    }

    private static string Folder(string id) => GrafanaId.KeyOf(id) is var uid && uid == "0" ? "" : uid;
}
