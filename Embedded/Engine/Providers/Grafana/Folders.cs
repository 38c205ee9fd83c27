using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>Folders of dashboards and alert rules, which go by their uid.</summary>
internal sealed partial class Folders(GrafanaConnection grafana) : GrafanaResource(grafana)
{
    private const string KeepContent = "preventDestroyIfNotEmpty";

    private static readonly ImmutableHashSet<string> OwnSettings = [KeepContent];

    public override ResourceSchema Schema => GrafanaSchemas.Folder.Schema;

    public override string Kind => "folder";

    protected override ImmutableHashSet<string> WriteOnly => OwnSettings;

    public override IEnumerable<CheckFailure> Validate(PropertyMap inputs) => UidMistakes(inputs, "uid");

    /// <summary>What is wrong with a folder's uid, which a rule group names too.</summary>
    public static IEnumerable<CheckFailure> UidMistakes(PropertyMap inputs, string property)
    {
        if (inputs.Text(property) is { Length: > 0 } uid && !Uid().IsMatch(uid))
            yield return new CheckFailure(property, $"expected letters, digits, - and _, found \"{uid}\"");
    }

    protected override string? KeyOf(PropertyMap inputs) => inputs.Text("uid") is { Length: > 0 } uid ? uid : null;

    protected override PropertyMap Canonical(PropertyMap inputs) => inputs.Text("parentFolderUid") is { } parent
        ? inputs.Set("parentFolderUid", PropertyValue.Of(GrafanaId.KeyOf(parent)))
        : inputs;

    protected override async Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        var body = new JsonObject { ["title"] = inputs.Text("title"), ["uid"] = id.Key };
        if (Parent(inputs) is { Length: > 0 } parent)
            body["parentUid"] = parent;
        await SendAsync(HttpMethod.Post, "/folders", id, body, cancellation);
        return id.Key;
    }

    protected override async Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation)
    {
        var found = await Grafana.SendAsync(new GrafanaCall(HttpMethod.Get, Path(id), id.Org), cancellation);
        if ((found.Text("parentUid") ?? "") != Parent(inputs))
            await SendAsync(HttpMethod.Post, $"{Path(id)}/move", id, new JsonObject { ["parentUid"] = Parent(inputs) }, cancellation);
        await SendAsync(HttpMethod.Put, Path(id), id, new JsonObject { ["overwrite"] = true, ["title"] = inputs.Text("title") }, cancellation);
    }

    protected override async Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        await Grafana.FindAsync(Path(id), id.Org, cancellation) is not JsonObject found
            ? null
            : PropertyMap.Of(
                ("orgId", Org(id)),
                ("parentFolderUid", PropertyValue.Of(found.Text("parentUid") ?? "")),
                ("title", PropertyValue.Of(found.Text("title") ?? "")),
                ("uid", PropertyValue.Of(found.Text("uid") ?? "")),
                ("url", PropertyValue.Of(Grafana.Page(found.Text("url")))));

    protected override async Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        if (inputs.Flag(KeepContent) != true)
        {
            await SendAsync(HttpMethod.Delete, $"{Path(id)}?forceDeleteRules=true", id, null, cancellation);
            return;
        }
        var content = (await Grafana.SendAsync(new GrafanaCall(HttpMethod.Get, $"/search?folderUIDs={Escaped(id.Key)}", id.Org), cancellation)).Objects()
            .Select(item => item.Text("title")).ToList();
        if (content.Count > 0)
            throw new ProviderException(
                $"Folder {id.Key} is not empty and is to be kept then ({KeepContent}); it holds {string.Join(", ", content)}. "
                + $"Move or remove that, or set {KeepContent} to false.");
        await SendAsync(HttpMethod.Delete, Path(id), id, null, cancellation);
    }

    private static string Path(GrafanaId id) => $"/folders/{Escaped(id.Key)}";

    private static string Parent(PropertyMap inputs) => GrafanaId.KeyOf(inputs.Text("parentFolderUid") ?? "");

    [GeneratedRegex("^[a-zA-Z0-9_-]+$")]
    private static partial Regex Uid();
}
