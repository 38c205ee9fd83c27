using System.Collections.Immutable;
using Embedded.Engine.Providers.Grafana.Alerting;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Providers.Schema.Tables;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>
/// What is in one Grafana, as the official grafana provider manages it over Grafana's HTTP API. Grafana is contacted by
/// the first operation that needs it.
/// </summary>
internal sealed class GrafanaProvider(TimeSpan startLimit) : IResourceProvider
{
    private static readonly TimeSpan OperationLimit = TimeSpan.FromMinutes(5);

    private GrafanaConnection? _grafana;
    private ImmutableDictionary<string, GrafanaResource> _resources = ImmutableDictionary<string, GrafanaResource>.Empty;

    public GrafanaProvider()
        : this(GrafanaConnection.DefaultStartLimit)
    {
    }

    public string Package => "grafana";

    public string Version => GrafanaSchemas.Version;

    public void Configure(PropertyMap configuration)
    {
        var grafana = _grafana = new GrafanaConnection(GrafanaSettings.From(configuration), startLimit);
        _resources = new GrafanaResource[]
        {
            new DataSources(grafana),
            new Folders(grafana),
            new Dashboards(grafana),
            new OrganizationPreferences(grafana),
            new ServiceAccounts(grafana),
            new ServiceAccountTokens(grafana),
            new RuleGroups(grafana),
            new ContactPoints(grafana),
            new NotificationPolicies(grafana),
            new MessageTemplates(grafana),
            new MuteTimings(grafana),
        }.ToImmutableDictionary(resource => resource.Schema.Type, StringComparer.Ordinal);
    }

    public bool Supports(string type) => GrafanaSchemas.Find(type) is not null;

    public CheckResult Check(string type, string name, PropertyMap? oldInputs, PropertyMap newInputs)
    {
        var resource = Resource(type);
        var named = resource.Schema.Input("name") is null ? newInputs : Autoname.Apply(newInputs, oldInputs, name);
        var result = SchemaCheck.Run(resource.Schema, named);
        return result.Failures.IsEmpty ? result with { Failures = [.. resource.Validate(result.Inputs)] } : result;
    }

    public DiffResult Diff(string type, string id, PropertyMap oldInputs, PropertyMap oldOutputs, PropertyMap newInputs) =>
        Resource(type).Diff(id, oldInputs, newInputs);

    public Task<ResourceResult> CreateAsync(CreateRequest request, CancellationToken cancellation) => GuardedAsync(
        "Creating", request.Type, request.Name, request.Inputs, request.Timeout,
        (resource, token) => resource.CreateAsync(request, token), cancellation);

    public Task<ReadResult?> ReadAsync(string type, string id, PropertyMap inputs, PropertyMap outputs, CancellationToken cancellation) => GuardedAsync(
        "Reading", type, id, inputs, null, (resource, token) => resource.ReadAsync(id, inputs, outputs, token), cancellation);

    public Task<ResourceResult> UpdateAsync(UpdateRequest request, CancellationToken cancellation) => GuardedAsync(
        "Updating", request.Type, request.Name, request.NewInputs, request.Timeout,
        (resource, token) => resource.UpdateAsync(request, token), cancellation);

    public Task DeleteAsync(
        string type, string id, PropertyMap inputs, PropertyMap outputs, TimeSpan? timeout, CancellationToken cancellation) => GuardedAsync(
        "Removing", type, id, inputs, timeout,
        async (resource, token) =>
        {
            await resource.DeleteAsync(id, inputs, token);
            return true;
        },
        cancellation);

    public Task<string?> RecoverCreateAsync(string type, PropertyMap inputs, string operationId, CancellationToken cancellation) => GuardedAsync(
        "Cleaning up", type, inputs.Text("name") ?? inputs.Text("title") ?? "", inputs, null,
        (resource, token) => resource.RecoverAsync(inputs, operationId, token), cancellation);

    public Task<PropertyMap> InvokeAsync(string token, PropertyMap arguments, CancellationToken cancellation) => throw new ProviderException(
        $"The embedded engine's grafana provider has no function '{token}'. Use the Pulumi CLI with the official provider for it.");

    public ValueTask DisposeAsync()
    {
        _grafana?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Nothing waits without end, no error leaves this provider in Grafana's form, and none tells a secret.</summary>
    private async Task<T> GuardedAsync<T>(
        string verb, string type, string name, PropertyMap inputs, TimeSpan? timeout,
        Func<GrafanaResource, CancellationToken, Task<T>> operation, CancellationToken cancellation)
    {
        var resource = Resource(type);
        var what = $"{verb} {resource.Kind} {name}";
        var limit = timeout ?? OperationLimit;
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(limit);
        try
        {
            return await operation(resource, timed.Token);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new ProviderException($"{what} took longer than {limit.TotalSeconds:0} s. If it needs more, set customTimeouts.", failure);
        }
        catch (GrafanaApiException failure)
        {
            throw GrafanaErrors.Explain(
                what, _grafana!.Settings.Address, failure, [.. _grafana.Settings.Secrets, .. SecretTexts.Of(resource.Schema, inputs)]);
        }
    }

    private GrafanaResource Resource(string type)
    {
        if (_grafana is null)
            throw new InvalidOperationException($"{nameof(Configure)} comes before everything else.");
        return _resources.TryGetValue(type, out var resource) ? resource : throw new ProviderException(
            $"The embedded engine's grafana provider has no resource {type}; it has {string.Join(", ", _resources.Keys.Order(StringComparer.Ordinal))}. "
            + "Use the Pulumi CLI with the official provider for it.");
    }
}
