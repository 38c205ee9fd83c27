using Embedded.Engine.Configuration;
using Embedded.Engine.Planning;
using Embedded.Engine.Providers;
using Embedded.Engine.Secrets;
using Embedded.Engine.State;

namespace Embedded.Engine.Cli;

/// <summary>What the command ends with. Documented in docs/exit-codes.md and in the command's help.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The update failed, or was refused for a reason of the stack.</summary>
    public const int Failed = 1;

    /// <summary>Wrong words or flags, or a question that nobody is there to answer.</summary>
    public const int Usage = 2;

    /// <summary>Project file, stack file, setting or passphrase.</summary>
    public const int Configuration = 3;

    public const int Locked = 4;

    /// <summary>The state cannot be read or written.</summary>
    public const int State = 5;

    /// <summary>Docker, or another provider's remote side, does not answer.</summary>
    public const int Unreachable = 6;

    public const int Interrupted = 130;

    public const string Help = """
        Exit codes:
          0    done
          1    the update failed or was refused: a resource, the program, --expect-no-changes
          2    wrong words or flags, or a question that nobody is there to answer
          3    configuration: project file, stack file, a setting, the passphrase
          4    another update of the stack is under way
          5    the state cannot be read or written
          6    Docker, or another remote side, does not answer
          130  interrupted
        """;

    public static int Of(Exception exception) => exception switch
    {
        UsageException => Usage,
        ConfigurationException or PassphraseException => Configuration,
        StackLockedException => Locked,
        StateFileException => State,
        ProviderUnreachableException => Unreachable,
        OperationCanceledException => Interrupted,
        _ => Failed,
    };

    public static int Of(UpdateResult result) => result switch
    {
        { Succeeded: true } => Ok,
        { Failure: UpdateFailure.ProviderUnreachable } => Unreachable,
        { Failure: UpdateFailure.Cancelled } => Interrupted,
        _ => Failed,
    };
}

/// <summary>The command cannot be carried out as it was given.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The command was understood and is refused; the message says why and what to do.</summary>
internal sealed class RefusedException(string message) : Exception(message);
