using System.Text;

namespace Embedded.Engine.Configuration;

/// <summary>One mistake in a configuration file.</summary>
/// <param name="Line">From 1; 0 where the mistake is something that is not there.</param>
/// <param name="Key">Full key of the setting, or the field's name.</param>
/// <param name="Problem">What was expected, what was found, what to do.</param>
internal sealed record ConfigurationMistake(string File, int Line, string Key, string Problem)
{
    public override string ToString() =>
        $"{File}{(Line > 0 ? $":{Line}" : "")}: {(Key.Length > 0 ? Key + ": " : "")}{Problem}";
}

/// <summary>The project or the stack cannot be used as it is configured: all mistakes in one message.</summary>
internal sealed class ConfigurationException : Exception
{
    public ConfigurationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    public ConfigurationException(string subject, IReadOnlyList<ConfigurationMistake> mistakes)
        : base(Describe(subject, mistakes))
    {
    }

    private static string Describe(string subject, IReadOnlyList<ConfigurationMistake> mistakes)
    {
        var text = new StringBuilder($"{subject} has {(mistakes.Count == 1 ? "a mistake" : $"{mistakes.Count} mistakes")}:");
        foreach (var mistake in mistakes)
            text.Append("\n  ").Append(mistake);
        return text.ToString();
    }
}
