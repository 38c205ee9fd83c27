using Pulumi;

namespace Infra.Components.Containers;

/// <summary>What a product needs of its container.</summary>
internal sealed record ContainerServiceArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>What runs in place of the image's own entry point; none for that one.</summary>
    public IReadOnlyList<string> EntryPoint { get; init; } = [];

    /// <summary>The arguments of the entry point.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Environment variables. They can be read by everybody who may inspect containers: no secrets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Folders of configuration that are mounted read-only.</summary>
    public IReadOnlyList<ConfigurationVolumeArgs> Configuration { get; init; } = [];

    /// <summary>The folder whose content is to survive the container; null for a service without data.</summary>
    public string? DataPath { get; init; }

    /// <summary>Folders and files of this machine that are mounted read-only.</summary>
    public IReadOnlyList<HostFolder> HostFolders { get; init; } = [];

    /// <summary>The port on which the service listens.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// The command in the container that succeeds when the service is ready. It has to exist in the image. None for what nobody
    /// waits for, and the image has none either.
    /// </summary>
    public required IReadOnlyList<string> HealthCheck { get; init; }

    /// <summary>How long a service may take to start before a failed check counts, as Go prints a duration.</summary>
    public string StartPeriod { get; init; } = "30s";

    /// <summary>The user of a hardened container, as <c>uid:gid</c>; otherwise the image has its own.</summary>
    public required string User { get; init; }

    /// <summary>Whether the container runs as <see cref="User"/> even where it is not hardened.</summary>
    public bool AlwaysRunsAsUser { get; init; }

    /// <summary>
    /// Whether the data folder belongs to another user in the image: it is given to <see cref="User"/> before the service starts,
    /// which then runs as that user everywhere.
    /// </summary>
    public bool TakesOverData { get; init; }

    /// <summary>Capabilities that a hardened container keeps, with the prefix <c>CAP_</c>: Docker reads them back so.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>
    /// Whether the service insists that nobody else can read its private key, which belongs to root: it then runs as
    /// <see cref="User"/> with root's group besides, and that group may read the key.
    /// </summary>
    public bool KeepsKeyToItself { get; init; }

    /// <summary>What a hardened container may write besides its data: in memory, and gone when it stops.</summary>
    public IReadOnlyList<string> WritablePaths { get; init; } = ["/tmp"];

    /// <summary>Folders inside of <see cref="HostFolders"/> that the service is not to see: an empty one lies over each.</summary>
    public IReadOnlyList<string> HiddenPaths { get; init; } = [];

    /// <summary>The signal that asks the service to stop; null for the image's own.</summary>
    public string? StopSignal { get; init; }

    /// <summary>
    /// Whether the service reads its certificate anew by itself. Otherwise a renewed one replaces the container.
    /// </summary>
    public bool RereadsCertificate { get; init; } = true;

    /// <summary>Names besides its own under which others in its networks know it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>How many files it may have open; null for what Docker allows.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>
    /// How many processes and threads its user has to be allowed at least: the kernel counts those of the same user outside of
    /// containers too, which on a laptop may be its owner's.
    /// </summary>
    public int LeastProcesses { get; init; }

    /// <summary>The services that have to be healthy before this one is made.</summary>
    public IReadOnlyList<ContainerService> After { get; init; } = [];

    /// <summary>What the service has to do with others, which decides on its networks.</summary>
    public required IReadOnlyList<NetworkTier> Networks { get; init; }

    /// <summary>Networks of others that the service joins, without a name there.</summary>
    public IReadOnlyList<Input<string>> ForeignNetworks { get; init; } = [];
}

/// <summary>A folder of this machine, seen read-only from a container.</summary>
internal sealed record HostFolder(string Source, string Target);
