using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Storage;

/// <summary>A state file as the CLI writes one, with all fields that a resource can have.</summary>
internal static class SampleCheckpoint
{
    public const string StackUrn = "urn:pulumi:dev::obs::pulumi:pulumi:Stack::obs-dev";
    public const string PasswordUrn = "urn:pulumi:dev::obs::random:index/randomPassword:RandomPassword::pw";

    public const string Json = """
        {"version":3,"checkpoint":{"stack":"organization/obs/dev","config":{"obs:port":"9090"},"latest":{"manifest":{"time":"2026-08-21T10:00:00Z","magic":"ab35920a3077459b09dd1a3f7ddc28df4e3efc81b3240013bb6906688abc684d","version":"v3.259.0","plugins":[{"name":"random","path":"","type":"resource","version":"4.21.1"}]},"secrets_providers":{"type":"passphrase","state":{"salt":"v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ=="}},"resources":[{"urn":"urn:pulumi:dev::obs::pulumi:pulumi:Stack::obs-dev","custom":false,"type":"pulumi:pulumi:Stack","outputs":{"url":"http://localhost:3001"},"sourcePosition":"project:///Program.cs#1,1"},{"urn":"urn:pulumi:dev::obs::pulumi:providers:random::default_4_21_1","custom":true,"id":"5f0e5c9c-3b3f-4d0e-9b61-2f4d27a4c7d9","type":"pulumi:providers:random","inputs":{"version":"4.21.1"},"outputs":{"version":"4.21.1"}},{"urn":"urn:pulumi:dev::obs::random:index/randomPassword:RandomPassword::pw","custom":true,"id":"none","type":"random:index/randomPassword:RandomPassword","inputs":{"length":16},"outputs":{"big":1700000000000000000,"length":16,"ratio":0.5,"result":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"v1:AAECAwQFBgcICQoL:NbCSFoXWYNszeFio205c9CVie5/+PJnn"}},"parent":"urn:pulumi:dev::obs::pulumi:pulumi:Stack::obs-dev","provider":"urn:pulumi:dev::obs::pulumi:providers:random::default_4_21_1::5f0e5c9c-3b3f-4d0e-9b61-2f4d27a4c7d9","propertyDependencies":{"length":[]},"additionalSecretOutputs":["bcryptHash","result"],"refreshBeforeUpdate":true},{"urn":"urn:pulumi:dev::obs::docker:index/container:Container::grafana","custom":true,"delete":true,"id":"0123abc","type":"docker:index/container:Container","inputs":{"asset":{"4dabf18193072939515e22adb298388d":"c44067f5952c0a294b673a41bacd8c17","text":"a <b> & ü 😀"},"envs":["A=1",null,true,{"x":[]}],"ref":{"4dabf18193072939515e22adb298388d":"5cf8f73096256a8f31e491e813e4eb8e","id":"none","packageVersion":"4.21.1","urn":"urn:pulumi:dev::obs::random:index/randomPassword:RandomPassword::pw"}},"parent":"urn:pulumi:dev::obs::pulumi:pulumi:Stack::obs-dev","protect":true,"external":true,"dependencies":["urn:pulumi:dev::obs::random:index/randomPassword:RandomPassword::pw"],"initErrors":["container failed to be in healthy state"],"pendingReplacement":true,"aliases":["urn:pulumi:dev::obs::docker:index/container:Container::old"],"customTimeouts":{"create":300,"delete":90},"importID":"imported","retainOnDelete":true,"deletedWith":"urn:pulumi:dev::obs::random:index/randomPassword:RandomPassword::pw","replaceWith":["urn:pulumi:dev::obs::random:index/randomPassword:RandomPassword::pw"],"created":"2026-08-21T10:00:00.1234567Z","modified":"2026-08-21T11:00:00Z","ignoreChanges":["memorySwap"],"hideDiff":[["ports",0,"internal"]],"replaceOnChanges":["healthcheck"],"replacementTrigger":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"v1:AAECAwQFBgcICQoL:NbCSFoXWYNszeFio205c9CVie5/+PJnn"}}],"pending_operations":[{"resource":{"urn":"urn:pulumi:dev::obs::docker:index/volume:Volume::data","custom":true,"type":"docker:index/volume:Volume"},"type":"creating"}],"metadata":{"integrity_error":{"version":"v3.1.0"}}}}}
        """;

    /// <summary>A stack of one resource.</summary>
    public static Snapshot Snapshot(string name, PropertyValue? value = null) => new(
        [
            new ResourceState
            {
                Urn = $"urn:pulumi:dev::obs::obs:index:Thing::{name}",
                Type = "obs:index:Thing",
                Outputs = PropertyMap.Of(("value", value ?? PropertyValue.Of(1))),
            },
        ],
        []);
}
