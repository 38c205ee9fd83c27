namespace Infra.Health;

/// <summary>What the command line asks for.</summary>
/// <param name="Deep">Whether the live system is also held against the contract: metrics, rules, logs, panels.</param>
internal sealed record HealthOptions(string Stack, bool Json, bool Deep = false)
{
    public const string Usage = "Usage: ./infra health -s STACK [--deep] [--json]";

    /// <returns>The options, or what is wrong with them.</returns>
    public static (HealthOptions? Options, string? Mistake) Parse(IReadOnlyList<string> arguments, string? defaultStack)
    {
        var stack = defaultStack;
        var json = false;
        var deep = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "-j" or "--json":
                    json = true;
                    break;
                case "--deep":
                    deep = true;
                    break;
                case "-s" or "--stack" when i + 1 < arguments.Count:
                    stack = arguments[++i];
                    break;
                case "-s" or "--stack":
                    return (null, $"{arguments[i]} needs the name of a stack.");
                case var joined when joined.StartsWith("--stack=", StringComparison.Ordinal) || joined.StartsWith("-s=", StringComparison.Ordinal):
                    stack = joined[(joined.IndexOf('=') + 1)..];
                    break;
                case "--non-interactive":
                    break;
                default:
                    return (null, $"health has no flag '{arguments[i]}'.");
            }
        }
        return string.IsNullOrEmpty(stack) ? (null, "health needs to know which stack: -s dev, prod or sandbox.") : (new(stack, json, deep), null);
    }
}
