using System.CommandLine;
using Embedded.Engine.Configuration;
using Embedded.Engine.Secrets;
using Embedded.Engine.State;

namespace Embedded.Engine.Cli;

/// <summary>The project that the command was started in, its state backend, and the stack that is meant.</summary>
internal sealed class Workspace
{
    public const string StackVariable = "PULUMI_STACK";

    private readonly ParseResult _parsed;

    private Workspace(ParseResult parsed, ProjectDefinition project, FileBackend backend)
    {
        _parsed = parsed;
        Project = project;
        Backend = backend;
    }

    public ProjectDefinition Project { get; }
    public FileBackend Backend { get; }

    public static Workspace Open(ParseResult parsed)
    {
        if (parsed.GetValue(GlobalOptions.Directory) is { } directory)
        {
            if (!Directory.Exists(directory))
                throw new UsageException($"--cwd names '{directory}', which is no directory.");
            Directory.SetCurrentDirectory(directory);
        }
        var project = ProjectReader.Find(Directory.GetCurrentDirectory());
        var url = Environment.GetEnvironmentVariable(FileBackend.UrlVariable) is { Length: > 0 } variable ? variable : project.BackendUrl;
        return new Workspace(parsed, project, FileBackend.Open(url, project.File.Directory));
    }

    /// <summary>The stack that is meant, whether it exists or not.</summary>
    /// <exception cref="UsageException">None is named.</exception>
    public StackReference Stack(string? argument = null)
    {
        var option = _parsed.GetValue(GlobalOptions.Stack);
        if (argument is not null && option is not null && argument != option)
            throw new UsageException($"Two stacks are named: '{argument}' and '{option}' (--stack).");
        var name = argument ?? option
            ?? (Environment.GetEnvironmentVariable(StackVariable) is { Length: > 0 } variable ? variable : null)
            ?? SelectedStack.Get(Project)
            ?? throw new UsageException(
                $"No stack is named: use --stack, or {StackVariable}, or 'stack select'. {Known()}");
        return Reference(name);
    }

    public StackReference Reference(string name)
    {
        try
        {
            return StackReference.Parse(name, Project.Name);
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>The stack with its files; the state is not read yet.</summary>
    public StackSession Session(StackReference stack)
    {
        var file = StackFile.Read(Project, stack.Stack);
        var secrets = new StackSecrets(stack.Stack, FindPassphrase);
        var store = new StackStore(Backend, stack, secrets, file.Salt is { } salt ? (salt, file.Name) : null);
        return new StackSession(stack, file, secrets, store);
    }

    /// <summary>The same, of a stack that has state or at least a stack file.</summary>
    /// <exception cref="ConfigurationException">There is no such stack.</exception>
    public StackSession KnownSession(StackReference stack)
    {
        var session = Session(stack);
        return session.Store.Exists || File.Exists(session.File.Path)
            ? session
            : throw new ConfigurationException(
                $"There is no stack '{stack}' of project '{Project.Name}': it has neither state nor the file " +
                $"{session.File.Name}. {Known()} Make a new one with 'stack init {stack}'.");
    }

    /// <summary>Names of the stacks that have state or a stack file.</summary>
    public IReadOnlyList<string> StackNames()
    {
        var names = new SortedSet<string>(Backend.List(Project.Name).Select(stack => stack.Stack), StringComparer.Ordinal);
        if (Directory.Exists(Project.StackConfigDirectory))
        {
            foreach (var file in Directory.EnumerateFiles(Project.StackConfigDirectory, "Pulumi.*.y*ml"))
            {
                var name = Path.GetFileNameWithoutExtension(file)["Pulumi.".Length..];
                if (Path.GetExtension(file) is ".yaml" or ".yml" && StackReference.IsName(name))
                    names.Add(name);
            }
        }
        return [.. names];
    }

    private string Known() => StackNames() is { Count: > 0 } names
        ? $"Known stacks: {string.Join(", ", names)}."
        : "The project has no stacks yet.";

    private Passphrase? FindPassphrase() =>
        Passphrase.FromEnvironment(Environment.GetEnvironmentVariable)
        ?? (GlobalOptions.IsInteractive(_parsed)
            ? new Passphrase(Questions.Secret("Passphrase of the stack's secrets:"), "the terminal")
            : null);
}

/// <summary>One stack and what belongs to it.</summary>
internal sealed record StackSession(StackReference Reference, StackFile File, StackSecrets Secrets, StackStore Store);
