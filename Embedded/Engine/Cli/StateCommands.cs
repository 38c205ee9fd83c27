using System.CommandLine;
using Embedded.Engine.Configuration;
using Embedded.Engine.State;

namespace Embedded.Engine.Cli;

/// <summary><c>state export</c> and <c>state import</c>, in the CLI's format; <c>stack export</c> and <c>import</c> are the same.</summary>
internal static class StateCommands
{
    public static void Fill(Command command)
    {
        command.Add(Export());
        command.Add(Import());
    }

    public static Command Export()
    {
        var command = new Command("export", "Print the state as JSON");
        var file = new Option<string?>("--file") { Description = "Write to this file instead" };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "With secrets in plain text" };
        command.Add(file);
        command.Add(showSecrets);
        command.SetAction((parsed, _) => ExportAsync(parsed, parsed.GetValue(file), parsed.GetValue(showSecrets)));
        return command;
    }

    public static Command Import()
    {
        var command = new Command("import", "Replace the state by an exported one, from standard input");
        var file = new Option<string?>("--file") { Description = "Read from this file instead" };
        var force = new Option<bool>("--force", "-f") { Description = "Even where it does not fit this stack" };
        command.Add(file);
        command.Add(force);
        command.SetAction((parsed, _) => ImportAsync(parsed, parsed.GetValue(file), parsed.GetValue(force)));
        return command;
    }

    private static async Task<int> ExportAsync(ParseResult parsed, string? file, bool showSecrets)
    {
        var workspace = Workspace.Open(parsed);
        var stack = workspace.KnownSession(workspace.Stack());
        stack.Store.Open();
        if (stack.Store.Checkpoint is null)
            throw new ConfigurationException($"Stack '{stack.Reference}' has no state to export.");
        var snapshot = await stack.Store.LoadAsync(forUpdate: false).ConfigureAwait(false);
        var json = stack.Store.Export(snapshot, showSecrets);
        if (file is not null)
        {
            AtomicFile.Write(file, json);
            return ExitCode.Ok;
        }
        using var output = Console.OpenStandardOutput();
        output.Write(json);
        output.WriteByte((byte)'\n');
        return ExitCode.Ok;
    }

    private static async Task<int> ImportAsync(ParseResult parsed, string? file, bool force)
    {
        var workspace = Workspace.Open(parsed);
        var stack = workspace.KnownSession(workspace.Stack());
        var source = file ?? "standard input";
        if (file is not null && !File.Exists(file))
            throw new UsageException($"--file names '{file}', which does not exist.");
        using var held = StackLock.Acquire(
            workspace.Backend, stack.Reference, $"state import -s {stack.Reference}", Messages.Warning);
        try
        {
            stack.Store.Open();
        }
        catch (StateFileException) when (force)
        {
            Messages.Warning($"The state so far is unreadable and is replaced; it stays in {stack.Store.File}.bak.");
        }
        using var content = new MemoryStream();
        await using (var input = file is null ? Console.OpenStandardInput() : File.OpenRead(file))
        {
            await input.CopyToAsync(content).ConfigureAwait(false);
        }
        Snapshot snapshot;
        try
        {
            snapshot = stack.Store.Import(Checkpoint.ParseDeployment(content.ToArray()), source);
        }
        catch (CheckpointFormatException exception)
        {
            throw new StateFileException($"What comes from {source} {exception.Message}. Nothing was changed.");
        }
        if (Objection(snapshot, stack.Reference) is { } objection)
        {
            if (!force)
                throw new RefusedException($"What comes from {source} does not fit stack '{stack.Reference}': {objection}. Nothing was changed; --force imports it all the same.");
            Messages.Warning($"Imported all the same: {objection}.");
        }
        await stack.Store.SaveAsync(snapshot, CancellationToken.None).ConfigureAwait(false);
        Console.Out.WriteLine("Import complete.");
        return ExitCode.Ok;
    }

    private static string? Objection(Snapshot snapshot, StackReference stack)
    {
        var prefix = $"urn:pulumi:{stack.Stack}::{stack.Project}::";
        return snapshot.Resources.FirstOrDefault(resource => !resource.Urn.StartsWith(prefix, StringComparison.Ordinal)) is { } stranger
            ? $"{stranger.Urn} belongs to another stack or project"
            : SnapshotIntegrity.Violation(snapshot);
    }
}
