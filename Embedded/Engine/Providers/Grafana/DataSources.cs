using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>Data sources, which go by their uid.</summary>
internal sealed class DataSources(GrafanaConnection grafana) : GrafanaResource(grafana)
{
    private const string HeaderName = "httpHeaderName";
    private const string HeaderValue = "httpHeaderValue";
    private const string TeamHeaders = "teamHttpHeaders";

    private static readonly ImmutableHashSet<string> Secrets = ["secureJsonDataEncoded", "httpHeaders", "privateDataSourceConnectNetworkId"];

    public override ResourceSchema Schema => GrafanaSchemas.DataSource.Schema;

    public override string Kind => "data source";

    protected override ImmutableHashSet<string> WriteOnly => Secrets;

    protected override string? KeyOf(PropertyMap inputs) => inputs.Text("uid") is { Length: > 0 } uid ? uid : null;

    public override IEnumerable<CheckFailure> Validate(PropertyMap inputs)
    {
        foreach (var (name, reserved) in new[] { ("jsonDataEncoded", HeaderName), ("jsonDataEncoded", TeamHeaders), ("secureJsonDataEncoded", HeaderValue) })
            if (inputs.Text(name)?.Contains(reserved, StringComparison.Ordinal) == true)
                yield return new CheckFailure(name, $"{reserved} is Grafana's own there; give headers in httpHeaders");
        foreach (var name in new[] { "jsonDataEncoded", "secureJsonDataEncoded" })
            if (inputs.Text(name) is { Length: > 0 } text && JsonText.ParseObject(text) is null)
                yield return new CheckFailure(name, "expected a JSON object as text, found something else");
        if (JsonText.ParseObject(inputs.Text("secureJsonDataEncoded")) is { } secure
            && secure.FirstOrDefault(pair => pair.Value is not JsonValue value || value.GetValueKind() != System.Text.Json.JsonValueKind.String).Key is { } wrong)
            yield return new CheckFailure("secureJsonDataEncoded", $"expected a string for {wrong}, found something else");
    }

    public override DiffResult Diff(string id, PropertyMap oldInputs, PropertyMap newInputs)
    {
        var diff = base.Diff(id, oldInputs, newInputs);
        // There is always a default data source: one stops being it when another becomes it.
        return oldInputs.Flag("isDefault") == true && newInputs.Flag("isDefault") != true
            ? diff with { Detailed = diff.Detailed.Remove("isDefault") }
            : diff;
    }

    protected override PropertyMap Canonical(PropertyMap inputs)
    {
        foreach (var name in new[] { "jsonDataEncoded", "secureJsonDataEncoded" })
            if (inputs.Text(name) is { } text)
                inputs = JsonText.Normalized(text) is var normal && normal is "{}" or "" ? inputs.Remove(name) : inputs.Set(name, PropertyValue.Of(normal));
        return inputs;
    }

