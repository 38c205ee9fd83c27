using Embedded.Engine.State;

namespace Embedded.Engine.Planning;

/// <summary>A resource's place in the state while an update runs: the state in it is replaced, the place stays.</summary>
internal sealed class StateEntry(ResourceState state)
{
    /// <summary>Changed by the <see cref="Journal"/> alone.</summary>
    public ResourceState State { get; set; } = state;

    /// <summary>The program has registered it in this update, so it has not vanished.</summary>
    public bool Registered { get; set; }

    /// <summary>Its deletion for a replacement, where one is under way.</summary>
    public Task? Deletion { get; set; }
}
