using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana.Alerting;

/// <summary>Groups of alert and recording rules, which go by their folder and name.</summary>
internal sealed class RuleGroups(GrafanaConnection grafana) : GrafanaResource(grafana)
{
    public override ResourceSchema Schema => GrafanaSchemas.RuleGroup.Schema;

    public override string Kind => "rule group";

    public override IEnumerable<CheckFailure> Validate(PropertyMap inputs) =>
        [.. Folders.UidMistakes(inputs, "folderUid"), .. AlertRules.Mistakes(inputs.Objects("rules"))];

    protected override string? KeyOf(PropertyMap inputs) =>
        inputs.Text("folderUid") is { } folder && inputs.Text("name") is { } name ? $"{folder}:{name}" : null;

    protected override PropertyMap Canonical(PropertyMap inputs) => inputs.Each("rules", AlertRules.Canonical);

    /// <summary>A rule that is given no uid has one from Grafana.</summary>
    protected override PropertyMap WithoutChosen(PropertyMap inputs, PropertyMap wanted)
    {
        var rules = wanted.Objects("rules");
        var index = 0;
        return inputs.Each("rules", rule => rules.ElementAtOrDefault(index++) is { } given && given.ContainsKey("uid") ? rule : rule.Remove("uid"));
    }

    protected override async Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        await ChangeAsync(id, inputs, await LookAsync(id, inputs, cancellation) ?? PropertyMap.Empty, cancellation);
        return id.Key;
    }

    protected override Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation)
    {
        var (folder, name) = Split(id);
        // A rule keeps its uid, and with it its state and history, as long as it keeps its name.
        var uids = oldOutputs.Objects("rules").Where(rule => rule.Text("name") is not null)
            .GroupBy(rule => rule.Text("name")!).ToDictionary(rules => rules.Key, rules => rules.First().Text("uid"), StringComparer.Ordinal);
        var body = new JsonObject
        {
            ["folderUid"] = folder,
            ["interval"] = (long)(inputs.Number("intervalSeconds") ?? 0),
            ["rules"] = new JsonArray([.. inputs.Objects("rules").Select(rule =>
                AlertRules.Body(rule, rule.Text("uid") ?? uids.GetValueOrDefault(rule.Text("name") ?? ""), folder, name, id.Org))]),
            ["title"] = name,
        };
        return SendAsync(HttpMethod.Put, Path(id), id, body, cancellation, inputs.Flag("disableProvenance") ?? false);
    }

    protected override async Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        if (await Grafana.FindAsync(Path(id), id.Org, cancellation) is not { } found)
            return null;
        var (folder, name) = Split(id);
        var rules = found.Objects("rules").ToList();
        // Only a rule by itself tells where it comes from, and all of a group come from the same place.
        var first = rules.FirstOrDefault().Text("uid") is { } uid
            ? await Grafana.FindAsync($"/v1/provisioning/alert-rules/{Escaped(uid)}", id.Org, cancellation)
            : null;
        return PropertyMap.Of(
            ("disableProvenance", PropertyValue.Of(string.IsNullOrEmpty(first.Text("provenance")))),
            ("folderUid", PropertyValue.Of(found.Text("folderUid") ?? folder)),
            ("intervalSeconds", PropertyValue.Of(found.Whole("interval") ?? 0)),
            ("name", PropertyValue.Of(found.Text("title") ?? name)),
            ("orgId", Org(id)),
            ("rules", rules.Select(AlertRules.Shown).List()));
    }

    protected override Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, Path(id), id, null, cancellation);

    private static string Path(GrafanaId id) =>
        Split(id) is var (folder, name) ? $"/v1/provisioning/folder/{Escaped(folder)}/rule-groups/{Escaped(name)}" : "";

    private static (string Folder, string Name) Split(GrafanaId id) => id.Key.Split(':', 2) is [var folder, var name]
        ? (folder, name)
        : throw new ProviderException($"The rule group's id {id} is not like ORG:FOLDER:NAME. Correct it.");
}
