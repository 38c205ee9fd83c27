using Pulumi;
using Pulumi.Docker;
using Pulumi.Docker.Inputs;

namespace Infra.Components.Containers;

/// <summary>
/// Gives a data volume to the user of its service, where that is not the image's own: a container that runs <c>chown</c> and ends,
/// without a network and with just the capabilities that this takes. It runs when the volume, the user or its image is another one,
/// so that the data of a stack from before is handed over as well.
/// </summary>
internal sealed class DataOwner : ComponentResource
{
    private static readonly string[] EntryPoint = ["/bin/sh", "-c"];

    private const string DataPath = "/data";

    // To a volume that is empty Docker gives the owner that the folder has in the next image which mounts it.
    private const string Mark = ".owner";

    // To enter folders of the user from before, and to give away what is in them.
    private static readonly string[] Capabilities = ["CAP_CHOWN", "CAP_DAC_READ_SEARCH"];

    /// <summary>What must have ended before the service may start.</summary>
    public Container Container { get; }

    /// <param name="service">The service, as it is named in the network.</param>
    /// <param name="user">The new owner, as <c>uid:gid</c>.</param>
    public DataOwner(string service, Input<string> volume, string user, ContainerPolicy policy, ComponentResourceOptions? options = null)
        : base("phlo:containers:DataOwner", $"{service}-owner", options)
    {
        var image = new RemoteImage($"{service}-owner-image", new RemoteImageArgs { Name = policy.ToolImage, KeepLocally = true }, new CustomResourceOptions { Parent = this });
        Container = new Container($"{service}-owner", new ContainerArgs
        {
            Name = $"{policy.NamePrefix}-{service}-owner",
            Image = image.ImageId,
            User = "0:0",
            Entrypoints = EntryPoint,
            Command = $"set -e; chown 0:0 {DataPath}; [ -e {DataPath}/{Mark} ] || touch {DataPath}/{Mark}; chown -R {user} {DataPath}",
            Mounts = new ContainerMountArgs { Type = "volume", Source = volume, Target = DataPath },
            // Runs once, and whoever comes after waits for its end.
            Attach = true,
            MustRun = false,
            Restart = "no",
            NetworkMode = "none",
            ReadOnly = true,
            Capabilities = new ContainerCapabilitiesArgs { Adds = Capabilities, Drops = "ALL" },
            SecurityOpts = "no-new-privileges:true",
            Labels = ServiceLabels.ForContainer(policy, service, "configuration"),
        }, new CustomResourceOptions
        {
            Parent = this,
            DeleteBeforeReplace = true,
            ReplaceOnChanges = { "#initerror" },
        });

        RegisterOutputs();
    }
}
