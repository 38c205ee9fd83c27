using System.Collections.Immutable;
using System.CommandLine;
using Embedded.Engine.Configuration;
using Embedded.Engine.Display;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.State;

namespace Embedded.Engine.Cli;

/// <summary>The flags of one update command; those that it does not have are off.</summary>
internal sealed record UpdateFlags(
    UpdateKind Kind, bool Yes, bool SkipPreview, bool Diff, bool Json, bool ExpectNoChanges, bool Refresh, bool Remove,
    ImmutableArray<string> Targets, int Parallel, string Message);

/// <summary>
/// One update command from its flags to its exit code: lock, state, configuration, plan, question, update, history.
/// What takes time starts early: key derivation and the reading of the state run beside all else.
/// </summary>
internal sealed class UpdateSession(ParseResult parsed, UpdateFlags flags)
{
    private bool IsPreview => flags.Kind is UpdateKind.Preview;

    private string Word => flags.Kind.ToString().ToLowerInvariant();

    public async Task<int> RunAsync()
    {
        var interactive = GlobalOptions.IsInteractive(parsed);
        var asks = !IsPreview && !flags.Yes && !flags.SkipPreview;
        if (asks && (!interactive || flags.Json))
            throw new UsageException(
                "--yes or --skip-preview must be passed in to proceed when running in non-interactive mode");

        var workspace = Workspace.Open(parsed);
        var stack = workspace.KnownSession(workspace.Stack());
        if (stack.File is { HasSecrets: true, Salt: { } salt })
            stack.Secrets.For(salt, stack.File.Name).Warm();

        using var interrupt = new Interrupt();
        using var held = IsPreview
            ? null
            : StackLock.Acquire(workspace.Backend, stack.Reference, $"{Word} -s {stack.Reference}", Messages.Warning);
        stack.Store.Open();
        // An update may make secrets: without a passphrase it must not begin.
        if (flags.Kind is UpdateKind.Up || (!IsPreview && stack.Store.Salt is not null))
            stack.Secrets.Require();
        if (flags.Kind is UpdateKind.Up && !stack.Store.Exists)
        {
            await stack.Store.SaveAsync(Snapshot.Empty, CancellationToken.None).ConfigureAwait(false);
            Messages.Notice($"Created stack '{stack.Reference}'.");
        }
        var state = Task.Run(() => LoadAsync(stack.Store));
        var configuration = await StackConfiguration
            .ResolveAsync(workspace.Project, stack.Reference.Stack, stack.File, stack.Secrets).ConfigureAwait(false);

        var options = new UpdateOptions(
            flags.Kind, workspace.Project.File, stack.Reference.Stack, configuration.Values, configuration.SecretKeys)
        {
            UnboundSecrets = configuration.UnboundSecrets,
            Parallel = flags.Parallel,
            Targets = flags.Targets,
            Refresh = flags.Refresh,
            ExpectNoChanges = flags.ExpectNoChanges,
            DryRun = IsPreview,
        };
        if (asks && await AskAsync(options, state, stack, interrupt.Token).ConfigureAwait(false) is { } code)
            return code;
        return await UpdateAsync(workspace, stack, options, state, interrupt.Token).ConfigureAwait(false);
    }

    /// <summary>Shows the plan and asks.</summary>
    /// <returns>The exit code where the update ends here; null where it goes on.</returns>
    private async Task<int?> AskAsync(UpdateOptions options, Task<Snapshot> state, StackSession stack, CancellationToken cancellation)
    {
        var preview = options with { DryRun = true };
        var display = Display(options);
        var sink = new RecordingSink(DisplayFactory.Create(display));
        UpdateResult result;
        // The display must be through before the question comes: a live one writes its last state at its end.
        await using (sink)
        {
            result = await new DeploymentRunner(ProviderRegistry.BuiltIn)
                .RunAsync(preview, state, stack.Store, sink, cancellation).ConfigureAwait(false);
        }
        if (!result.Succeeded)
            return ExitCode.Of(result);
        if (!result.HasChanges && !sink.OutputsChange)
            return ExitCode.Ok;
        while (true)
        {
            switch (await Questions.UpdateAsync(Question(stack), cancellation).ConfigureAwait(false))
            {
                case Questions.Yes:
                    return null;
                case Questions.No:
                    Messages.Notice("Not confirmed; nothing was changed.");
                    return ExitCode.Failed;
                default:
                    await using (var details = DisplayFactory.Create(display with { Diff = true, Interactive = false }))
                    {
                        sink.Replay(details);
                    }
                    break;
            }
        }
    }

    private async Task<int> UpdateAsync(
        Workspace workspace, StackSession stack, UpdateOptions options, Task<Snapshot> state, CancellationToken cancellation)
    {
        var started = DateTimeOffset.UtcNow;
        UpdateResult result;
        ImmutableSortedDictionary<StepOperation, int> changes;
        await using (var sink = new RecordingSink(DisplayFactory.Create(Display(options))))
        {
            result = await new DeploymentRunner(ProviderRegistry.BuiltIn)
                .RunAsync(options, state, stack.Store, sink, cancellation).ConfigureAwait(false);
            changes = sink.Changes;
        }
        if (!IsPreview)
            Record(workspace, stack, started, result, changes);
        if (result.Succeeded && flags.Remove)
        {
            stack.Store.Remove(withBackups: false);
            Messages.Notice($"Removed stack '{stack.Reference}'; its settings in {stack.File.Name} are left.");
        }
        return ExitCode.Of(result);
    }

    /// <summary>The update is done and saved: what goes wrong here is worth a warning and no more.</summary>
    private void Record(
        Workspace workspace, StackSession stack, DateTimeOffset started, UpdateResult result,
        ImmutableSortedDictionary<StepOperation, int> changes)
    {
        try
        {
            UpdateHistory.Add(workspace.Backend, stack.Reference, new HistoryEntry(
                flags.Kind is UpdateKind.Up ? "update" : Word, started, DateTimeOffset.UtcNow, flags.Message, result.Succeeded,
                stack.File.Config.ToImmutableSortedDictionary(
                    pair => pair.Key, pair => pair.Value.EncryptedJson(), StringComparer.Ordinal),
                changes));
            if (result.HasChanges)
                stack.Store.BackUp();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Messages.Warning($"The history of stack '{stack.Reference}' cannot be written: {exception.Message}");
        }
    }

    private async Task<Snapshot> LoadAsync(StackStore store)
    {
        var snapshot = await store.LoadAsync(forUpdate: !IsPreview).ConfigureAwait(false);
        if (!IsPreview)
            store.Loaded(snapshot);
        return snapshot;
    }

    private DisplayOptions Display(UpdateOptions options)
    {
        var display = DisplayOptions.ForConsole(flags.Kind, parsed.GetValue(GlobalOptions.NonInteractive));
        return display with
        {
            Diff = flags.Diff,
            Json = flags.Json,
            Color = parsed.GetValue(GlobalOptions.Color) switch
            {
                "always" => true,
                "never" or "raw" => false,
                _ => display.Color,
            },
            Config = options.Config,
            SecretConfigKeys = options.SecretConfigKeys,
        };
    }

    private string Question(StackSession stack) => flags.Kind switch
    {
        UpdateKind.Destroy => $"Destroy all of stack '{stack.Reference}'?",
        UpdateKind.Refresh => $"Take this into the state of stack '{stack.Reference}'?",
        _ => $"Perform this update of stack '{stack.Reference}'?",
    };
}
