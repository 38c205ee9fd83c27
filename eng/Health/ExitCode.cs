namespace Infra.Health;

/// <summary>As for the other verbs: docs/exit-codes.md.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Unhealthy = 1;
    public const int Usage = 2;
    public const int DockerUnreachable = 6;
}
