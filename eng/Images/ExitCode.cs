namespace Infra.Images;

/// <summary>As for the other verbs: docs/exit-codes.md.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
}
