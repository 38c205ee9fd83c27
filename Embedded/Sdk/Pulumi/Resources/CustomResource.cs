using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A resource that a provider manages.</summary>
public class CustomResource : Resource
{
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : base(type, name, custom: true, args ?? ResourceArgs.Empty, options ?? new(), remote: false)
    {
    }

    private protected CustomResource(string urn, string type, string? id)
        : base(urn, type)
    {
        if (id is not null)
            Id = OfThis(id);
    }

    [Output(WireFormat.Id)]
    public Output<string> Id { get; private protected set; } = null!;
}

/// <summary>A resource that is known by its URN alone.</summary>
internal sealed class DependencyResource(string urn) : CustomResource(urn, Pulumi.Urn.TypeOf(urn), id: null);
