using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>Service accounts, which go by a number that Grafana gives them, and of whose names there is one each.</summary>
internal sealed class ServiceAccounts(GrafanaConnection grafana) : GrafanaResource(grafana)
{
    private static readonly ImmutableArray<string> Roles = ["Viewer", "Editor", "Admin", "None"];

    public override ResourceSchema Schema => GrafanaSchemas.ServiceAccount.Schema;

    public override string Kind => "service account";

    public override IEnumerable<CheckFailure> Validate(PropertyMap inputs)
    {
        if (inputs.Text("role") is { } role && !Roles.Contains(role))
            yield return new CheckFailure("role", $"expected {string.Join(", ", Roles)}, found \"{role}\"");
    }

    protected override string? KeyOf(PropertyMap inputs) => null;

    protected override async Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        try
        {
            return (await SendAsync(HttpMethod.Post, "/serviceaccounts", id, Body(inputs), cancellation)).Whole("id")!.Value.Id();
        }
        catch (GrafanaApiException failure) when (!failure.IsRefusal)
        {
            // An interrupted creation, or an answer that got lost, has left it.
            if (await NumberAsync(id, inputs, cancellation) is not { } number)
                throw;
            await ChangeAsync(id with { Key = number }, inputs, PropertyMap.Empty, cancellation);
            return number;
        }
    }

    protected override Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Patch, Path(id), id, Body(inputs), cancellation);

    protected override async Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        IsNumber(id.Key) && await Grafana.FindAsync(Path(id), id.Org, cancellation) is JsonObject found
            ? PropertyMap.Of(
                ("isDisabled", PropertyValue.Of(found.Flag("isDisabled"))),
                ("name", PropertyValue.Of(found.Text("name") ?? "")),
                ("orgId", Org(id)),
                ("role", PropertyValue.Of(found.Text("role") ?? "")))
            : null;

    protected override Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, Path(id), id, null, cancellation);

    /// <summary>One with a generated name can only be what was cut off; one with a name of its own is taken over.</summary>
    public override async Task<string?> RecoverAsync(PropertyMap inputs, string operationId, CancellationToken cancellation)
    {
        var id = new GrafanaId(OrgOf(inputs), "");
        if (inputs.Text("name") is not { } name || !Autoname.LooksGenerated(name) || await NumberAsync(id, inputs, cancellation) is not { } number)
            return null;
        await RemoveAsync(id with { Key = number }, inputs, cancellation);
        return $"removed {Kind} {name}, which an interrupted update had left behind";
    }

    public static bool IsNumber(string key) => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string Path(GrafanaId id) => $"/serviceaccounts/{Escaped(id.Key)}";

    private async Task<string?> NumberAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        var name = inputs.Text("name") ?? "";
        var found = await Grafana.SendAsync(
            new GrafanaCall(HttpMethod.Get, $"/serviceaccounts/search?query={Escaped(name)}&perpage=1000", id.Org), cancellation);
        return found.Objects("serviceAccounts").FirstOrDefault(account => account.Text("name") == name).Whole("id")?.Id();
    }

    private static JsonObject Body(PropertyMap inputs) => new()
    {
        ["isDisabled"] = inputs.Flag("isDisabled") ?? false,
        ["name"] = inputs.Text("name"),
        ["role"] = inputs.Text("role"),
    };
}
