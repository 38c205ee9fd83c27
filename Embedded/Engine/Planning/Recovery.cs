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
        // All but a creation is repeated by the update itself: the resource stands in the state.
        string? removed = null;
        if (operation.Type == OperationType.Creating && resource.Custom && !Urns.IsProviderType(resource.Type))
        {
            await context.Slots.WaitAsync(CancellationToken.None);
            try
            {
                if (context.ProviderOf(resource).Provider is { } provider)
                    removed = await provider.RecoverCreateAsync(
                        resource.Type, resource.Inputs.WithoutSecrets(), UpdateContext.OperationId(resource), CancellationToken.None);
            }
            catch (Exception exception)
            {
                context.Events.Failed(exception, resource.Urn,
                    $"{Was(operation)} when the last update was cut off, and what that left cannot be removed: {EventLog.Describe(exception)}");
                return false;
            }
            finally
            {
                context.Slots.Release();
            }
        }
        context.Info(resource.Urn, $"{Was(operation)} when the last update was cut off" + (removed is null ? "" : $"; {removed}"));
        context.Journal.End(operation);
        return true;
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
