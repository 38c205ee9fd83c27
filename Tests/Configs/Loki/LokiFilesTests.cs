using Infra.Configs;
using Infra.Configs.Loki;
using Infra.Configs.ObjectStore;
using Infra.Configs.Tls;
using Infra.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Configs.Loki;

public sealed class LokiFilesTests
{
    private static readonly KeyFacts Facts = KeyFacts.Read("loki-3.7.6.facts.txt");

    private static readonly LokiConfig Dev = new()
    {
        Port = 3100,
        Retention = Duration.Days(7),
        MemoryMegabytes = 1024,
        DiskFullThreshold = 0m,
        Alertmanager = new RulerAlertmanager("http://alertmanager:9093"),
    };

    private static readonly LokiConfig Prod = Dev with
    {
        Retention = Duration.Days(30),
        MemoryMegabytes = 4096,
        DiskFullThreshold = 0.9m,
        Tls = new ServerTls(),
        Alertmanager = new RulerAlertmanager("https://alertmanager:9093")
        {
            Tls = new ClientTls("alertmanager"),
            AuthorizationFile = "/run/secrets/alertmanager-authorization",
        },
    };

    private static readonly LokiConfig OnS3 = Prod with
    {
        Bucket = new S3Bucket("s3.eu-central-1.amazonaws.com", "acme-loki") { Region = "eu-central-1" },
    };

    private static readonly LokiConfig OnMinio = Dev with
    {
        Bucket = new S3Bucket("minio:9000", "loki") { Insecure = true },
        BucketSince = new DateOnly(2026, 12, 1),
        Alertmanager = null,
    };

    public static TheoryData<string> Variants => ["dev", "prod", "s3", "minio"];

    private static LokiConfig Variant(string name) => name switch
    {
        "dev" => Dev,
        "prod" => Prod,
        "s3" => OnS3,
        "minio" => OnMinio,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Are_rendered_as_the_golden_file_has_them(string variant) =>
        Golden.Matches(LokiFiles.RenderConfig(Variant(variant)), $"loki.{variant}.golden.yml");

    [Theory]
    [MemberData(nameof(Variants))]
    public void Have_only_keys_and_kinds_of_values_that_Loki_knows(string variant) =>
        Assert.Empty(Facts.Violations(LokiFiles.RenderConfig(Variant(variant))));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Write_nowhere_but_into_the_data_volume(string variant)
    {
        foreach (var line in LokiFiles.RenderConfig(Variant(variant)).Split('\n'))
        {
            var value = line.Split(": ", 2)[^1];
            if (value.StartsWith('/'))
                Assert.True(value == "/loki" || value.StartsWith("/loki/") || value.StartsWith(TlsFiles.Folder) || value.StartsWith("/run/secrets/"), line);
        }
    }

    [Fact]
    public void Keep_lines_as_long_as_retention_says_and_let_all_of_them_be_asked_for()
    {
        var limits = Root(Prod)["limits_config"];

        Assert.Equal("720h0m0s", limits["retention_period"].ToString());
        Assert.Equal(limits["retention_period"], limits["max_query_lookback"]);
        Assert.Equal("true", Root(Prod)["compactor"]["retention_enabled"].ToString());
    }

    [Fact]
    public void Refuse_no_line_for_its_age_that_would_be_kept_for_less()
    {
        var limits = Root(Dev with { Retention = Duration.Days(1) })["limits_config"];

        Assert.Equal("24h0m0s", limits["reject_old_samples_max_age"].ToString());
    }

    [Theory]
    [InlineData(512, "384MB", "460MiB")]
    [InlineData(1024, "768MB", "921MiB")]
    [InlineData(4096, "3072MB", "3686MiB")]
    public void Divide_the_memory_of_the_container(int megabytes, string replayCeiling, string goLimit)
    {
        var wal = Root(Dev with { MemoryMegabytes = megabytes })["ingester"]["wal"];

        Assert.Equal(replayCeiling, wal["replay_memory_ceiling"].ToString());
        Assert.Equal(goLimit, new LokiMemory(megabytes).GoLimit);
    }

    [Fact]
    public void Let_nobody_call_the_inner_listeners_from_outside()
    {
        var root = Root(Prod);

        Assert.Equal("127.0.0.1", root["server"]["grpc_listen_address"].ToString());
        Assert.Equal("127.0.0.1", root["internal_server"]["http_listen_address"].ToString());
        Assert.Equal("127.0.0.1", root["internal_server"]["grpc_listen_address"].ToString());
        Assert.Equal("127.0.0.1", root["common"]["instance_addr"].ToString());
    }

    [Fact]
    public void Ask_every_client_for_its_certificate_where_they_are_secured()
    {
        var tls = Root(Prod)["server"]["http_tls_config"];

        Assert.Equal("RequireAndVerifyClientCert", tls["client_auth_type"].ToString());
        Assert.Equal(TlsFiles.Authority, tls["client_ca_file"].ToString());
        Assert.DoesNotContain("tls", LokiFiles.RenderConfig(Dev));
        Assert.DoesNotContain("skip_verify", LokiFiles.RenderConfig(Prod));
    }

    // Grafana hands on whatever somebody who may only look asks a Loki for, with its own certificate.
    [Fact]
    public void Let_nobody_delete_lines_before_their_time() => Assert.All(
        new[] { Dev, Prod }, config => Assert.Equal("disabled", Root(config)["limits_config"]["deletion_mode"].ToString()));

    [Fact]
    public void Give_the_ruler_its_credential_by_a_file()
    {
        var client = Root(Prod)["ruler"]["alertmanager_client"];

        Assert.Equal("Basic", client["type"].ToString());
        Assert.Equal("/run/secrets/alertmanager-authorization", client["credentials_file"].ToString());
    }

    [Fact]
    public void Have_one_rule_store_that_is_the_one_of_the_client_in_use()
    {
        // With the other one of the two set as well, Loki warns at each start.
        Assert.DoesNotContain("ruler_storage", LokiFiles.RenderConfig(Dev));
        Assert.DoesNotContain("filesystem:", LokiFiles.RenderConfig(OnS3));
        Assert.Equal("/loki/rules", Root(OnS3)["ruler_storage"]["local"]["directory"].ToString());
    }

    [Fact]
    public void Find_lines_from_before_the_bucket_in_the_volume()
    {
        var periods = (YamlSequenceNode)Root(OnMinio)["schema_config"]["configs"];

        Assert.Equal(["filesystem", "s3"], periods.Select(period => period["object_store"].ToString()));
        Assert.Equal("2026-12-01", periods[1]["from"].ToString());
        Assert.Equal("/loki/chunks", Root(OnMinio)["storage_config"]["object_store"]["filesystem"]["dir"].ToString());
    }

    [Fact]
    public void Hold_no_key_of_the_bucket() => Assert.DoesNotContain("access_key", LokiFiles.RenderConfig(OnS3));

    private static YamlMappingNode Root(LokiConfig config)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(LokiFiles.RenderConfig(config)));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }
}
