using System.Text;
using System.Text.Json.Nodes;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana.Alerting;

/// <summary>A kind of integration of a contact point: how its properties are called and written in Grafana's settings.</summary>
/// <param name="Property">For instance <c>webhooks</c>.</param>
/// <param name="Type">For instance <c>webhook</c>.</param>
/// <param name="Names">Settings that are not called as the property in lower case with underscores, by the property's path.</param>
internal sealed record IntegrationKind(string Property, string Type, IReadOnlyDictionary<string, string> Names)
{
    private const string Redacted = "[REDACTED]";
    private const string Further = "settings";
    private const string SilentOnResolve = "disableResolveMessage";

    /// <summary>Common to all kinds, and no settings.</summary>
    private static readonly HashSet<string> Common = ["uid", SilentOnResolve, Further];

    private static readonly char[] AddressSeparators = [',', ';', '\n'];

    public required PropertySchema Schema { get; init; }

    /// <summary>Whole numbers that Grafana keeps as text.</summary>
    public IReadOnlySet<string> TextNumbers { get; init; } = new HashSet<string>();

    public JsonObject Body(PropertyMap integration, string name)
    {
        var settings = Settings(Schema, integration, "");
        foreach (var (key, value) in integration.Object(Further) ?? PropertyMap.Empty)
            settings[key] = value.ToJson();
        return new JsonObject
        {
            [SilentOnResolve] = integration.Flag(SilentOnResolve) ?? false,
            ["name"] = name,
            ["settings"] = settings,
            ["type"] = Type,
        };
    }

    /// <param name="given">The integration in the inputs, which has what Grafana does not show.</param>
    public PropertyMap Shown(JsonObject found, PropertyMap given)
    {
        var settings = (found["settings"] as JsonObject)?.DeepClone() as JsonObject ?? [];
        var shown = Properties(Schema, settings, given, "");
        shown = shown.Set(SilentOnResolve, PropertyValue.Of(found.Flag(SilentOnResolve)));
        if (found.Text("uid") is { } uid)
            shown = shown.Set("uid", PropertyValue.Of(uid));
        if (settings.Count == 0)
            return shown;
        // What no property stands for.
        var old = given.Object(Further) ?? PropertyMap.Empty;
        return shown.Set(Further, PropertyValue.Of(PropertyMap.Of(settings.Select(pair => KeyValuePair.Create(
            pair.Key, Text(pair.Value) is var text && text == Redacted && old.Get(pair.Key) is { } kept ? kept : PropertyValue.Of(text))))));
    }

    private JsonObject Settings(PropertySchema schema, PropertyMap values, string path)
    {
        var settings = new JsonObject();
        foreach (var (name, value) in values)
        {
            if (path.Length == 0 && Common.Contains(name) || schema.Property(name) is not { } property)
                continue;
            var place = path.Length == 0 ? name : $"{path}.{name}";
            var written = value.Unwrapped switch
            {
                StringValue { Value: "" } or NullValue or MapValue { Properties.Count: 0 } => null,
                MapValue map when property.Kind == PropertyKind.Object => Settings(property, map.Properties, place),
                ListValue list when (Type, place) is ("email", "addresses") => JsonValue.Create(string.Join(';', list.Items.Select(item => item.ToJson()?.ToString()))),
                MapValue map when place == "tlsConfig" => TlsConfig(map.Properties),
                NumberValue number when TextNumbers.Contains(place) => JsonValue.Create(((long)number.Value).Id()),
                _ => value.ToJson(),
            };
            if (written is not null)
                settings[NameOf(name, place)] = written;
        }
        return settings;
    }

    /// <summary>Takes what it knows out of the settings.</summary>
    private PropertyMap Properties(PropertySchema schema, JsonObject settings, PropertyMap given, string path)
    {
        var shown = PropertyMap.Empty;
        foreach (var property in schema.Properties)
        {
            var name = property.Name;
            var place = path.Length == 0 ? name : $"{path}.{name}";
            var field = NameOf(name, place);
            if (path.Length == 0 && Common.Contains(name) || settings[field] is not { } found)
                continue;
            settings.Remove(field);
            var old = given.Get(name)?.Unwrapped;
            var value = (property, found) switch
            {
                ({ Secret: true }, _) => old ?? PropertyValue.Of(Redacted),
                ({ Kind: PropertyKind.Object }, JsonObject nested) =>
                    PropertyValue.Of(Properties(property, nested, (old as MapValue)?.Properties ?? PropertyMap.Empty, place)),
                _ when Text(found) == Redacted && old is not null => old,
                ({ Kind: PropertyKind.List }, JsonValue) when (Type, place) is ("email", "addresses") =>
                    PropertyValue.Of(Text(found).Split(AddressSeparators, StringSplitOptions.RemoveEmptyEntries).Select(PropertyValue.Of)),
                ({ Kind: PropertyKind.Integer }, _) when double.TryParse(Text(found), out var number) => PropertyValue.Of(number),
                ({ Kind: PropertyKind.Boolean }, _) => PropertyValue.Of(Text(found) is "true"),
                _ => found.ToProperty(),
            };
            if (value is not (StringValue { Value: "" } or NullValue))
                shown = shown.Set(name, value);
        }
        return shown;
    }

    private string NameOf(string name, string place) => Names.TryGetValue(place, out var written) ? written : Snake(name);

    /// <summary>Its keys are free in the schema, and its flag is a text there.</summary>
    private static JsonObject TlsConfig(PropertyMap config) => new(config.Select(pair => pair.Key switch
    {
        "insecure_skip_verify" => KeyValuePair.Create("insecureSkipVerify", (JsonNode?)JsonValue.Create(config.Text(pair.Key) == "true")),
        "ca_certificate" => KeyValuePair.Create("caCertificate", pair.Value.ToJson()),
        "client_certificate" => KeyValuePair.Create("clientCertificate", pair.Value.ToJson()),
        "client_key" => KeyValuePair.Create("clientKey", pair.Value.ToJson()),
        _ => KeyValuePair.Create(pair.Key, pair.Value.ToJson()),
    }));

    private static string Text(JsonNode? node) => node switch
    {
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => value.GetValue<string>(),
        _ => node?.ToJsonString() ?? "",
    };

    private static string Snake(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter))
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
