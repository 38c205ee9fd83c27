namespace Infra.Tests.EndToEnd;

/// <summary>
/// Tests that deploy stacks of their own. They wait more than they work, so this group, <see cref="FaultGroup"/> and all other
/// tests run beside each other; within a group they take turns.
/// </summary>
[CollectionDefinition(Name)]
public sealed class EndToEndGroup
{
    public const string Name = "end to end";
}

/// <summary>Tests that deploy, and that something goes wrong for.</summary>
[CollectionDefinition(Name)]
public sealed class FaultGroup
{
    public const string Name = "end to end, faults";
}
