using System.Collections.Immutable;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Schema;

/// <summary>
/// A provider whose resources are values that live in the state alone: there is nothing remote to find, change or
/// remove, and what a change does not replace is copied.
/// </summary>
internal abstract class LocalProvider : IResourceProvider
{
    public abstract string Package { get; }

    public abstract string Version { get; }

    public void Configure(PropertyMap configuration)
    {
    }

    public bool Supports(string type) => Find(type) is not null;

    public CheckResult Check(string type, string name, PropertyMap? oldInputs, PropertyMap newInputs)
    {
        var result = SchemaCheck.Run(SchemaOf(type), newInputs);
        if (!result.Failures.IsEmpty) return result;
        var failures = ImmutableArray.CreateBuilder<CheckFailure>();
        Validate(type, WithDefaults(type, result.Inputs), failures);
        return result with { Failures = failures.ToImmutable() };
    }

    public DiffResult Diff(string type, string id, PropertyMap oldInputs, PropertyMap oldOutputs, PropertyMap newInputs)
    {
        // A default that is written out, or is no more, changes nothing.
        var diff = SchemaDiff.Compare(
            SchemaOf(type), WithDefaults(type, oldInputs), WithDefaults(type, newInputs), new SchemaDiffOptions { ZeroIsAbsent = true });
        return DiffOutputs(type, oldOutputs, newInputs, diff);
    }

    // Keys and password hashes take a while to compute; others go on meanwhile.
    public Task<ResourceResult> CreateAsync(CreateRequest request, CancellationToken cancellation) =>
        Task.Run(() => Create(request.Type, WithDefaults(request.Type, request.Inputs)), cancellation);

    public Task<ReadResult?> ReadAsync(string type, string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation) =>
        outputs.Count > 0
            ? Task.FromResult<ReadResult?>(new ReadResult(id, inputs, Refresh(type, outputs)))
            : Task.Run<ReadResult?>(() => Import(type, id), cancellation);

    public Task<ResourceResult> UpdateAsync(UpdateRequest request, CancellationToken cancellation)
    {
        var outputs = request.OldOutputs;
        var inputs = WithDefaults(request.Type, request.NewInputs);
        foreach (var schema in SchemaOf(request.Type).Inputs)
        {
            outputs = inputs.Get(schema.Name) is { } value ? outputs.Set(schema.Name, value) : outputs.Remove(schema.Name);
        }

        return Task.FromResult(new ResourceResult(request.Id, Refresh(request.Type, outputs)));
    }

    public Task DeleteAsync(string type, string id, PropertyMap inputs, PropertyMap outputs, TimeSpan? timeout, CancellationToken cancellation) =>
        Task.CompletedTask;

    public Task<string?> RecoverCreateAsync(string type, PropertyMap inputs, string operationId, CancellationToken cancellation) =>
        Task.FromResult<string?>(null);

    public Task<PropertyMap> InvokeAsync(string token, PropertyMap arguments, CancellationToken cancellation) =>
        throw new ProviderException($"The embedded provider '{Package}' has no function '{token}'. Use the Pulumi CLI with the official provider for it.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected abstract ResourceSchema? Find(string type);

    /// <summary>The inputs with everything that the provider takes where nothing is given.</summary>
    protected abstract PropertyMap WithDefaults(string type, PropertyMap inputs);

    /// <summary>Adds what is wrong with inputs that the schema accepts; what is unknown is passed over.</summary>
    protected abstract void Validate(string type, PropertyMap inputs, ImmutableArray<CheckFailure>.Builder failures);

    protected abstract ResourceResult Create(string type, PropertyMap inputs);

    protected abstract ReadResult Import(string type, string id);

    /// <summary>What time alone has changed in the outputs.</summary>
    protected virtual PropertyMap Refresh(string type, PropertyMap outputs) => outputs;

    /// <summary>Adds differences that are no matter of the inputs.</summary>
    protected virtual DiffResult DiffOutputs(string type, PropertyMap oldOutputs, PropertyMap newInputs, DiffResult diff) => diff;

    private ResourceSchema SchemaOf(string type) => Find(type)
        ?? throw new ProviderException($"The embedded provider '{Package}' has no resource type '{type}'. Use the Pulumi CLI with the official provider for it.");
}
