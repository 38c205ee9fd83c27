namespace Embedded.Engine.Secrets;

/// <summary>A passphrase and where it came from. Its text appears in no message.</summary>
internal sealed class Passphrase(string value, string source)
{
    public const string Variable = "PULUMI_CONFIG_PASSPHRASE";
    public const string FileVariable = "PULUMI_CONFIG_PASSPHRASE_FILE";

    public string Value { get; } = value;

    /// <summary>For messages: the variable, or the file that the variable names.</summary>
    public string Source { get; } = source;

    /// <summary>
    /// The passphrase of the environment; null where none is set. An empty <see cref="Variable"/> is a passphrase,
    /// an empty <see cref="FileVariable"/> is none.
    /// </summary>
    public static Passphrase? FromEnvironment(Func<string, string?> environment)
    {
        if (environment(Variable) is { } value)
            return new Passphrase(value, Variable);
        if (environment(FileVariable) is not { Length: > 0 } file)
            return null;
        try
        {
            return new Passphrase(File.ReadAllText(file).Trim(), $"the file '{file}' ({FileVariable})");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PassphraseException(
                $"{FileVariable} names '{file}', which cannot be read: {exception.Message} " +
                $"Expected a file that holds the passphrase; correct the variable, or set {Variable} instead.",
                exception);
        }
    }

    public override string ToString() => Source;
}
