using Infra.Configs;
using Infra.Configs.ObjectStore;
using Infra.Configs.Tempo;
using Infra.Configs.Tls;
using Infra.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Configs.Tempo;

public sealed class TempoFilesTests
{
    private static readonly KeyFacts Facts = KeyFacts.Read("tempo-3.0.3.facts.txt");

    private static readonly TempoConfig Dev = new()
    {
        Port = 3200,
        OtlpGrpcPort = 4317,
        OtlpHttpPort = 4318,
        Retention = Duration.Days(7),
        MemoryMegabytes = 1024,
        SpanMetrics = new SpanMetricsTarget("http://prometheus:9090/api/v1/write"),
    };

    private static readonly TempoConfig Prod = Dev with
    {
        Retention = Duration.Days(14),
        MemoryMegabytes = 4096,
        Tls = new ServerTls(),
        SpanMetrics = new SpanMetricsTarget("https://prometheus:9090/api/v1/write")
        {
            Tls = new ClientTls("prometheus"),
            User = "phlo",
            PasswordFile = "/run/secrets/prometheus-password",
        },
    };

    private static readonly TempoConfig OnS3 = Prod with
    {
        Bucket = new S3Bucket("s3.eu-central-1.amazonaws.com", "acme-tempo") { Region = "eu-central-1" },
    };

    private static readonly TempoConfig OnMinio = Dev with
    {
        Bucket = new S3Bucket("minio:9000", "tempo") { Insecure = true, AuthorityFile = "/etc/tempo/s3-ca.pem" },
        SpanMetrics = null,
    };

    public static TheoryData<string> Variants => ["dev", "prod", "s3", "minio"];

    private static TempoConfig Variant(string name) => name switch
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
        Golden.Matches(TempoFiles.RenderConfig(Variant(variant)), $"tempo.{variant}.golden.yml");

    [Theory]
    [MemberData(nameof(Variants))]
    public void Have_only_keys_and_kinds_of_values_that_Tempo_knows(string variant) =>
        Assert.Empty(Facts.Violations(TempoFiles.RenderConfig(Variant(variant))));

    [Theory]
    [InlineData("ingester")]
    [InlineData("compactor")]
    [InlineData("ingester_client")]
    [InlineData("metrics_generator_client")]
    [InlineData("ingest")]
    [InlineData("block_builder")]
    [InlineData("memberlist")]
    public void Have_no_section_that_Tempo_3_refuses_or_that_needs_Kafka(string section) =>
        Assert.All(Variants, variant => Assert.DoesNotContain(section, Root(Variant(variant)).Children.Keys.Select(key => key.ToString())));

    [Fact]
    public void Scope_the_overrides_because_Tempo_3_refuses_flat_ones() =>
        Assert.Equal(["ingestion", "global", "metrics_generator"], ((YamlMappingNode)Root(Dev)["overrides"]["defaults"]).Children.Keys.Select(key => key.ToString()));

    [Fact]
    public void Keep_traces_as_long_where_work_is_planned_as_where_it_is_done()
    {
        var root = Root(Prod);

        Assert.Equal("336h0m0s", root["backend_worker"]["compaction"]["block_retention"].ToString());
        Assert.Equal("336h0m0s", root["backend_scheduler"]["provider"]["compaction"]["compaction"]["block_retention"].ToString());
        Assert.Equal("336h0m0s", root["query_frontend"]["search"]["max_duration"].ToString());
    }

    [Fact]
    public void Say_where_its_own_parts_are_because_guessing_warns()
    {
        var root = Root(Dev);

        Assert.Equal("127.0.0.1:9095", root["backend_worker"]["backend_scheduler_addr"].ToString());
        Assert.Equal("127.0.0.1:9095", root["querier"]["frontend_worker"]["frontend_address"].ToString());
        Assert.Equal("9095", root["server"]["grpc_listen_port"].ToString());
    }

    [Fact]
    public void Let_nobody_call_the_inner_listeners_from_outside()
    {
        var root = Root(Prod);

        Assert.Equal("127.0.0.1", root["server"]["grpc_listen_address"].ToString());
        Assert.Equal("127.0.0.1", root["internal_server"]["http_listen_address"].ToString());
        Assert.Equal("127.0.0.1", root["internal_server"]["grpc_listen_address"].ToString());
    }

    [Fact]
    public void Ask_every_client_for_its_certificate_where_they_are_secured()
    {
        var protocols = Root(Prod)["distributor"]["receivers"]["otlp"]["protocols"];

        Assert.Equal("RequireAndVerifyClientCert", Root(Prod)["server"]["http_tls_config"]["client_auth_type"].ToString());
        Assert.All(["grpc", "http"], protocol => Assert.Equal(TlsFiles.Authority, protocols[protocol]["tls"]["client_ca_file"].ToString()));
        Assert.DoesNotContain("tls", TempoFiles.RenderConfig(Dev));
        Assert.DoesNotContain("skip_verify", TempoFiles.RenderConfig(Prod));
    }

    [Fact]
    public void Receive_from_other_containers() =>
        Assert.All(["grpc", "http"], protocol => Assert.StartsWith("0.0.0.0:", Root(Dev)["distributor"]["receivers"]["otlp"]["protocols"][protocol]["endpoint"].ToString()));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Write_nowhere_but_into_the_data_volume(string variant)
    {
        foreach (var line in TempoFiles.RenderConfig(Variant(variant)).Split('\n'))
        {
            var value = line.Split(": ", 2)[^1];
            if (value.StartsWith('/'))
                Assert.True(value.StartsWith("/var/tempo/") || value.StartsWith(TlsFiles.Folder) || value.StartsWith("/run/secrets/") || value.StartsWith("/etc/tempo/"), line);
        }
    }

    [Fact]
    public void Hold_no_key_of_the_bucket_and_no_password()
    {
        Assert.DoesNotContain("secret_key", TempoFiles.RenderConfig(OnS3));
        Assert.DoesNotContain("password:", TempoFiles.RenderConfig(Prod));
    }

    private static YamlMappingNode Root(TempoConfig config)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(TempoFiles.RenderConfig(config)));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }
}
