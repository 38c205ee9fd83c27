namespace Infra.Tests.Support;

/// <summary>Marks the tests that 'make attack' runs: each does what an attacker would, and docs/security.md lists it.</summary>
internal static class AttackTrait
{
    public const string Name = "Kind";
    public const string Value = "Attack";
}
