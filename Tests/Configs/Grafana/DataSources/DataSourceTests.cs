using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Configs;
using Infra.Configs.Grafana.DataSources;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Grafana.DataSources;

public sealed class DataSourceTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, DataSource> All = new[]
    {
        StackDataSources.Prometheus(new Endpoint("https", "prometheus:9090") { ServerName = "prometheus", User = "phlo" }, Duration.Seconds(90)),
        StackDataSources.Alertmanager(new Endpoint("http", "alertmanager:9093")),
        StackDataSources.Loki(new Endpoint("https", "loki:3100") { ServerName = "loki", ShowsCertificate = true }),
        StackDataSources.Tempo(new Endpoint("http", "tempo:3200")),
        LakehouseDataSources.Postgres("postgres:5432", "lakehouse", "grafana_reader", "verify-full", verifiesWithAuthority: true),
        LakehouseDataSources.Trino("http://trino:8080", user: null),
    }.ToDictionary(source => source.Uid);

    public static TheoryData<string> Uids => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Uids))]
    public void Is_as_the_golden_file_has_it(string uid)
    {
        var source = All[uid];
        var description = new JsonObject
        {
            ["uid"] = source.Uid,
            ["name"] = source.Name,
            ["type"] = source.Type,
            ["url"] = source.Url,
            ["user"] = source.User,
            ["basicAuthUser"] = source.BasicAuthUser,
            ["isDefault"] = source.IsDefault,
            ["jsonData"] = JsonNode.Parse(source.OptionsJson),
        };

        Golden.Matches(description.ToJsonString(Indented) + "\n", $"{uid}.golden.json");
    }

    [Fact]
    public void Refers_only_to_data_sources_that_there_are() =>
        Assert.All(All.Values, source => Assert.All(References(JsonNode.Parse(source.OptionsJson)!), uid => Assert.Contains(uid, All.Keys)));

    [Fact]
    public void Is_the_default_in_one_case() => Assert.Equal(DataSourceUids.Prometheus, Assert.Single(All.Values, source => source.IsDefault).Uid);

    [Fact]
    public void Never_goes_without_checking_the_other_side() => Assert.All(All.Values, source => Assert.DoesNotContain("kipVerify", source.OptionsJson));

    // The official provider refuses them: it has arguments of its own for what they say.
    [Theory]
    [MemberData(nameof(Uids))]
    public void Uses_no_reserved_key(string uid)
    {
        Assert.DoesNotContain("httpHeaderName", All[uid].OptionsJson);
        Assert.DoesNotContain("teamHttpHeaders", All[uid].OptionsJson);
    }

    [Fact]
    public void Writes_the_keys_in_the_order_in_which_the_provider_keeps_them() =>
        Assert.All(All.Values, source => Assert.Equal(Sorted(JsonNode.Parse(source.OptionsJson)!).ToJsonString(
            new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), source.OptionsJson));

    [Fact]
    public void Keeps_secrets_apart()
    {
        Assert.Null(new DataSourceSecrets().ToJson());
        Assert.Equal(
            """{"basicAuthPassword":"a","password":"b","tlsCACert":"c","tlsClientCert":"d","tlsClientKey":"e"}""",
            new DataSourceSecrets { BasicAuthPassword = "a", Password = "b", Authority = "c", Certificate = "d", PrivateKey = "e" }.ToJson());
    }

    private static IEnumerable<string> References(JsonNode node) => node switch
    {
        JsonObject map => map.SelectMany(entry => entry.Key is "datasourceUid" or "alertmanagerUid" ? [entry.Value!.GetValue<string>()] : References(entry.Value!)),
        JsonArray list => list.SelectMany(item => References(item!)),
        _ => [],
    };

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new KeyValuePair<string, JsonNode?>(entry.Key, Sorted(entry.Value!)))),
        JsonArray list => new JsonArray([.. list.Select(item => Sorted(item!))]),
        _ => node.DeepClone(),
    };
}
