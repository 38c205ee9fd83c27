using System.Collections.Immutable;
using Embedded.Engine.Hosting;
using Embedded.Engine.Providers;
using Embedded.Engine.State;

namespace Embedded.Engine.Planning;

/// <summary>Runs one update of a stack: starts the program, plans what it registers, and does it.</summary>
/// <param name="createProgram">What to run for a preview or an up; left out, what the project file says.</param>
internal sealed class DeploymentRunner(ProviderRegistry registry, Func<UpdateOptions, IProgram>? createProgram = null)
{
    /// <param name="state">
    /// The stack's state. A task, so that the program starts while it is still being read and decrypted.
    /// </param>
    /// <param name="store">Where the state is saved; never called for a dry run.</param>
    /// <param name="sink">Told of everything that happens. Not disposed.</param>
    /// <param name="cancellation">
    /// Stops the update: no new operation begins, those under way are finished and recorded. A failure of the stack is
    /// a result, not an exception; what goes wrong with <paramref name="state"/> itself, or with saving it, is thrown.
    /// </param>
    public async Task<UpdateResult> RunAsync(
        UpdateOptions options, Task<Snapshot> state, ISnapshotStore store, IEventSink sink, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        var events = new EventLog(sink);
        events.Emit(new UpdateStarted(options.Kind, options.Project.Name, options.Stack, UpdateContext.IsDryRun(options)));

        await using var providers = new ProviderSet(registry);
        // A preview of what does not exist yet asks nobody.
        if (options is { Kind: UpdateKind.Up, DryRun: false })
            providers.Prepare();
        var ready = new TaskCompletionSource<UpdateContext>(TaskCreationOptions.RunContinuationsAsynchronously);
        var deployment = new Deployment(options, events, ready.Task);
        using var programLife = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var program = options.Kind is UpdateKind.Preview or UpdateKind.Up
            ? Task.Run(() => (createProgram ?? HostedProgram.Create)(options).RunAsync(deployment, programLife.Token), CancellationToken.None)
            : null;

        UpdateContext context;
        Journal journal;
        try
        {
            journal = new Journal(await state, store, UpdateContext.IsDryRun(options));
            context = new UpdateContext(options, journal, providers, events, cancellation);
        }
        catch (Exception exception)
        {
            await StopAsync(exception);
            throw;
        }
        using (context)
        {
            if (await PrepareAsync(context))
                ready.SetResult(context);
            else
                await StopAsync(new RegistrationException("The update has been stopped."));
            if (program is not null && ready.Task.IsCompletedSuccessfully)
                await RunProgramAsync(context, deployment, program);
            if (events.Failure == UpdateFailure.None && !cancellation.IsCancellationRequested && options.Kind is not UpdateKind.Refresh)
                await new DeletePhase(context).RunAsync(options.Kind == UpdateKind.Destroy);
            deployment.FinishOutputs(context, failed: events.Failure != UpdateFailure.None || cancellation.IsCancellationRequested);
            // A failed save has been thrown at whoever waited for it; only this one tells whether the last state is safe.
            await journal.FlushAsync();
        }
        return Finish(options, events, deployment, started, cancellation);

        async Task StopAsync(Exception reason)
        {
            ready.SetException(reason);
            _ = ready.Task.Exception;
            await programLife.CancelAsync();
            if (program is not null)
                await program.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>What comes before anything the program wants.</summary>
    private static async Task<bool> PrepareAsync(UpdateContext context)
    {
        if (context.Options.Kind is UpdateKind.Refresh or UpdateKind.Destroy)
            TellMissingTargets(context, ImmutableHashSet<string>.Empty);
        if (context.Events.Failure != UpdateFailure.None || !await Recovery.RunAsync(context))
            return false;
        return !(context.Options.Refresh || context.Options.Kind == UpdateKind.Refresh) || await new Refresher(context).RunAsync();
    }

    private static async Task RunProgramAsync(UpdateContext context, Deployment deployment, Task<ProgramResult> program)
    {
        try
        {
            var result = await program;
            if (!result.Succeeded && !context.Cancellation.IsCancellationRequested)
                context.Events.ProgramFailed(result.Error);
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
        }
        catch (RegistrationException exception)
        {
            context.Events.ProgramFailed(exception.Message);
        }
        // The program can be gone before what it registered is done.
        await deployment.WaitForWorkAsync();
        if (!context.Halted)
            TellMissingTargets(context, deployment.Claimed);
    }

    private static void TellMissingTargets(UpdateContext context, IReadOnlySet<string> claimed)
    {
        var known = context.Journal.Entries.Select(entry => entry.State.Urn).Concat(claimed).ToHashSet(StringComparer.Ordinal);
        foreach (var target in context.Targets.Missing(known))
            context.Error(null, $"There is no resource {target}, the target. Look at the output of preview for the names there are.");
    }

    // A replacement is told once, however many steps it takes.
    private static bool IsCounted(KeyValuePair<StepOperation, int> change) =>
        change.Key is not (StepOperation.Same or StepOperation.Read or StepOperation.CreateReplacement or StepOperation.DeleteReplaced);

    private static UpdateResult Finish(
        UpdateOptions options, EventLog events, Deployment deployment, long started, CancellationToken cancellation)
    {
        if (deployment.Outputs is { } outputs)
            events.Emit(outputs);
        if (options.ExpectNoChanges && events.HasChanges)
            events.Emit(new Diagnostic(Severity.Error, null,
                $"No changes were expected, but there are some: {string.Join(", ", events.Changes.Where(IsCounted).Select(pair => $"{pair.Value} {pair.Key.ToString().ToLowerInvariant()}"))}."));
        if (cancellation.IsCancellationRequested)
            events.Cancelled();
        var succeeded = events.Failure == UpdateFailure.None;
        events.Emit(new UpdateFinished(options.Kind, succeeded, TimeProvider.System.GetElapsedTime(started), events.Changes));
        return new UpdateResult(succeeded, events.HasChanges) { Failure = events.Failure };
    }
}
