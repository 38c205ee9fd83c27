using System.Security.Cryptography;
using System.Text;
using Pulumi;
using Pulumi.Docker;
using Pulumi.Docker.Inputs;
using Pulumi.Random;

namespace Infra.Components.Containers;

/// <summary>A folder of configuration: where it is mounted and which files are in it.</summary>
internal sealed record ConfigurationVolumeArgs
{
    /// <summary>What the folder holds, as a part of names: <c>config</c> or <c>secrets</c>.</summary>
    public required string Purpose { get; init; }

    public required string MountPath { get; init; }

    /// <summary>Files that everybody may see, by their path in the folder.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Files that nobody may see. One of them hides the whole folder in differences: keep it apart from what is no secret.</summary>
    public IReadOnlyDictionary<string, Output<string>> SecretFiles { get; init; } = new Dictionary<string, Output<string>>();

    // No image's user owns what an upload makes.
    public const string ReadableByAll = "0444";

    /// <summary>The permissions of the files, which belong to root.</summary>
    public string FilePermissions { get; init; } = ReadableByAll;

    /// <summary>
    /// Whether changed files are written into the same volume under the running service, which then has to read them anew by
    /// itself. Files that are no longer there stay behind.
    /// </summary>
    public bool Live { get; init; }
}

/// <summary>
/// Configuration in a volume of its own, for containers that cannot take files themselves because their root is read-only.
/// A carrier, a container that is created and never started, takes the files into the volume.
/// </summary>
/// <remarks>
/// The volume's name ends in the revision of its content. Changed content is a new volume, and with it a new carrier and a
/// new service, so a file that no longer exists cannot stay behind, a running service never sees half of a change, and a
/// preview says by name which configuration goes and which comes. A live volume keeps its name, and only its carrier is new.
/// </remarks>
internal sealed class ConfigurationVolume : ComponentResource
{
    private const int RevisionLength = 8;

    /// <summary>The volume's name.</summary>
    public Output<string> VolumeName { get; }

    /// <summary>Changes exactly when the content does, and says nothing about it.</summary>
    public Output<string> Revision { get; }

    /// <summary>What must exist before a service may start.</summary>
    public Container Carrier { get; }

    public ConfigurationVolume(string name, ConfigurationVolumeArgs args, ContainerPolicy policy, string service, RemoteImage image, ComponentResourceOptions? options = null)
        : base("phlo:containers:ConfigurationVolume", name, options)
    {
        Revision = args.Live ? Output.Create("live")
            : HasContentsName(args) ? Output.Create(Hash(args.Files)) : RandomRevision(name, args);

        var volume = new Volume(name, new VolumeArgs
        {
            Name = Revision.Apply(revision => $"{policy.NamePrefix}-{name}-{revision}"),
            Labels = ServiceLabels.ForVolume(policy, service),
        }, new CustomResourceOptions
        {
            Parent = this,
            // A random name never comes back: the old one stays until the service has moved to the new one. A name that is made of
            // the content does, with the content. Left over by an update that failed on the way, the old one would be taken for
            // the new one, and be deleted in the end while it is in use, at every update.
            DeleteBeforeReplace = HasContentsName(args),
            // It takes the service along: not before the next image is there, which may take its time or not be had at all.
            DependsOn = { image },
            // Only the name tells the two apart, so nothing but the name may make a new one.
            IgnoreChanges = { "labels", "driver", "driverOpts" },
        });
        VolumeName = volume.Name;

        Carrier = new Container(name, new ContainerArgs
        {
            Name = $"{policy.NamePrefix}-{name}",
            Image = image.ImageId,
            // Made and never started: there is nothing in it to run.
            Start = false,
            MustRun = false,
            Restart = "no",
            NetworkMode = "none",
            Mounts = new ContainerMountArgs
            {
                Type = "volume",
                Source = volume.Name,
                Target = CarrierPath(args),
            },
            Uploads = Uploads(args),
            Labels = ServiceLabels.ForContainer(policy, service, "configuration"),
        }, new CustomResourceOptions
        {
            Parent = this,
            DeleteBeforeReplace = true,
            ReplaceOnChanges = { "#initerror" },
        });

        RegisterOutputs();
    }

    /// <summary>A short hash of files and their names.</summary>
    internal static string Hash(IReadOnlyDictionary<string, string> files)
    {
        var text = new StringBuilder();
        foreach (var (path, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            text.Append(path).Append('\0').Append(content).Append('\0');

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..RevisionLength];
    }

    private static bool HasContentsName(ConfigurationVolumeArgs args) => !args.Live && args.SecretFiles.Count == 0;

    // A hash of a secret would let a guess be checked against the volume's name; a random number that is drawn anew
    // whenever the content changes does the same work and tells nothing.
    private Output<string> RandomRevision(string name, ConfigurationVolumeArgs args)
    {
        var keepers = new InputMap<string>();
        if (args.Files.Count > 0)
            keepers.Add("files", Hash(args.Files));
        foreach (var (path, content) in args.SecretFiles.OrderBy(file => file.Key, StringComparer.Ordinal))
            keepers.Add(path, Output.CreateSecret(content));

        return new RandomId($"{name}-revision", new RandomIdArgs
        {
            ByteLength = RevisionLength / 2,
            Keepers = keepers,
        }, new CustomResourceOptions { Parent = this }).Hex;
    }

    // A place that no image has: Docker fills an empty volume with what the image has where it is mounted. To tell it not to
    // (noCopy) is no way, because the official provider then demands Docker 26.
    private static string CarrierPath(ConfigurationVolumeArgs args) => $"/carrier{args.MountPath}";

    private static InputList<ContainerUploadArgs> Uploads(ConfigurationVolumeArgs args)
    {
        var files = args.Files.Select(file => (Path: file.Key, Content: (Input<string>)file.Value))
            .Concat(args.SecretFiles.Select(file => (Path: file.Key, Content: (Input<string>)Output.CreateSecret(file.Value))));
        var uploads = new InputList<ContainerUploadArgs>();
        foreach (var (path, content) in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            uploads.Add(new ContainerUploadArgs
            {
                File = $"{CarrierPath(args)}/{path}",
                Content = content,
                Permissions = args.FilePermissions,
            });
        }

        return uploads;
    }
}
