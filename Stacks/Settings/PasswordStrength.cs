namespace Infra.Stacks.Settings;

/// <summary>Tells passwords that a guesser tries first from those that take work.</summary>
internal static class PasswordStrength
{
    /// <summary>What a password has to be, for a message.</summary>
    public const string Expectation =
        "at least 12 characters of three kinds (lower case, upper case, digits, others), or at least 20; no well-known word and not the user's name";

    private static readonly string[] WellKnown =
        ["admin", "changeme", "grafana", "lakehouse", "lakepass", "letmein", "minio", "password", "phlo", "postgres", "qwerty", "secret", "welcome"];

    public static bool IsWeak(string password, string user)
    {
        var kinds = Kinds(password);
        if (password.Length < 12 || (password.Length < 20 && kinds < 3) || password.Distinct().Count() < 6)
            return true;

        // A long phrase may contain such a word; a short one may not hang on it.
        return password.Length < 20
            && WellKnown.Append(user).Any(word => word.Length > 0 && password.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static int Kinds(string password) =>
        (password.Any(char.IsLower) ? 1 : 0)
        + (password.Any(char.IsUpper) ? 1 : 0)
        + (password.Any(char.IsDigit) ? 1 : 0)
        + (password.Any(character => !char.IsLetterOrDigit(character)) ? 1 : 0);
}
