namespace Infra.Backup;

/// <summary>As for the other verbs: docs/exit-codes.md.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Damaged = 5;
    public const int DockerUnreachable = 6;
    public const int Interrupted = 130;
}

/// <summary>What ends a backup or a restore, with the code that the process ends with.</summary>
internal sealed class BackupException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
