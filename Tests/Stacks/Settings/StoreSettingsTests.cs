using Infra.Tests.Support;
using Infra.Stacks;
using Infra.Stacks.Settings;

namespace Infra.Tests.Stacks.Settings;

/// <summary>The settings of Loki, Tempo and their object store.</summary>
public sealed class StoreSettingsTests
{
    private static readonly (string Key, string Value)[] OnS3 =
    [
        ("objectStoreEndpoint", "s3.eu-central-1.amazonaws.com"), ("objectStoreRegion", "eu-central-1"),
        ("objectStoreAccessKey", "AKIAEXAMPLE"), ("objectStoreSecretKey", "wJalrXUtnFEMI/K7MDENG"),
        ("lokiBucket", "acme-loki"), ("tempoBucket", "acme-tempo"), ("lokiBucketSince", "2027-01-31"),
    ];

    [Theory]
    [InlineData("dev", "7d", 0, "7d")]
    [InlineData("prod", "30d", 90, "14d")]
    public void Have_defaults_for_each_environment(string stack, string lokiRetention, int diskLimit, string tempoRetention)
    {
        var settings = Read(stack);

        Assert.Equal(lokiRetention, settings.Loki.Retention.ToString());
        Assert.Equal(diskLimit, settings.Loki.DiskLimitPercent);
        Assert.Equal(tempoRetention, settings.Tempo.Retention.ToString());
        Assert.Null(settings.ObjectStore.LokiBucket);
        Assert.Null(settings.ObjectStore.TempoBucket);
    }

    [Fact]
    public void Take_buckets_and_the_key_to_them()
    {
        var store = Read("dev", OnS3).ObjectStore;

        Assert.Equal("acme-loki", store.LokiBucket);
        Assert.Equal("acme-tempo", store.TempoBucket);
        Assert.Equal(new DateOnly(2027, 1, 31), store.LokiBucketSince);
        Assert.Equal("wJalrXUtnFEMI/K7MDENG", store.SecretKey?.Value);
        Assert.False(store.IsContainer);
        Assert.DoesNotContain("wJalrXUtnFEMI", store.ToString());
    }

    [Theory]
    [InlineData("lokiRetention", "12h", "expected a duration from 1d to 3650d, such as 7d")]
    [InlineData("lokiDiskLimit", "120", "expected a whole number from 0 to 100")]
    [InlineData("tempoIngestionRate", "0", "expected a whole number from 1 to 1000")]
    [InlineData("lokiBucket", "Loki", "expected the name of a bucket: 3 to 63 lower-case letters, digits, hyphens and dots, or none")]
    [InlineData("tempoBucket", "acme-loki", "expected another bucket than lokiBucket")]
    [InlineData("lokiBucketSince", "31.1.2027", "expected a day such as 2027-01-31")]
    [InlineData("objectStoreEndpoint", "https://s3.example.com", "expected a host and perhaps a port, such as minio:9000, without http://, or none")]
    [InlineData("objectStoreEndpoint", "acme-loki.s3.amazonaws.com", "expected the host of all buckets, without the name of lokiBucket in front")]
    [InlineData("objectStoreEndpoint", "none", "expected the host of the object store, because a bucket is given")]
    [InlineData("objectStoreSecretKey", "has space", "(secret): expected 3 to 128 characters")]
    [InlineData("objectStoreSecretKey", "none", "(not set): expected both parts of the key")]
    [InlineData("objectStoreInsecure", "maybe", "expected true or false")]
    public void Name_what_is_wrong(string key, string value, string problem)
    {
        var refusal = Assert.Throws<Pulumi.RunException>(() => Read("dev", [.. OnS3.Where(setting => setting.Key != key), (key, value)]));

        var line = Assert.Single(refusal.Message.Split('\n'), line => line.Contains($"phlo-observability:{key} = "));
        Assert.Contains(problem, line);
    }

    [Fact]
    public void Want_a_day_for_the_bucket_only_with_a_bucket() =>
        Assert.Contains("lokiBucketSince", Assert.Throws<Pulumi.RunException>(() => Read("dev", ("lokiBucketSince", "2027-01-31"))).Message);

    [Fact]
    public void Want_a_cap_and_an_encrypted_key_in_prod()
    {
        var refusal = Assert.Throws<Pulumi.RunException>(() => Read("prod", [.. OnS3, ("lokiDiskLimit", "0")])).Message;

        Assert.Contains("phlo-observability:lokiDiskLimit = 0: refused in prod (missing-byte-cap), expected a percentage such as 90", refusal);
        Assert.Contains("phlo-observability:objectStoreSecretKey = (secret): refused in prod (unencrypted-secret), expected an encrypted value", refusal);
        Assert.DoesNotContain("wJalrXUtnFEMI", refusal);
    }

    [Fact]
    public void Find_a_store_that_is_a_container_only_through_the_lakehouses_networks()
    {
        (string, string)[] onMinio = [("objectStoreEndpoint", "minio:9000"), ("lokiBucket", "loki")];

        Assert.Contains("objectStoreEndpoint", Assert.Throws<Pulumi.RunException>(() => Read("prod", onMinio)).Message);
        Assert.True(Read("prod", [.. onMinio, ("lakehouseNetworks", "phlo_default")]).ObjectStore.IsContainer);
    }

    private static StackSettings Read(string stack, params (string Key, string Value)[] values)
    {
        var settings = values.UnionBy(stack == "prod" ? ProdSettings.Required : [("postgresPassword", ProdSettings.Password)], setting => setting.Key).ToDictionary();
        return StackSettingsReader.Read(new SettingSource
        {
            Project = "phlo-observability",
            Stack = stack,
            Get = settings.GetValueOrDefault,
            Keys = settings.Keys,
            SecretKeys = new HashSet<string> { "postgresPassword", "alertWebhookUrl" },
        });
    }
}
