using System.Collections.Immutable;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers;

/// <summary>
/// What manages the resources of one package. Inputs and states come without secret marks (the engine strips them
/// and marks the outputs again); in a preview they can hold unknowns. Semantics are those of Pulumi's
/// <c>ResourceProvider</c> protocol and of the official provider of that package.
/// </summary>
internal interface IResourceProvider : IAsyncDisposable
{
    /// <summary>Package name, for instance <c>docker</c>.</summary>
    string Package { get; }

    /// <summary>Version of the official provider whose behaviour this is, for the default provider's name and state.</summary>
    string Version { get; }

    /// <summary>
    /// Begins what takes time, before it is known whether the provider is needed and with which settings: it may guess them.
    /// Called at most once, before <see cref="Configure"/>. A failure is no failure: it comes again when it matters.
    /// </summary>
    void Prepare()
    {
    }

    /// <summary>
    /// Takes the provider's own settings (strings; nested values as JSON text, as they travel). Contacts nothing:
    /// the first operation that needs the remote side connects. Called once, before any other method but <see cref="Prepare"/>.
    /// </summary>
    void Configure(PropertyMap configuration);

    /// <summary>Whether the package has such a resource.</summary>
    bool Supports(string type);

    /// <summary>
    /// Validates the inputs and fills in defaults and generated names. <paramref name="oldInputs"/> are the checked
    /// inputs of the last update, from which generated names are kept; null for a new resource.
    /// </summary>
    CheckResult Check(string type, string name, PropertyMap? oldInputs, PropertyMap newInputs);

    /// <summary>Compares the checked inputs with what exists.</summary>
    DiffResult Diff(string type, string id, PropertyMap oldInputs, PropertyMap oldOutputs, PropertyMap newInputs);

    /// <exception cref="PartialResourceException">Something exists now, but not all of it worked.</exception>
    /// <exception cref="ProviderException">Nothing was made.</exception>
    Task<ResourceResult> CreateAsync(CreateRequest request, CancellationToken cancellation);

    /// <summary>What exists under that id, or null where nothing does. Also serves import: then inputs are empty.</summary>
    Task<ReadResult?> ReadAsync(string type, string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation);

    Task<ResourceResult> UpdateAsync(UpdateRequest request, CancellationToken cancellation);

    /// <summary>Removes it; where it is already gone, that is success.</summary>
    Task DeleteAsync(string type, string id, PropertyMap inputs, PropertyMap outputs, TimeSpan? timeout, CancellationToken cancellation);

    /// <summary>
    /// Cleans up after a creation that was cut off (the engine was killed) before its result was recorded: removes what
    /// the operation <paramref name="operationId"/> made, so that it can be made again. Never touches what another made.
    /// </summary>
    /// <returns>A sentence on what was removed, or null where nothing was found.</returns>
    Task<string?> RecoverCreateAsync(string type, PropertyMap inputs, string operationId, CancellationToken cancellation);

    /// <summary>A function of the package, for instance <c>docker:index/getNetwork:getNetwork</c>.</summary>
    Task<PropertyMap> InvokeAsync(string token, PropertyMap arguments, CancellationToken cancellation);
}

/// <param name="OperationId">
/// Identifies this creation in the pending operations of the state. A provider whose remote side could hold a
/// duplicate puts it where <see cref="IResourceProvider.RecoverCreateAsync"/> finds it (a Docker label).
/// </param>
internal sealed record CreateRequest(string Type, string Name, PropertyMap Inputs, TimeSpan? Timeout, string OperationId)
{
    /// <summary>Tells of progress that a person waits for, for instance a layer that is being pulled.</summary>
    public Action<string> Progress { get; init; } = _ => { };
}

internal sealed record UpdateRequest(
    string Type, string Name, string Id, PropertyMap OldInputs, PropertyMap OldOutputs, PropertyMap NewInputs, TimeSpan? Timeout)
{
    public Action<string> Progress { get; init; } = _ => { };
}

internal sealed record CheckResult(PropertyMap Inputs, ImmutableArray<CheckFailure> Failures)
{
    public static CheckResult Ok(PropertyMap inputs) => new(inputs, []);
}

/// <param name="Property">Path of the wrong property, for instance <c>ports[0].internal</c>.</param>
internal sealed record CheckFailure(string Property, string Reason);

/// <param name="Detailed">Each changed property by its path; empty where nothing changed.</param>
internal sealed record DiffResult(ImmutableSortedDictionary<string, DiffKind> Detailed, bool DeleteBeforeReplace)
{
    public static readonly DiffResult None =
        new(ImmutableSortedDictionary.Create<string, DiffKind>(StringComparer.Ordinal), false);

    public bool HasChanges => !Detailed.IsEmpty;

    public bool RequiresReplacement => Detailed.Values.Any(kind => kind.IsReplacing());
}

internal enum DiffKind
{
    Add,
    AddReplace,
    Delete,
    DeleteReplace,
    Update,
    UpdateReplace,
}

internal static class DiffKinds
{
    public static bool IsReplacing(this DiffKind kind) => kind is DiffKind.AddReplace or DiffKind.DeleteReplace or DiffKind.UpdateReplace;

    /// <summary>The same change, as one that takes a replacement.</summary>
    public static DiffKind Replacing(this DiffKind kind) => kind switch
    {
        DiffKind.Add => DiffKind.AddReplace,
        DiffKind.Delete => DiffKind.DeleteReplace,
        DiffKind.Update => DiffKind.UpdateReplace,
        _ => kind,
    };
}

internal sealed record ResourceResult(string Id, PropertyMap Outputs);

/// <param name="Inputs">What inputs would describe what exists: refresh keeps them, import starts from them.</param>
internal sealed record ReadResult(string Id, PropertyMap Inputs, PropertyMap Outputs);

/// <summary>The message is for the operator: what was expected, what was found, what to do. No stack trace follows it.</summary>
internal class ProviderException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The provider's remote side (the Docker engine, Grafana) does not answer.</summary>
internal sealed class ProviderUnreachableException(string message, Exception? inner = null) : ProviderException(message, inner);

/// <summary>The resource exists under <paramref name="id"/> but did not get into the wanted state.</summary>
internal sealed class PartialResourceException(string id, PropertyMap outputs, string message, Exception? inner = null)
    : ProviderException(message, inner)
{
    public string Id { get; } = id;
    public PropertyMap Outputs { get; } = outputs;
}
