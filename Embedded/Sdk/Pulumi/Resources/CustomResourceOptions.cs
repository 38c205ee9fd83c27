namespace Pulumi;

/// <summary>How a resource that a provider manages is to be treated.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    private List<string>? _additionalSecretOutputs;

    public bool? DeleteBeforeReplace { get; set; }

    public List<string> AdditionalSecretOutputs { get => _additionalSecretOutputs ??= []; set => _additionalSecretOutputs = value; }

    public string? ImportId { get; set; }

    /// <summary>Joins two sets of options, neither of which changes; where both say something, the second wins.</summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var result = Copy(options1 ?? new());
        if (options2 is null)
            return result;
        var second = Copy(options2);
        result.MergeFrom(second);
        result.DeleteBeforeReplace = second.DeleteBeforeReplace ?? result.DeleteBeforeReplace;
        result.AdditionalSecretOutputs.AddRange(second.AdditionalSecretOutputs);
        result.ImportId = second.ImportId ?? result.ImportId;
        return result;
    }

    internal override ResourceOptions Clone() => Copy(this);

    private static CustomResourceOptions Copy(CustomResourceOptions options)
    {
        var copy = new CustomResourceOptions
        {
            DeleteBeforeReplace = options.DeleteBeforeReplace,
            AdditionalSecretOutputs = [.. options.AdditionalSecretOutputs],
            ImportId = options.ImportId,
        };
        copy.CopyFrom(options);
        return copy;
    }
}
