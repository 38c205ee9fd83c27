namespace Infra.Components.Containers;

/// <summary>What all containers of a stack have in common.</summary>
internal sealed record ContainerPolicy
{
    /// <summary>What the name of every container and volume begins with.</summary>
    public required string NamePrefix { get; init; }

    /// <summary>The stack, as the label <c>phlo.stack</c> names it.</summary>
    public required string Stack { get; init; }

    /// <summary>The networks that the services meet in, each under its own name.</summary>
    public required StackNetworks Networks { get; init; }

    /// <summary>The address of this machine on which ports are published.</summary>
    public required string PublishAddress { get; init; }

    /// <summary>The size at which a container's log is rotated, as Docker takes it; null lets it grow.</summary>
    public required string? LogMaxSize { get; init; }

    public required int LogMaxFiles { get; init; }

    /// <summary>
    /// How many processes and threads the user of a container may have; null for any number. The kernel counts a user's processes
    /// wherever they are, and root's never. A limit of the container itself (pids) is nothing that the Docker provider knows.
    /// </summary>
    public required int? ProcessLimit { get; init; }

    /// <summary>How long a new container has to become healthy.</summary>
    public required int WaitTimeoutSeconds { get; init; }

    /// <summary>How long a container has to stop by itself before it is killed.</summary>
    public required int StopGraceSeconds { get; init; }

    /// <summary>The time between two health checks, as Go prints a duration.</summary>
    public required string HealthCheckInterval { get; init; }

    /// <summary>Read-only root, no capabilities, no way to new privileges, a user that is not root.</summary>
    public required bool Hardened { get; init; }

    /// <summary>The users of the stack's containers, where each needs one of its own; null where they may be shared.</summary>
    public ContainerUsers? Users { get; init; }

    /// <summary>The reference of an image with the usual small programs of a shell, such as <c>chown</c>.</summary>
    public required string ToolImage { get; init; }

    /// <summary>
    /// The services that may hold Docker's own socket, through which one can do everything that root can; null for all.
    /// </summary>
    public IReadOnlySet<string>? DockerSocketHolders { get; init; }

    /// <summary>Whether data volumes outlive the stack.</summary>
    public required bool KeepData { get; init; }
}

/// <summary>How one service's container runs here: all that is not particular to the product.</summary>
internal sealed record ContainerProfile
{
    public required ContainerPolicy Policy { get; init; }

    /// <summary>The reference of the image.</summary>
    public required string Image { get; init; }

    /// <summary>The memory that it may use; null for all there is.</summary>
    public required int? MemoryMegabytes { get; init; }

    /// <summary>What a product that has to know beforehand plans with: its limit, or a gigabyte where it has none.</summary>
    public int PlannedMemoryMegabytes => MemoryMegabytes ?? 1024;

    /// <summary>How many processors it may use at once; null for all there are.</summary>
    public required decimal? Processors { get; init; }

    /// <summary>The port of this machine on which the service is published; 0 for none.</summary>
    public required int PublishedPort { get; init; }

    /// <summary>How the service and its callers prove who they are; null for plain HTTP that everybody in its networks may speak.</summary>
    public ServiceSecurity? Security { get; init; }
}
