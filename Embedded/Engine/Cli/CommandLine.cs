using System.CommandLine;

namespace Embedded.Engine.Cli;

/// <summary>The command's words. Only the command that is named gets its options: that keeps the start short.</summary>
internal static class CommandLine
{
    /// <summary>Shows what went wrong inside, for those who work on the engine.</summary>
    public const string DebugVariable = "INFRA_DEBUG";

    private static readonly (string Name, string Description, Action<Command> Fill)[] Commands =
    [
        ("preview", "Show what 'up' would change", command => UpdateCommands.FillPreview(command)),
        ("up", "Create or change what the program describes", command => UpdateCommands.FillUp(command)),
        ("refresh", "Bring the state up to date with what really exists", command => UpdateCommands.FillRefresh(command)),
        ("destroy", "Remove everything that the stack has made", command => UpdateCommands.FillDestroy(command)),
        ("output", "Print the stack's outputs", command => OutputCommand.Fill(command)),
        ("config", "List, read and change settings", command => ConfigCommands.Fill(command)),
        ("stack", "List, make, select and remove stacks", command => StackCommands.Fill(command)),
        ("state", "Export and import the state", command => StateCommands.Fill(command)),
        ("cancel", "Remove the lock that an update has left behind", command => StackCommands.FillCancel(command)),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand($"Deploys a Pulumi program without the Pulumi CLI.\n\n{ExitCode.Help}")
        {
            GlobalOptions.Stack, GlobalOptions.Directory, GlobalOptions.NonInteractive, GlobalOptions.Color,
        };
        foreach (var (name, description, fill) in Commands)
        {
            var command = new Command(name, description);
            if (arguments.Contains(name))
                fill(command);
            root.Add(command);
        }
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Messages.Error(error.Message);
            await Console.Error.WriteLineAsync($"Run '{Words(parsed)} --help' for usage.").ConfigureAwait(false);
            return ExitCode.Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return Fail(exception);
        }
    }

    private static int Fail(Exception exception)
    {
        var code = ExitCode.Of(exception);
        Messages.Error(exception is OperationCanceledException ? "interrupted" : exception.Message);
        if (Environment.GetEnvironmentVariable(DebugVariable) is { Length: > 0 })
            Messages.Notice(exception.ToString());
        else if (code == ExitCode.Failed && exception is not RefusedException)
            Console.Error.WriteLine($"This was not expected ({exception.GetType().Name}); set {DebugVariable}=1 for details.");
        return code;
    }

    private static string Words(ParseResult parsed)
    {
        var words = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            words.Insert(0, result.Command is RootCommand ? "infra-engine" : result.Command.Name);
        return string.Join(' ', words);
    }
}
