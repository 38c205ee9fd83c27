namespace Pulumi;

/// <summary>How a resource is to be treated, whatever its type.</summary>
public abstract class ResourceOptions
{
    private InputList<Resource>? _dependsOn;
    private InputList<Resource>? _replaceWith;
    private List<string>? _ignoreChanges;
    private List<string>? _replaceOnChanges;
    private List<string>? _hideDiffs;
    private List<ResourceTransformation>? _resourceTransformations;

    protected ResourceOptions()
    {
    }

    public Input<string>? Id { get; set; }

    public Resource? Parent { get; set; }

    public InputList<Resource> DependsOn { get => _dependsOn ??= []; set => _dependsOn = value; }

    public bool? Protect { get; set; }

    public List<string> IgnoreChanges { get => _ignoreChanges ??= []; set => _ignoreChanges = value; }

    public string? Version { get; set; }

    public ProviderResource? Provider { get; set; }

    public CustomTimeouts? CustomTimeouts { get; set; }

    public List<ResourceTransformation> ResourceTransformations
    {
        get => _resourceTransformations ??= [];
        set => _resourceTransformations = value;
    }

    public List<Input<Alias>> Aliases { get; set; } = [];

    public string? Urn { get; set; }

    public List<string> ReplaceOnChanges { get => _replaceOnChanges ??= []; set => _replaceOnChanges = value; }

    public string? PluginDownloadURL { get; set; }

    public bool? RetainOnDelete { get; set; }

    public Resource? DeletedWith { get; set; }

    public InputList<Resource> ReplaceWith { get => _replaceWith ??= []; set => _replaceWith = value; }

    public List<string> HideDiffs { get => _hideDiffs ??= []; set => _hideDiffs = value; }

    public Input<object>? ReplacementTrigger { get; set; }

    internal abstract ResourceOptions Clone();

    /// <summary>Takes over what every kind of options has; lists are copied.</summary>
    private protected void CopyFrom(ResourceOptions other)
    {
        Id = other.Id;
        Parent = other.Parent;
        DependsOn = other.DependsOn.Clone();
        Protect = other.Protect;
        IgnoreChanges = [.. other.IgnoreChanges];
        Version = other.Version;
        Provider = other.Provider;
        CustomTimeouts = other.CustomTimeouts?.Clone();
        ResourceTransformations = [.. other.ResourceTransformations];
        Aliases = [.. other.Aliases];
        Urn = other.Urn;
        ReplaceOnChanges = [.. other.ReplaceOnChanges];
        PluginDownloadURL = other.PluginDownloadURL;
        RetainOnDelete = other.RetainOnDelete;
        DeletedWith = other.DeletedWith;
        ReplaceWith = other.ReplaceWith.Clone();
        HideDiffs = [.. other.HideDiffs];
        ReplacementTrigger = other.ReplacementTrigger;
    }

    /// <summary>Lets other options win; lists are joined.</summary>
    private protected void MergeFrom(ResourceOptions other)
    {
        Id = other.Id ?? Id;
        Parent = other.Parent ?? Parent;
        DependsOn = DependsOn.Concat(other.DependsOn);
        Protect = other.Protect ?? Protect;
        IgnoreChanges.AddRange(other.IgnoreChanges);
        Version = other.Version ?? Version;
        Provider = other.Provider ?? Provider;
        CustomTimeouts = other.CustomTimeouts ?? CustomTimeouts;
        ResourceTransformations.AddRange(other.ResourceTransformations);
        Aliases.AddRange(other.Aliases);
        Urn = other.Urn ?? Urn;
        ReplaceOnChanges.AddRange(other.ReplaceOnChanges);
        PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
        RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
        DeletedWith = other.DeletedWith ?? DeletedWith;
        ReplaceWith = ReplaceWith.Concat(other.ReplaceWith);
        HideDiffs.AddRange(other.HideDiffs);
        ReplacementTrigger = other.ReplacementTrigger ?? ReplacementTrigger;
    }
}
