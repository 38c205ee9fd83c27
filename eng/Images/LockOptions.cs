namespace Infra.Images;

/// <summary>What the command line asks for.</summary>
/// <param name="Mirror">The registry that is asked in place of the public ones; null for these themselves.</param>
/// <param name="Check">Whether the file is only compared.</param>
internal sealed record LockOptions(string? Mirror, bool Check)
{
    public const string Usage = "Usage: ./infra images lock [-s STACK] [--mirror REGISTRY/PATH] [--check]";

    /// <returns>The options, or what is wrong with them.</returns>
    public static (LockOptions? Options, string? Mistake) Parse(IReadOnlyList<string> arguments)
    {
        string? mirror = null;
        var check = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--check":
                    check = true;
                    break;
                case "--mirror" when i + 1 < arguments.Count && arguments[i + 1].Length > 0:
                    mirror = arguments[++i].TrimEnd('/');
                    break;
                case "--mirror":
                    return (null, "--mirror needs a registry, such as registry.example.com/mirror.");
                case var joined when joined.StartsWith("--mirror=", StringComparison.Ordinal) && joined.Length > "--mirror=".Length:
                    mirror = joined["--mirror=".Length..].TrimEnd('/');
                    break;
                default:
                    return (null, $"images lock has no flag '{arguments[i]}'.");
            }
        }
        return (new(mirror, check), null);
    }
}
