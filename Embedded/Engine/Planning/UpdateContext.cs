using System.Security.Cryptography;
using System.Text;
using Embedded.Engine.Providers;
using Embedded.Engine.State;

namespace Embedded.Engine.Planning;

/// <summary>What all parts of one running update share.</summary>
internal sealed class UpdateContext(
    UpdateOptions options, Journal journal, ProviderSet providers, EventLog events, CancellationToken cancellation) : IDisposable
{
    public UpdateOptions Options { get; } = options;
    public Journal Journal { get; } = journal;
    public ProviderSet Providers { get; } = providers;
    public EventLog Events { get; } = events;
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Limits the operations that run at once.</summary>
    public SemaphoreSlim Slots { get; } = new(Math.Max(options.Parallel, 1));

    public TargetSet Targets { get; } = new(options.Targets);

    public bool DryRun => IsDryRun(Options);

    /// <summary>A provider's remote side is gone: whatever else would be tried fails the same way, so it is not tried.</summary>
    public bool Halted => Cancellation.IsCancellationRequested || Events.Failure == UpdateFailure.ProviderUnreachable;

    public static bool IsDryRun(UpdateOptions options) => options.DryRun || options.Kind == UpdateKind.Preview;

    public void Error(string? urn, string message) => Events.Emit(new Diagnostic(Severity.Error, urn, message));

    public void Warn(string? urn, string message) => Events.Emit(new Diagnostic(Severity.Warning, urn, message));

    public void Info(string? urn, string message) => Events.Emit(new Diagnostic(Severity.Info, urn, message));

    /// <summary>
    /// Identifies a creation. Made of what its pending record holds (name and time of its beginning, as exact as the state
    /// file keeps it), so that the file needs no field that Pulumi does not know.
    /// </summary>
    public static string OperationId(ResourceState pending)
    {
        var text = $"{pending.Urn}|{pending.Created?.UtcTicks}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
    }

    /// <summary>The provider that manages the resource, configured from the state where this update has not met it yet.</summary>
    public ConfiguredProvider ProviderOf(ResourceState state)
    {
        if (state.Provider is not { } reference)
            throw new RegistrationException($"The state of {state.Urn} names no provider. Repair it with state export and import.");
        var urn = Urns.OfReference(reference);
        if (Providers.TryGet(urn, out var provider))
            return provider;
        var resource = Journal.Entries.FirstOrDefault(entry => entry.State.Urn == urn)?.State ?? throw new RegistrationException(
            $"The provider {urn} of {state.Urn} is not in the state. Repair it with state export and import.");
        Providers.Configure(urn, resource.Inputs);
        return Providers.TryGet(urn, out provider) ? provider : throw new InvalidOperationException(urn);
    }

    public void Dispose() => Slots.Dispose();
}
