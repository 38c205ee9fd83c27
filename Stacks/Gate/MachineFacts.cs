using System.Net;

namespace Infra.Stacks.Gate;

/// <summary>
/// What is known of the machine that a stack is on, for bounds that have to do with it. Where something is null, nobody knows:
/// Docker does not answer, or is on another machine, or the stack is not to be deployed from here.
/// </summary>
internal sealed record MachineFacts
{
    /// <summary>Of a machine that nobody can ask.</summary>
    public static MachineFacts Unknown { get; } = new();

    public long? MemoryBytes { get; init; }

    public int? Processors { get; init; }

    /// <summary>The size of the file system that Docker's folder is on.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>Docker's folder, as Docker says.</summary>
    public string? DockerRoot { get; init; }

    /// <summary>What <c>dockerStorageDriver</c> has to be: Docker's storage driver, or that its images are in containerd's store.</summary>
    public string? StorageDriver { get; init; }

    /// <summary>The networks of which all addresses are containers of this machine, or the machine itself.</summary>
    public IReadOnlyList<IPNetwork>? Networks { get; init; }
}
