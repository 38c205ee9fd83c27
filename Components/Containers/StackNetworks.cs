using Pulumi;

namespace Infra.Components.Containers;

/// <summary>What services have to do with each other: those with nothing in common share no network.</summary>
internal enum NetworkTier
{
    /// <summary>Whatever measures and collects, and what it collects from.</summary>
    Collection,

    /// <summary>The stores, and who writes to and reads from them.</summary>
    Storage,

    /// <summary>What people see.</summary>
    Front,

    /// <summary>The proxy of Docker's socket and who reads through it.</summary>
    Socket,

    /// <summary>The way out.</summary>
    Egress,
}

/// <summary>The Docker networks of a stack.</summary>
internal sealed record StackNetworks
{
    private readonly Dictionary<NetworkTier, Input<string>> _byTier;
    private readonly Input<string>? _shared;

    private StackNetworks(Input<string>? shared, IReadOnlyDictionary<NetworkTier, Input<string>> byTier) =>
        (_shared, _byTier) = (shared, new(byTier));

    /// <summary>One network for everything.</summary>
    public static StackNetworks Shared(Input<string> network) => new(network, new Dictionary<NetworkTier, Input<string>>());

    /// <summary>A network for each tier.</summary>
    public static StackNetworks Separate(IReadOnlyDictionary<NetworkTier, Input<string>> byTier) => new(null, byTier);

    /// <summary>The networks that a service joins, each once.</summary>
    public IEnumerable<Input<string>> Of(IEnumerable<NetworkTier> tiers) =>
        _shared is not null ? [_shared] : tiers.Distinct().Order().Select(tier => _byTier[tier]);
}
