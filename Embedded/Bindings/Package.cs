namespace Embedded.Bindings;

/// <summary>A provider package, and which of its resources this project uses.</summary>
/// <param name="Name">The package's name in tokens, for instance <c>docker</c>.</param>
/// <param name="Assembly">Assembly and root namespace of its C# bindings.</param>
/// <param name="Resources">Type tokens of the resources that are generated.</param>
internal sealed record Package(string Name, string Assembly, string Version, string? PluginDownloadUrl, string[] Resources)
{
    /// <summary>Functions that are generated, by their class.</summary>
    public string[] Functions { get; init; } = [];

    /// <summary>Fields of the functions' results that can be missing, as <c>Class.Field</c>.</summary>
    public HashSet<string> OptionalResults { get; init; } = [];

    /// <summary>The package's name as a C# identifier.</summary>
    public string PascalName => Names.Pascal(Name);

    public static readonly Package[] All =
    [
        new("docker", "Pulumi.Docker", "5.1.0", null,
        [
            "docker:index/container:Container",
            "docker:index/network:Network",
            "docker:index/remoteImage:RemoteImage",
            "docker:index/volume:Volume",
        ])
        {
            Functions = ["GetNetwork", "GetRegistryImage", "GetRemoteImage"],
            OptionalResults =
            [
                "GetNetworkIpamConfigResult.AuxAddress",
                "GetNetworkIpamConfigResult.Gateway",
                "GetNetworkIpamConfigResult.IpRange",
                "GetNetworkIpamConfigResult.Subnet",
                "GetRegistryImageResult.InsecureSkipVerify",
            ],
        },
        new("random", "Pulumi.Random", "4.21.1", null,
        [
            "random:index/randomBytes:RandomBytes",
            "random:index/randomId:RandomId",
            "random:index/randomInteger:RandomInteger",
            "random:index/randomPassword:RandomPassword",
            "random:index/randomPet:RandomPet",
            "random:index/randomShuffle:RandomShuffle",
            "random:index/randomString:RandomString",
            "random:index/randomUuid:RandomUuid",
            "random:index/randomUuid4:RandomUuid4",
            "random:index/randomUuid7:RandomUuid7",
        ]),
        new("tls", "Pulumi.Tls", "5.5.1", null,
        [
            "tls:index/certRequest:CertRequest",
            "tls:index/locallySignedCert:LocallySignedCert",
            "tls:index/privateKey:PrivateKey",
            "tls:index/selfSignedCert:SelfSignedCert",
        ]),
        new("grafana", "Pulumiverse.Grafana", "2.38.0", "github://api.github.com/pulumiverse",
        [
            "grafana:alerting/contactPoint:ContactPoint",
            "grafana:alerting/messageTemplate:MessageTemplate",
            "grafana:alerting/muteTiming:MuteTiming",
            "grafana:alerting/notificationPolicy:NotificationPolicy",
            "grafana:alerting/ruleGroup:RuleGroup",
            "grafana:oss/dashboard:Dashboard",
            "grafana:oss/dataSource:DataSource",
            "grafana:oss/folder:Folder",
            "grafana:oss/organizationPreferences:OrganizationPreferences",
            "grafana:oss/serviceAccount:ServiceAccount",
            "grafana:oss/serviceAccountToken:ServiceAccountToken",
        ]),
    ];
}
