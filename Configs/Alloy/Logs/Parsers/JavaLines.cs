namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>What the Java machine writes itself, between the lines of the product that runs on it.</summary>
internal static class JavaLines
{
    /// <summary>
    /// How such lines begin: the classes of <c>java.util.logging</c>, an error of the machine's own such as one of its memory, and the
    /// end of a thread or of the process.
    /// </summary>
    public const string FirstLine = $@"(?:INFO|WARNING|SEVERE): |[A-Z][a-z]{{2}} \d\d?, \d{{4}} |java\.lang\.\w*Error\b|OpenJDK |# A fatal error|{LogJoins.Deaths}";
}
