using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Infra.Tests.Support.LongestFirst))]

namespace Infra.Tests.Support;

/// <summary>Groups that take minutes begin first: the others fit beside them, and none is left to run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = ["end to end", "Docker engine", "NodePeerTests", "replay"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => !Long.Any(name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
