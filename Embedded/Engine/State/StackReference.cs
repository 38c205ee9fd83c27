namespace Embedded.Engine.State;

/// <summary>A stack of a project. The file backend's organization is always the same.</summary>
internal sealed record StackReference(string Project, string Stack)
{
    public const string Organization = "organization";

    public string FullName => $"{Organization}/{Project}/{Stack}";

    /// <summary>Accepts <c>stack</c>, <c>organization/stack</c> and <c>organization/project/stack</c>, as the CLI does.</summary>
    /// <exception cref="FormatException">The message says what is wrong with it.</exception>
    public static StackReference Parse(string text, string project)
    {
        var parts = text.Split('/');
        if (parts.Length > 3)
            throw new FormatException($"'{text}' is no stack name: expected 'stack' or '{Organization}/project/stack'.");
        if (parts.Length > 1 && parts[0] != Organization)
            throw new FormatException(
                $"'{text}' names the organization '{parts[0]}'; with state in files it is always '{Organization}'.");
        var stack = parts[^1];
        if (!IsName(stack))
            throw new FormatException(
                $"'{stack}' is no stack name: expected 1 to 100 letters, digits, hyphens, underscores or periods.");
        if (parts.Length == 3 && parts[1] != project)
            throw new FormatException($"'{text}' names a stack of the project '{parts[1]}'; this project is '{project}'.");
        return new StackReference(project, stack);
    }

    public static bool IsName(string text) =>
        text.Length is > 0 and <= 100 && text is not ("." or "..")
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    public override string ToString() => Stack;
}
