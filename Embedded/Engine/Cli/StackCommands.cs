using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Embedded.Engine.Configuration;
using Embedded.Engine.State;

namespace Embedded.Engine.Cli;

/// <summary><c>stack ls|init|select|rm</c> and <c>cancel</c>.</summary>
internal static class StackCommands
{
    public static void Fill(Command command)
    {
        command.Add(List());
        command.Add(Init());
        command.Add(Select());
        command.Add(Remove());
        command.Add(StateCommands.Export());
        command.Add(StateCommands.Import());
        var output = new Command("output", "Print the stack's outputs");
        OutputCommand.Fill(output);
        command.Add(output);
    }

    public static void FillCancel(Command command)
    {
        var yes = new Option<bool>("--yes", "-y") { Description = "Without asking" };
        command.Add(yes);
        command.SetAction(parsed => Cancel(parsed, parsed.GetValue(yes)));
    }

    private static Command List()
    {
        var command = new Command("ls", "List the project's stacks");
        var json = new Option<bool>("--json", "-j") { Description = "Write JSON" };
        command.Add(json);
        command.SetAction(parsed => List(parsed, parsed.GetValue(json)));
        return command;
    }

    private static Command Init()
    {
        var (command, name) = Named("init", "Make a new stack, and select it");
        command.SetAction(async (parsed, cancellation) =>
        {
            var workspace = Workspace.Open(parsed);
            var stack = workspace.Session(workspace.Stack(parsed.GetValue(name)));
            using var held = StackLock.Acquire(
                workspace.Backend, stack.Reference, $"stack init {stack.Reference}", Messages.Warning);
            if (stack.Store.Exists)
                throw new RefusedException($"Stack '{stack.Reference}' is already there.");
            await stack.Store.SaveAsync(Snapshot.Empty, cancellation).ConfigureAwait(false);
            SelectedStack.Set(workspace.Project, stack.Reference.Stack);
            Console.Out.WriteLine($"Created stack '{stack.Reference}'.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Select()
    {
        var (command, name) = Named("select", "Make a stack the one that is meant where none is named");
        command.SetAction(parsed =>
        {
            var workspace = Workspace.Open(parsed);
            var stack = workspace.KnownSession(workspace.Stack(parsed.GetValue(name)));
            SelectedStack.Set(workspace.Project, stack.Reference.Stack);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Remove()
    {
        var (command, name) = Named("rm", "Remove a stack's state; its settings file stays");
        var yes = new Option<bool>("--yes", "-y") { Description = "Without asking" };
        var force = new Option<bool>("--force", "-f") { Description = "Even where resources are left, which then nobody manages" };
        var backups = new Option<bool>("--remove-backups") { Description = "The backups of the state as well" };
        command.Add(yes);
        command.Add(force);
        command.Add(backups);
        command.SetAction(parsed => Remove(
            parsed, parsed.GetValue(name), parsed.GetValue(yes), parsed.GetValue(force), parsed.GetValue(backups)));
        return command;
    }

    private static int Remove(ParseResult parsed, string? name, bool yes, bool force, bool backups)
    {
        var workspace = Workspace.Open(parsed);
        var stack = workspace.KnownSession(workspace.Stack(name));
        if (!stack.Store.Exists)
            throw new ConfigurationException($"Stack '{stack.Reference}' has no state that could be removed.");
        using var held = StackLock.Acquire(
            workspace.Backend, stack.Reference, $"stack rm {stack.Reference}", Messages.Warning);
        if (!force)
        {
            stack.Store.Open();
            if (stack.Store.Checkpoint is { ResourceCount: > 0 } checkpoint)
                throw new RefusedException(
                    $"Stack '{stack.Reference}' still has {checkpoint.ResourceCount} resources. Remove them with " +
                    $"'destroy -s {stack.Reference}' first; --force forgets them and leaves them running.");
        }
        Questions.ConfirmRemoval(parsed, yes, $"This removes the state of stack '{stack.Reference}'.", stack.Reference.Stack);
        stack.Store.Remove(backups);
        if (SelectedStack.Get(workspace.Project) == stack.Reference.Stack)
            SelectedStack.Set(workspace.Project, null);
        Console.Out.WriteLine($"Stack '{stack.Reference}' has been removed.");
        return ExitCode.Ok;
    }

    private static int List(ParseResult parsed, bool json)
    {
        var workspace = Workspace.Open(parsed);
        var selected = SelectedStack.Get(workspace.Project);
        var stacks = workspace.StackNames().Select(name => Describe(workspace, new StackReference(workspace.Project.Name, name))).ToList();
        if (json)
        {
            WriteJson(stacks, selected);
            return ExitCode.Ok;
        }
        if (stacks.Count == 0)
        {
            Messages.Notice("The project has no stacks yet. Make one with 'stack init NAME'.");
            return ExitCode.Ok;
        }
        Table.Write(Console.Out, ["NAME", "LAST UPDATE", "RESOURCE COUNT"],
        [
            .. stacks.Select(stack => new[]
            {
                stack.Name + (stack.Name == selected ? "*" : ""),
                stack.Problem ?? stack.Updated?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "never",
                stack.Resources?.ToString(CultureInfo.InvariantCulture) ?? "n/a",
            }),
        ]);
        return ExitCode.Ok;
    }

    private static StackDescription Describe(Workspace workspace, StackReference stack)
    {
        var store = new StackStore(workspace.Backend, stack, new Secrets.StackSecrets(stack.Stack, () => null), null);
        try
        {
            store.Open();
        }
        catch (StateFileException)
        {
            // A list shows what there is; the commands that work on the stack say what is wrong with it.
            return new StackDescription(stack.Stack, null, null, "unreadable");
        }
        return new StackDescription(stack.Stack, store.Checkpoint?.Time, store.Checkpoint?.ResourceCount, null);
    }

    private static void WriteJson(IEnumerable<StackDescription> stacks, string? selected)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, PropertyJson.Compact with { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (var stack in stacks)
            {
                writer.WriteStartObject();
                writer.WriteString("name", stack.Name);
                writer.WriteBoolean("current", stack.Name == selected);
                if (stack.Updated is { } updated)
                    writer.WriteString("lastUpdate", ResourceJson.Format(updated));
                if (stack.Resources is { } count)
                    writer.WriteNumber("resourceCount", count);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static int Cancel(ParseResult parsed, bool yes)
    {
        var workspace = Workspace.Open(parsed);
        var stack = workspace.Stack();
        var locks = StackLock.Held(workspace.Backend, stack);
        if (locks.Count == 0)
        {
            Console.Out.WriteLine($"Stack '{stack}' is not locked.");
            return ExitCode.Ok;
        }
        foreach (var (file, owner) in locks)
            Messages.Notice($"Stack '{stack}' is locked by {(owner is null ? file : owner)}.");
        Questions.ConfirmRemoval(
            parsed, yes, "Removing the lock of an update that still runs can spoil the state.", stack.Stack);
        foreach (var (file, _) in locks)
            File.Delete(file);
        Console.Out.WriteLine($"The lock of stack '{stack}' has been removed.");
        return ExitCode.Ok;
    }

    private static (Command Command, Argument<string?> Name) Named(string word, string description)
    {
        var name = new Argument<string?>("stack-name")
        {
            Description = "The stack; else that of --stack",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return (new Command(word, description) { name }, name);
    }

    private sealed record StackDescription(string Name, DateTimeOffset? Updated, int? Resources, string? Problem);
}
