namespace Infra.Backup;

/// <summary>What the command line asks for.</summary>
/// <param name="Restores">The archive to restore; null for a backup.</param>
/// <param name="Stack">For a restore, null means the archive's own.</param>
internal sealed record BackupOptions(string? Restores, string? Stack, string To, bool Yes, bool Interactive)
{
    public const string Usage =
        "Usage: ./infra backup -s STACK [--to FOLDER]\n       ./infra restore FILE [-s STACK] [--yes]";

    /// <returns>The options, or what is wrong with them.</returns>
    public static (BackupOptions? Options, string? Mistake) Parse(IReadOnlyList<string> arguments, string? defaultStack)
    {
        var verb = arguments.ElementAtOrDefault(0);
        string? stack = null, to = null, file = null;
        var (yes, interactive) = (false, true);
        for (var i = 1; i < arguments.Count; i++)
        {
            var (name, joined) = arguments[i].Split('=', 2) is [['-', ..] flag, var value] ? (flag, value) : (arguments[i], null);
            switch (name)
            {
                case "-s" or "--stack" or "--to" when (joined ?? arguments.ElementAtOrDefault(i + 1)) is not { Length: > 0 }:
                    return (null, $"{name} needs a value.");
                case "-s" or "--stack":
                    stack = joined ?? arguments[++i];
                    break;
                case "--to" when verb == "backup":
                    to = joined ?? arguments[++i];
                    break;
                case "-y" or "--yes" when verb == "restore":
                    yes = true;
                    break;
                case "--non-interactive":
                    interactive = false;
                    break;
                case not ['-', ..] when verb == "restore" && file is null:
                    file = arguments[i];
                    break;
                default:
                    return (null, $"{verb} has no flag '{arguments[i]}'.");
            }
        }
        if (verb == "restore")
            return file is null ? (null, "restore needs the file to restore.") : (new(file, stack, "", yes, interactive), null);
        stack ??= defaultStack;
        return string.IsNullOrEmpty(stack)
            ? (null, "backup needs to know which stack: -s dev, prod or sandbox.")
            : (new(null, stack, to ?? ".", yes, interactive), null);
    }
}
