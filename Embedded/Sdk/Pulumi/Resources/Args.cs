using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The inputs of a resource.</summary>
public abstract class ResourceArgs : InputArgs
{
#pragma warning disable CA2211, CA1051 // A field in the official SDK; generated classes hide it.
    public static readonly ResourceArgs Empty = new None();
#pragma warning restore CA2211, CA1051

    protected ResourceArgs()
    {
    }

    private sealed class None : ResourceArgs;
}

/// <summary>The inputs of a function.</summary>
public abstract class InvokeArgs : InputArgs
{
#pragma warning disable CA2211, CA1051 // A field in the official SDK; generated classes hide it.
    public static readonly InvokeArgs Empty = new None();
#pragma warning restore CA2211, CA1051

    protected InvokeArgs()
    {
    }

    private sealed class None : InvokeArgs;
}

/// <summary>The inputs of a resource that has no class of its own.</summary>
public sealed class DictionaryResourceArgs(ImmutableDictionary<string, object?> dictionary) : ResourceArgs
{
    internal override IReadOnlyDictionary<string, object?> ToDictionary() => dictionary;
}

/// <summary>The inputs of a function that has no class of its own.</summary>
public sealed class DictionaryInvokeArgs(ImmutableDictionary<string, object?> dictionary) : InvokeArgs
{
    internal override IReadOnlyDictionary<string, object?> ToDictionary() => dictionary;
}
