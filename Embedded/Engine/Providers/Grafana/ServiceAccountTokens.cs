using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>Tokens of a service account. Grafana shows a token's key when it makes it, and never again.</summary>
internal sealed class ServiceAccountTokens(GrafanaConnection grafana) : GrafanaResource(grafana)
{
    private const string Account = "serviceAccountId";

    private static readonly ImmutableHashSet<string> OfTheCall = [Account, "secondsToLive"];
    private static readonly ImmutableHashSet<string> Key = ["key"];

    public override ResourceSchema Schema => GrafanaSchemas.ServiceAccountToken.Schema;

    public override string Kind => "service account token";

    protected override ImmutableHashSet<string> WriteOnly => OfTheCall;

    protected override ImmutableHashSet<string> ShownOnce => Key;

    public override IEnumerable<CheckFailure> Validate(PropertyMap inputs)
    {
        if (inputs.Text(Account) is { } account && !ServiceAccounts.IsNumber(GrafanaId.KeyOf(account)))
            yield return new CheckFailure(Account, $"expected a service account's id like 1:2, found \"{account}\"");
    }

    protected override string? KeyOf(PropertyMap inputs) => null;

    /// <summary>The official provider keeps the token's number alone.</summary>
    protected override string Text(GrafanaId id) => id.Key;

    protected override GrafanaId Read(string id, PropertyMap inputs) => new(OwnerOf(inputs).Org, id);

    protected override PropertyMap Canonical(PropertyMap inputs) =>
        inputs.Text(Account) is { } account ? inputs.Set(Account, PropertyValue.Of(GrafanaId.KeyOf(account))) : inputs;

    protected override async Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        var body = new JsonObject { ["name"] = inputs.Text("name") };
        if (inputs.Number("secondsToLive") is { } seconds and > 0)
            body["secondsToLive"] = (long)seconds;
        var owner = OwnerOf(inputs);
        var made = await SendAsync(HttpMethod.Post, Path(owner), owner, body, cancellation);
        return new Added(made.Whole("id")!.Value.Id(), PropertyMap.Of(("key", PropertyValue.Of(made.Text("key") ?? ""))));
    }

    /// <summary>Nothing of a token can be changed; what is asked for after a failed look at it is just another look.</summary>
    protected override Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation) => Task.CompletedTask;

    protected override async Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        if ((await TokensAsync(inputs, cancellation)).FirstOrDefault(token => token.Whole("id")?.Id() == id.Key) is not { } found)
            return null;
        var outputs = PropertyMap.Of(
            ("hasExpired", PropertyValue.Of(found.Flag("hasExpired"))), ("name", PropertyValue.Of(found.Text("name") ?? "")));
        return found.Text("expiration") is { Length: > 0 } expiration ? outputs.Set("expiration", PropertyValue.Of(expiration)) : outputs;
    }

    protected override Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        var owner = OwnerOf(inputs);
        return SendAsync(HttpMethod.Delete, $"{Path(owner)}/{Escaped(id.Key)}", owner, null, cancellation);
    }

    /// <summary>The key of a token whose creation was cut off is lost: it can only be made again.</summary>
    public override async Task<string?> RecoverAsync(PropertyMap inputs, string operationId, CancellationToken cancellation)
    {
        var name = inputs.Text("name");
        if ((await TokensAsync(inputs, cancellation)).FirstOrDefault(token => token.Text("name") == name) is not { } left)
            return null;
        await RemoveAsync(Read(left.Whole("id")!.Value.Id(), inputs), inputs, cancellation);
        return $"removed {Kind} {name}, which an interrupted update had left behind";
    }

    private async Task<IEnumerable<JsonObject>> TokensAsync(PropertyMap inputs, CancellationToken cancellation) =>
        OwnerOf(inputs) is var owner && owner.Key.Length > 0 ? (await Grafana.FindAsync(Path(owner), owner.Org, cancellation)).Objects() : [];

    private GrafanaId OwnerOf(PropertyMap inputs) => GrafanaId.Parse(inputs.Text(Account) ?? "", Grafana.Settings.Org);

    private static string Path(GrafanaId owner) => $"/serviceaccounts/{Escaped(owner.Key)}/tokens";
}
