using System.Collections.Immutable;
using Docker.DotNet;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>
/// Networks, volumes, images and containers of one Docker engine, as the official docker provider manages them.
/// The engine is contacted by the first operation that needs it.
/// </summary>
internal sealed class DockerProvider : IResourceProvider
{
    private static readonly TimeSpan OperationLimit = TimeSpan.FromMinutes(20);

    private DockerConnection? _prepared;
    private DockerConnection? _docker;
    private ImmutableDictionary<string, IDockerResource> _resources = ImmutableDictionary<string, IDockerResource>.Empty;
    private DockerFunctions? _functions;

    public string Package => "docker";

    public string Version => "5.1.0";

    /// <summary>Connects to the engine that a provider without settings has.</summary>
    public void Prepare()
    {
        try
        {
            _prepared = new DockerConnection(DockerSettings.From(PropertyMap.Empty));
        }
        catch (ProviderException)
        {
            // It is told when the settings are there.
            return;
        }
        _ = _prepared.WarmAsync();
    }

    public void Configure(PropertyMap configuration)
    {
        _docker = configuration.Count == 0 && _prepared is { } prepared ? prepared : new DockerConnection(DockerSettings.From(configuration));
        var images = new DockerImages(_docker);
        _functions = new DockerFunctions(_docker, images);
        _resources = new Dictionary<string, IDockerResource>(StringComparer.Ordinal)
        {
            [DockerSchema.ContainerType] = new DockerContainers(_docker, images),
            [DockerSchema.NetworkType] = new DockerNetworks(_docker),
            [DockerSchema.VolumeType] = new DockerVolumes(_docker),
            [DockerSchema.RemoteImageType] = images,
        }.ToImmutableDictionary(StringComparer.Ordinal);
    }

    public bool Supports(string type) => DockerSchema.Of(type) is not null;

    public CheckResult Check(string type, string name, PropertyMap? oldInputs, PropertyMap newInputs)
    {
        var schema = DockerSchema.Of(type) ?? throw Unsupported(type);
        var named = type == DockerSchema.RemoteImageType ? newInputs : Autoname.Apply(newInputs, oldInputs, name);
        var result = SchemaCheck.Run(schema, named);
        var failures = type switch
        {
            _ when !result.Failures.IsEmpty => [],
            DockerSchema.ContainerType => ContainerCheck.Run(result.Inputs),
            DockerSchema.RemoteImageType => NotSupported(result.Inputs, "build", "build the image beforehand and give its name"),
            DockerSchema.VolumeType => NotSupported(result.Inputs, "cluster", "leave it out"),
            _ => ImmutableArray<CheckFailure>.Empty,
        };
        return result with { Failures = result.Failures.AddRange(failures) };
    }

    public DiffResult Diff(string type, string id, PropertyMap oldInputs, PropertyMap oldOutputs, PropertyMap newInputs) =>
        DockerSchema.Diff(type, oldInputs, newInputs);

    public Task<ResourceResult> CreateAsync(CreateRequest request, CancellationToken cancellation) => LimitedAsync(
        request.Timeout, $"Creating {request.Name}", token => Resource(request.Type).CreateAsync(request, token), cancellation);

    public Task<ReadResult?> ReadAsync(string type, string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation) =>
        LimitedAsync(
            null,
            $"Reading {id}",
            async token =>
            {
                var found = await Resource(type).ReadAsync(id, inputs, outputs, token);
                // What is taken in is compared with a program's checked inputs, so it gets the same defaults.
                return found is not null && inputs.Count == 0
                    ? found with { Inputs = SchemaCheck.Run(DockerSchema.Of(type)!, found.Inputs).Inputs }
                    : found;
            },
            cancellation);

    public Task<ResourceResult> UpdateAsync(UpdateRequest request, CancellationToken cancellation) => LimitedAsync(
        request.Timeout, $"Updating {request.Name}", token => Resource(request.Type).UpdateAsync(request, token), cancellation);

    public Task DeleteAsync(
        string type, string id, PropertyMap inputs, PropertyMap outputs, TimeSpan? timeout, CancellationToken cancellation) =>
        LimitedAsync(
            timeout,
            $"Removing {inputs.Text("name") ?? id}",
            async token =>
            {
                await Resource(type).DeleteAsync(id, inputs, outputs, token);
                return true;
            },
            cancellation);

    public Task<string?> RecoverCreateAsync(string type, PropertyMap inputs, string operationId, CancellationToken cancellation) =>
        LimitedAsync(null, "Cleaning up", token => Resource(type).RecoverAsync(inputs, operationId, token), cancellation);

    public Task<PropertyMap> InvokeAsync(string token, PropertyMap arguments, CancellationToken cancellation) => LimitedAsync(
        null, token, limited => Configured(_functions).InvokeAsync(token, arguments, limited), cancellation);

    public ValueTask DisposeAsync()
    {
        _docker?.Dispose();
        if (_prepared != _docker)
            _prepared?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Nothing waits without end, and no error of Docker's leaves this provider in Docker's form.</summary>
    private static async Task<T> LimitedAsync<T>(
        TimeSpan? timeout, string what, Func<CancellationToken, Task<T>> operation, CancellationToken cancellation)
    {
        var limit = timeout ?? OperationLimit;
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(limit);
        try
        {
            return await operation(timed.Token);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new ProviderException($"{what} took longer than {limit.TotalSeconds:0} s. If it needs more, set customTimeouts.", failure);
        }
        catch (DockerApiException failure)
        {
            throw DockerErrors.Explain(what, failure);
        }
    }

    private IDockerResource Resource(string type) => Configured(_docker) is not null && _resources.TryGetValue(type, out var resource)
        ? resource
        : throw Unsupported(type);

    private static T Configured<T>(T? part) where T : class =>
        part ?? throw new InvalidOperationException($"{nameof(Configure)} comes before everything else.");

    private static ProviderException Unsupported(string type) => new(
        $"The embedded engine's docker provider has no resource {type}; it has Container, Network, RemoteImage and Volume of docker:index.");

    private static ImmutableArray<CheckFailure> NotSupported(PropertyMap inputs, string property, string advice) =>
        inputs.ContainsKey(property)
            ? [new CheckFailure(property, $"is not supported by the embedded engine; {advice}")]
            : [];
}