    protected override async Task<Added> AddAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        try
        {
            await SendAsync(HttpMethod.Post, "/datasources", id, Body(id, inputs), cancellation);
            return id.Key;
        }
        catch (GrafanaApiException failure) when (failure.Status == System.Net.HttpStatusCode.Conflict)
        {
            var name = inputs.Text("name") ?? "";
            if (await Grafana.FindAsync($"/datasources/name/{Escaped(name)}", id.Org, cancellation) is { } taken && taken.Text("uid") is { } uid && uid != id.Key)
                throw new ProviderException(
                    $"Data source {name}: Grafana has one of that name already, with the uid {uid}. "
                    + $"Give this one another name, remove that one in Grafana, or import it ({id with { Key = uid }}).", failure);
            throw;
        }
    }

    protected override async Task ChangeAsync(GrafanaId id, PropertyMap inputs, PropertyMap oldOutputs, CancellationToken cancellation)
    {
        var found = await Grafana.SendAsync(new GrafanaCall(HttpMethod.Get, Path(id), id.Org), cancellation);
        if (found.Flag("readOnly"))
            throw new ProviderException(
                $"Data source {id.Key} is provisioned from a file, and Grafana lets nobody else change it. Remove it from the file, or from this program.");
        await SendAsync(HttpMethod.Put, Path(id), id, Body(id, inputs), cancellation);
    }

    protected override async Task<PropertyMap?> LookAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation)
    {
        if (await Grafana.FindAsync(Path(id), id.Org, cancellation) is not JsonObject found)
            return null;
        var data = found["jsonData"] as JsonObject ?? [];
        var headers = data.Where(pair => pair.Key.StartsWith(HeaderName, StringComparison.Ordinal)).Select(pair => pair.Value?.ToString()).ToHashSet();
        var settings = new JsonObject(data
            .Where(pair => !pair.Key.StartsWith(HeaderName, StringComparison.Ordinal) && pair.Key != TeamHeaders)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        if (inputs.Text("privateDataSourceConnectNetworkId") is { Length: > 0 })
        {
            settings.Remove("enableSecureSocksProxy");
            settings.Remove("secureSocksProxyUsername");
        }
        var outputs = PropertyMap.Of(
            ("accessMode", Shown(found, "access")),
            ("basicAuthEnabled", PropertyValue.Of(found.Flag("basicAuth"))),
            ("basicAuthUsername", Shown(found, "basicAuthUser")),
            ("databaseName", Shown(found, "database")),
            ("isDefault", PropertyValue.Of(found.Flag("isDefault"))),
            ("jsonDataEncoded", PropertyValue.Of(JsonText.Write(settings))),
            ("name", Shown(found, "name")),
            ("orgId", Org(id)),
            ("type", Shown(found, "type")),
            ("uid", Shown(found, "uid")),
            ("url", Shown(found, "url")),
            ("username", Shown(found, "user")));
        // Their values are never shown, their names are.
        return inputs.Object("httpHeaders") is { Count: > 0 } given
            ? outputs.Set("httpHeaders", PropertyValue.Of(PropertyMap.Of(given.Where(pair => headers.Contains(pair.Key)))))
            : outputs;
    }

    protected override Task RemoveAsync(GrafanaId id, PropertyMap inputs, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, Path(id), id, null, cancellation);

    private static string Path(GrafanaId id) => $"/datasources/uid/{Escaped(id.Key)}";

    private static PropertyValue Shown(JsonObject found, string name) => PropertyValue.Of(found.Text(name) ?? "");

    private static JsonObject Body(GrafanaId id, PropertyMap inputs)
    {
        var data = JsonText.ParseObject(inputs.Text("jsonDataEncoded")) ?? [];
        var secure = JsonText.ParseObject(inputs.Text("secureJsonDataEncoded")) ?? [];
        if (inputs.Text("privateDataSourceConnectNetworkId") is { Length: > 0 } network)
        {
            data["enableSecureSocksProxy"] = true;
            data["secureSocksProxyUsername"] = network;
        }
        var number = 0;
        foreach (var (name, value) in inputs.Object("httpHeaders") ?? PropertyMap.Empty)
        {
            number++;
            data[$"{HeaderName}{number}"] = name;
            secure[$"{HeaderValue}{number}"] = value.ToJson();
        }
        var body = new JsonObject
        {
            ["access"] = inputs.Text("accessMode") ?? "proxy",
            ["basicAuth"] = inputs.Flag("basicAuthEnabled") ?? false,
            ["isDefault"] = inputs.Flag("isDefault") ?? false,
            ["jsonData"] = data,
            ["name"] = inputs.Text("name"),
            ["secureJsonData"] = secure,
            ["type"] = inputs.Text("type"),
            ["uid"] = id.Key,
        };
        foreach (var (property, field) in new[] { ("basicAuthUsername", "basicAuthUser"), ("databaseName", "database"), ("url", "url"), ("username", "user") })
            body[field] = inputs.Text(property) ?? "";
        return body;
    }
}
