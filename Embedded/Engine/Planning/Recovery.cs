using Embedded.Engine.Providers;
using Embedded.Engine.State;

namespace Embedded.Engine.Planning;

/// <summary>Cleans up after an update that was cut off: what it had begun to make and never recorded is removed.</summary>
internal static class Recovery
{
    /// <returns>Whether nothing of it is left.</returns>
    public static async Task<bool> RunAsync(UpdateContext context)
    {
        var pending = context.Journal.Pending;
        if (pending.Count == 0)
            return true;
        if (context.DryRun)
        {
            foreach (var operation in pending)
                context.Warn(operation.Resource.Urn, $"{Was(operation)} when the last update was cut off; the next one cleans up after it");
            return true;
        }
        var recovered = await Task.WhenAll(pending.Select(operation => RecoverAsync(context, operation)));
        return recovered.All(done => done);
    }

    private static async Task<bool> RecoverAsync(UpdateContext context, PendingOperation operation)
    {
        var resource = operation.Resource;
        string? found = null;
        if (resource is { Custom: true, External: false } && !Urns.IsProviderType(resource.Type))
        {
            await context.Slots.WaitAsync(CancellationToken.None);
            try
            {
                found = operation.Type switch
                {
                    OperationType.Creating => await RemoveAsync(context, resource),
                    OperationType.Updating or OperationType.Deleting => await LookAsync(context, operation),
                    _ => null,
                };
            }
            catch (Exception exception) when (operation.Type == OperationType.Creating)
            {
                context.Events.Failed(exception, resource.Urn,
                    $"{Was(operation)} when the last update was cut off, and what that left cannot be removed: {EventLog.Describe(exception)}");
                return false;
            }
            catch (Exception exception)
            {
                // What it is in may be what this update brings back. Nothing is lost by going on: the resource stands in the state,
                // and its record stays for the next update, if only that one gets an answer.
                context.Warn(resource.Urn,
                    $"{Was(operation)} when the last update was cut off, and how far that went cannot be seen: {EventLog.Describe(exception)}");
                if (exception is not ProviderUnreachableException)
                    context.Journal.End(operation);
                return true;
            }
            finally
            {
                context.Slots.Release();
            }
        }
        context.Info(resource.Urn, $"{Was(operation)} when the last update was cut off" + (found is null ? "" : $"; {found}"));
        context.Journal.End(operation);
        return true;
    }

    private static async Task<string?> RemoveAsync(UpdateContext context, ResourceState resource) =>
        context.ProviderOf(resource).Provider is { } provider
            ? await provider.RecoverCreateAsync(
                resource.Type, resource.Inputs.WithoutSecrets(), UpdateContext.OperationId(resource), CancellationToken.None)
            : null;

    /// <summary>
    /// A program that still wants what the last one wanted repeats the operation, but another one (the one from before, say) finds
    /// no difference to the state, which knows nothing of it: so the state is told how far it went.
    /// </summary>
    private static async Task<string?> LookAsync(UpdateContext context, PendingOperation operation)
    {
        var entry = context.Journal.Entries.FirstOrDefault(entry =>
            entry.State.Urn == operation.Resource.Urn && entry.State.Id == operation.Resource.Id && !entry.State.PendingReplacement);
        if (entry is null || context.ProviderOf(entry.State).Provider is not { } provider)
            return null;
        var old = entry.State;
        var read = await provider.ReadAsync(
            old.Type, old.Id ?? "", old.Inputs.WithoutSecrets(), old.Outputs.WithoutSecrets(), CancellationToken.None);
        if (read is not null)
        {
            context.Journal.Set(operation, entry, Refresher.Merge(old, read));
            return null;
        }
        context.Journal.Remove(operation, entry);
        return "it is gone";
    }

    private static string Was(PendingOperation operation) => operation.Type switch
    {
        OperationType.Creating => $"{operation.Resource.Name} was being created",
        OperationType.Updating => $"{operation.Resource.Name} was being updated",
        OperationType.Deleting => $"{operation.Resource.Name} was being deleted",
        OperationType.Importing => $"{operation.Resource.Name} was being imported",
        _ => $"{operation.Resource.Name} was being read",
    };
}
