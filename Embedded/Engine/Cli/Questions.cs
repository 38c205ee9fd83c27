using System.CommandLine;
using Spectre.Console;

namespace Embedded.Engine.Cli;

/// <summary>What a person at the terminal is asked.</summary>
internal static class Questions
{
    public const string Yes = "yes";
    public const string No = "no";
    public const string Details = "details";

    /// <summary>The answer that changes nothing is the one that is chosen at first.</summary>
    public static Task<string> UpdateAsync(string question, CancellationToken cancellation) =>
        new SelectionPrompt<string>().Title(question).AddChoices(No, Yes, Details).ShowAsync(AnsiConsole.Console, cancellation);

    public static string Secret(string question) =>
        AnsiConsole.Console.Prompt(new TextPrompt<string>(question).Secret(null).AllowEmpty());

    /// <summary>Has what is removed typed out, unless <paramref name="yes"/> says it before.</summary>
    /// <exception cref="UsageException">Nobody is there to answer.</exception>
    /// <exception cref="RefusedException">It was not confirmed.</exception>
    public static void ConfirmRemoval(ParseResult parsed, bool yes, string what, string name)
    {
        if (yes)
            return;
        if (!GlobalOptions.IsInteractive(parsed))
            throw new UsageException("--yes must be passed in to proceed when running in non-interactive mode");
        var answer = AnsiConsole.Console.Prompt(
            new TextPrompt<string>($"{Markup.Escape(what)} Type [bold]{Markup.Escape(name)}[/] to confirm:").AllowEmpty());
        if (answer != name)
            throw new RefusedException("Not confirmed; nothing was removed.");
    }
}
