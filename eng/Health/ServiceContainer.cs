namespace Infra.Health;

/// <summary>A service's container as Docker sees it.</summary>
/// <param name="Component">Which service it is: its label <c>phlo.component</c>.</param>
/// <param name="State">Docker's word: <c>running</c>, <c>exited</c>, <c>restarting</c>, …</param>
/// <param name="Health">Docker's word; null where the container has no health check.</param>
/// <param name="Explanation">What Docker says of a failed start, or the last health check's output.</param>
/// <param name="Ports">Where a port of the container is published on this machine.</param>
/// <param name="Names">What other containers call it.</param>
/// <param name="Version">The version that the image carries as its label; null where it carries none.</param>
internal sealed record ServiceContainer(
    string Id,
    string Name,
    string Component,
    string State,
    string? Health,
    long Restarts,
    long ExitCode,
    string Explanation,
    IReadOnlyDictionary<int, string> Ports,
    IReadOnlyList<string> Names,
    string? Version)
{
    public bool IsRunning => State == "running";

    /// <summary>Whether it answers over TLS alone.</summary>
    public bool Secured { get; init; }
}
