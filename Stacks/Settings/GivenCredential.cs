namespace Infra.Stacks.Settings;

/// <summary>A credential that stands in a stack's file.</summary>
/// <param name="Setting">The setting that it stands in.</param>
/// <param name="Path">Its own place in there.</param>
/// <param name="User">Whose password it is, for it must not be built of that name; null for a token.</param>
internal sealed record GivenCredential(string Setting, string Path, string? User, string Text)
{
    public override string ToString() => Path;
}
