using System.Collections.Immutable;
using Embedded.Engine.Providers;
using Embedded.Engine.State;
using Embedded.Engine.Values;

namespace Embedded.Engine.Planning;

/// <summary>Carries out the operations of steps: asks the provider, takes the result into the state, tells of both.</summary>
internal sealed class Operations(UpdateContext context)
{
    /// <summary>Makes a resource; <paramref name="place"/> puts its state where it belongs.</summary>
    /// <exception cref="StepFailedException">It is not there, or not as it should be. Already told.</exception>
    public async Task<ResourceState> CreateAsync(Step step, Func<PendingOperation?, ResourceState, StateEntry> place)
    {
        var state = step.New! with { Created = DateTimeOffset.UtcNow };
        if (!state.Custom || Urns.IsProviderType(state.Type))
            return At(step, () => place(null, state with { Modified = state.Created, Id = ProviderId(state), Outputs = OwnOutputs(state, null) }).State);
        if (context.DryRun)
            return At(step, () => place(null, state with { Outputs = Mark(state.Inputs, state) }).State);

        return await MakeAsync(step, OperationType.Creating, state, place, provider => provider.CreateAsync(
            new CreateRequest(
                state.Type, state.Name, state.Inputs.WithoutSecrets(), state.CustomTimeouts?.Create, UpdateContext.OperationId(state))
            {
                Progress = Progress(state.Urn),
            },
            CancellationToken.None));
    }

    public async Task<StateEntry> UpdateAsync(Step step, StateEntry entry)
    {
        var done = entry;
        await UpdateAsync(step, (operation, state) => done = context.Journal.Complete(operation, entry, state));
        return done;
    }

    private async Task<ResourceState> UpdateAsync(Step step, Func<PendingOperation?, ResourceState, StateEntry> place)
    {
        var (old, state) = (step.Old!, step.New! with { Id = step.Old!.Id, Created = step.Old.Created, Modified = step.Old.Modified });
        if (!state.Custom || Urns.IsProviderType(state.Type))
            return At(step, () => place(null, state with { Modified = DateTimeOffset.UtcNow, Outputs = OwnOutputs(state, old) }).State);
        if (context.DryRun)
            return At(step, () => place(null, state with { Outputs = PlannedOutputs(old, state) }).State);

        return await MakeAsync(step, OperationType.Updating, state, place, provider => provider.UpdateAsync(
            new UpdateRequest(
                state.Type, state.Name, old.Id ?? "", old.Inputs.WithoutSecrets(), old.Outputs.WithoutSecrets(),
                state.Inputs.WithoutSecrets(), state.CustomTimeouts?.Update)
            {
                Progress = Progress(state.Urn),
            },
            CancellationToken.None));
    }

    /// <summary>Creates or updates; what was only half made belongs in the state as well.</summary>
    private Task<ResourceState> MakeAsync(
        Step step, OperationType type, ResourceState state, Func<PendingOperation?, ResourceState, StateEntry> place,
        Func<IResourceProvider, Task<ResourceResult>> make) =>
        OperateAsync(step, type, state, async operation =>
        {
            try
            {
                var result = await make(Provider(state));
                return place(operation, Finish(state, result.Id, result.Outputs, [])).State;
            }
            catch (PartialResourceException exception)
            {
                place(operation, Finish(state, exception.Id, exception.Outputs, [exception.Message]));
                throw;
            }
        });

    /// <summary>Looks a resource up; <paramref name="place"/> makes of what was read the state, and puts it where it belongs.</summary>
    public async Task<ResourceState> ReadAsync(
        Step step, OperationType type, ResourceState wanted, string id, Func<PendingOperation, ReadResult, ResourceState> place) =>
        await OperateAsync(step, type, wanted, async operation =>
        {
            var inputs = type == OperationType.Importing ? PropertyMap.Empty : wanted.Inputs.WithoutSecrets();
            var result = await Provider(wanted).ReadAsync(wanted.Type, id, inputs, inputs, CancellationToken.None);
            return result is not null
                ? place(operation, result)
                : throw new ProviderException($"there is no {wanted.Type} with the id \"{id}\"; correct the id in the program");
        });

    /// <summary>Takes a resource away, or only out of the state where it is not this stack's to take away.</summary>
    /// <param name="gone">Whether another deletion takes it along.</param>
    /// <param name="record">Takes the deletion into the state.</param>
    public async Task DeleteAsync(Step step, bool gone, Action<PendingOperation?> record)
    {
        var state = step.Old!;
        var untouched = step.Operation == StepOperation.Discard || gone || !state.Custom || Urns.IsProviderType(state.Type);
        if (untouched || context.DryRun)
        {
            At(step, () =>
            {
                record(null);
                return state;
            });
            return;
        }
        await OperateAsync(step, OperationType.Deleting, state, async operation =>
        {
            await Provider(state).DeleteAsync(
                state.Type, state.Id ?? "", state.Inputs.WithoutSecrets(), state.Outputs.WithoutSecrets(),
                state.CustomTimeouts?.Delete, CancellationToken.None);
            record(operation);
            return state;
        });
    }

