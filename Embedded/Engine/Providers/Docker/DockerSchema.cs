using System.Collections.Immutable;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>What the schema does not tell: which lists are sets, and which changes Docker cannot make to a container.</summary>
internal static class DockerSchema
{
    public const string ContainerType = "docker:index/container:Container";
    public const string NetworkType = "docker:index/network:Network";
    public const string VolumeType = "docker:index/volume:Volume";
    public const string RemoteImageType = "docker:index/remoteImage:RemoteImage";

    private static readonly SchemaDiffOptions ContainerOptions = new()
    {
        ZeroIsAbsent = true,
        DeleteBeforeReplace = true,
        Sets = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["capabilities.adds"] = "",
            ["capabilities.drops"] = "",
            ["deviceReadBps"] = "path",
            ["deviceReadIops"] = "path",
            ["deviceRequests"] = "",
            ["deviceRequests[*].capabilities"] = "",
            ["deviceRequests[*].deviceIds"] = "",
            ["deviceWriteBps"] = "path",
            ["deviceWriteIops"] = "path",
            ["devices"] = "hostPath",
            ["dns"] = "",
            ["dnsOpts"] = "",
            ["dnsSearches"] = "",
            ["envs"] = "",
            ["groupAdds"] = "",
            ["hosts"] = "host",
            ["labels"] = "label",
            ["mounts"] = "target",
            ["mounts[*].volumeOptions.labels"] = "label",
            ["networksAdvanced"] = "name",
            ["networksAdvanced[*].aliases"] = "",
            ["networksAdvanced[*].driverOpts"] = "",
            ["networksAdvanced[*].linkLocalIps"] = "",
            // A list in the schema, but read back sorted and compared regardless of the order.
            ["ports"] = "internal",
            ["securityOpts"] = "",
            ["ulimits"] = "name",
            ["uploads"] = "file",
            ["volumes"] = "containerPath",
        },
    };

    private static readonly ImmutableDictionary<string, string> OtherSets = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["labels"] = "label",
        ["ipamConfigs"] = "subnet",
        ["pullTriggers"] = "",
    }.ToImmutableDictionary();

    // Of networks and volumes; an imported one has them in its inputs.
    private static readonly ImmutableHashSet<string> ChosenByDocker = ["driver"];

    private static readonly ImmutableHashSet<string> SilentlyIgnored =
    [
        "healthcheck", "tmpfs", "init", "cpuPeriod", "cpuQuota",
        "deviceReadBps", "deviceReadIops", "deviceWriteBps", "deviceWriteIops",
    ];

    private static readonly ImmutableHashSet<string> CannotBeLifted =
        ["memory", "memoryReservation", "memorySwap", "cpuShares", "cpuSet"];

    public static ResourceSchema? Of(string type) => type switch
    {
        ContainerType => DockerSchemas.Container.Schema,
        NetworkType => DockerSchemas.Network.Schema,
        VolumeType => DockerSchemas.Volume.Schema,
        RemoteImageType => DockerSchemas.RemoteImage.Schema,
        _ => null,
    };

    /// <summary>
    /// Compares by the schema's replace rules, with two improvements on the official provider, which reports these as
    /// updated and changes nothing: <c>healthcheck</c>, <c>tmpfs</c>, <c>init</c>, <c>cpuPeriod</c>, <c>cpuQuota</c> and
    /// the device limits replace the container, and so does taking away a limit that Docker can only change.
    /// </summary>
    public static DiffResult Diff(string type, PropertyMap oldInputs, PropertyMap newInputs)
    {
        var schema = Of(type)!;
        if (type != ContainerType)
            return SchemaDiff.Compare(schema, oldInputs, newInputs, new SchemaDiffOptions
            {
                ZeroIsAbsent = true,
                Sets = OtherSets,
                Computed = ChosenByDocker,
                DeleteBeforeReplace = HasSameFixedName(type, oldInputs, newInputs),
            });

        var diff = SchemaDiff.Compare(schema, oldInputs, ContainerEquivalence.KeepEquivalent(oldInputs, newInputs), ContainerOptions);
        var detailed = diff.Detailed;
        foreach (var (path, kind) in diff.Detailed)
            if (SilentlyIgnored.Contains(PropertyPath.Root(path)) || (CannotBeLifted.Contains(path) && IsNothing(newInputs.Get(path))))
                detailed = detailed.SetItem(path, kind.Replacing());
        // Also for a mere update, which the program's replaceOnChanges can make a replacement.
        return diff with { Detailed = detailed, DeleteBeforeReplace = diff.HasChanges };
    }

    /// <summary>
    /// Two networks or volumes of one name cannot be told apart, so the old one has to go first; and an image that were
    /// removed after the new one of its name has been taken would take that with it.
    /// </summary>
    private static bool HasSameFixedName(string type, PropertyMap oldInputs, PropertyMap newInputs) =>
        newInputs.Text("name") is { } name && name == oldInputs.Text("name")
        && (type == RemoteImageType || !Autoname.LooksGenerated(name));

    private static bool IsNothing(PropertyValue? value) =>
        value?.Unwrapped is null or NullValue or NumberValue { Value: 0 } or StringValue { Value: "" };
}
