using System.Text.RegularExpressions;

namespace Infra.Stacks.Settings;

/// <summary>
/// Tells passwords that a guesser comes to from those that take work, by zxcvbn's estimate: words, names, keyboard walks,
/// sequences, dates and spellings with digits for letters cost a guesser next to nothing.
/// </summary>
internal static partial class PasswordStrength
{
    /// <summary>What a password has to be, for a message.</summary>
    public const string Expectation =
        "a password that takes 10^15 guesses (by zxcvbn's estimate), such as 16 characters by chance (openssl rand -base64 12) or five words by chance";

    // 2^50.
    private const double LeastBits = 50;

    // It is cut so that what somebody pastes by mistake does not keep a preview waiting.
    private const int LongestRead = 100;

    // Words that stand in no general list, and are the first that come to mind here.
    private static readonly string[] Words =
    [
        "phlo", "lakehouse", "observability", "lake", "house", "postgres", "postgresql", "minio", "minioadmin", "nessie", "trino", "dagster", "grafana",
        "prometheus", "alertmanager", "loki", "tempo", "alloy", "docker", "metrics", "admin", "administrator", "changeme", "lorem", "ipsum", "dolor", "amet",
    ];

    private static readonly Lazy<Zxcvbn.Zxcvbn> Estimator = new(() => new Zxcvbn.Zxcvbn());

    /// <param name="user">Whose password it is.</param>
    /// <param name="names">Other names that a guesser knows, such as the stack's.</param>
    public static bool IsWeak(string password, string user, params IEnumerable<string> names) =>
        Bits(password, [user, .. names, .. Words]) < LeastBits;

    /// <summary>How many guesses it takes at least, as a power of two.</summary>
    private static double Bits(string password, IReadOnlyCollection<string> words)
    {
        // The estimator's years end in 2019.
        var text = LateYear().Replace(password.Length > LongestRead ? password[..LongestRead] : password, year => $"201{year.Value[3]}");

        // What the estimator does not see: a piece that is said again and again, upper case throughout, a word from its end.
        var once = RepeatedPiece().Replace(text, "$1");
        var repetitions = Math.Log2(Math.Max(1, text.Length / Math.Max(1, once.Length)));
        var lower = once.ToLowerInvariant();
        return new[]
        {
            Estimate(text, words),
            Estimate(once, words) + repetitions,
            Estimate(lower, words) + repetitions + ChangesOfCase(once),
            Estimate(new string([.. lower.Reverse()]), words) + repetitions + ChangesOfCase(once) + 1,
        }.Min();
    }

    private static double Estimate(string text, IEnumerable<string> words) => text.Length == 0 ? 0 : Estimator.Value.EvaluatePassword(text, words).Entropy;

    // Of a word one is upper case, or all are; by chance, half of what they could be.
    private static int ChangesOfCase(string text) => text.Zip(text.Skip(1)).Count(pair => char.IsUpper(pair.First) != char.IsUpper(pair.Second)) * 2;

    [GeneratedRegex("20[2-9][0-9]")]
    private static partial Regex LateYear();

    [GeneratedRegex(@"(.+?)\1+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RepeatedPiece();
}