    /// <summary>A resource's outputs with the marks that belong on them.</summary>
    public static PropertyMap Mark(PropertyMap outputs, ResourceState state) =>
        SecretMarks.MarkOutputs(outputs, state.Inputs, state.AdditionalSecretOutputs);

    /// <summary>A step that calls nobody.</summary>
    private ResourceState At(Step step, Func<ResourceState> apply)
    {
        var running = context.Events.Start(step);
        try
        {
            var state = apply();
            context.Events.Succeeded(running, step with { New = step.New is null ? null : state });
            return state;
        }
        catch (Exception exception) when (exception is RegistrationException or ProviderException)
        {
            context.Events.Failed(running, exception);
            throw new StepFailedException(exception);
        }
    }

    /// <summary>Takes a resource over as it is.</summary>
    public StateEntry Same(Step step, StateEntry entry)
    {
        var (old, state, done) = (step.Old!, step.New!, entry);
        At(step, () =>
        {
            if (Urns.IsProviderType(state.Type))
                context.Providers.Configure(state.Urn, state.Inputs);
            done = context.Journal.Complete(null, entry, state with
            {
                Id = old.Id,
                Outputs = Mark(old.Outputs, state),
                Created = old.Created,
                Modified = old.Modified,
            });
            return done.State;
        });
        return done;
    }

    private async Task<ResourceState> OperateAsync(
        Step step, OperationType type, ResourceState resource, Func<PendingOperation, Task<ResourceState>> operate)
    {
        await context.Slots.WaitAsync(CancellationToken.None);
        try
        {
            if (context.Halted)
                throw new StepFailedException();
            var running = context.Events.Start(step);
            PendingOperation? operation = null;
            try
            {
                operation = await context.Journal.BeginAsync(type, resource);
                var state = await operate(operation);
                context.Events.Succeeded(running, step with { New = step.New is null ? null : state });
                return state;
            }
            catch (Exception exception)
            {
                // A provider that knows what it did says so. Where it went away meanwhile, and of a creation that ended in another
                // way, nobody knows how far that went: the record stays, for the next update to look.
                var known = type switch
                {
                    OperationType.Creating => exception is ProviderException and not ProviderUnreachableException,
                    OperationType.Updating or OperationType.Deleting => exception is not ProviderUnreachableException,
                    _ => true,
                };
                if (operation is not null && known)
                    context.Journal.End(operation);
                context.Events.Failed(running, exception);
                throw new StepFailedException(exception);
            }
        }
        finally
        {
            context.Slots.Release();
        }
    }

    private IResourceProvider Provider(ResourceState state) => context.ProviderOf(state).Provider ?? throw new ProviderException(
        $"the settings of its provider {Urns.Name(Urns.OfReference(state.Provider!))} are not known, though nothing that they are made of is still to come");

    private Action<string> Progress(string urn) =>
        message => context.Events.Emit(new Diagnostic(Severity.Info, urn, message, Ephemeral: true));

    private static ResourceState Finish(ResourceState state, string id, PropertyMap outputs, ImmutableArray<string> initErrors) => state with
    {
        Id = id,
        Outputs = Mark(outputs, state),
        InitErrors = initErrors,
        Modified = DateTimeOffset.UtcNow,
    };

    private string? ProviderId(ResourceState state) =>
        !state.Custom ? null : context.DryRun ? null : Guid.NewGuid().ToString();

    /// <summary>Of what the engine manages itself: a component's are told later, a provider's are its settings.</summary>
    private PropertyMap OwnOutputs(ResourceState state, ResourceState? old)
    {
        if (!state.Custom)
            return old?.Outputs ?? PropertyMap.Empty;
        context.Providers.Configure(state.Urn, state.Inputs);
        return Mark(ProviderSet.Settings(state.Inputs), state);
    }

    /// <summary>After an update only the inputs are certain; what else there was may have changed with them.</summary>
    private static PropertyMap PlannedOutputs(ResourceState old, ResourceState state)
    {
        var outputs = state.Inputs;
        foreach (var name in old.Outputs.Keys.Where(name => !outputs.ContainsKey(name)))
            outputs = outputs.Set(name, PropertyValue.Unknown);
        return Mark(outputs, state);
    }
}

/// <summary>A step did not happen. Whoever throws it has told why.</summary>
internal sealed class StepFailedException(Exception? inner = null) : Exception(inner?.Message, inner);
