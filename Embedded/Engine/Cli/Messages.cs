using Infra.Shared;

namespace Embedded.Engine.Cli;

/// <summary>
/// Lines that are not the command's result: they go to standard error, so that a result can be piped on. What they quote of
/// a file or a daemon is made harmless for a terminal.
/// </summary>
internal static class Messages
{
    public static void Error(string message) => Write("error: ", "\u001b[31m", message);

    public static void Warning(string message) => Write("warning: ", "\u001b[33m", message);

    public static void Notice(string message) => Console.Error.WriteLine(SafeText.Visible(message));

    private static void Write(string label, string color, string message)
    {
        message = SafeText.Visible(message);
        var colored = !Console.IsErrorRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        Console.Error.WriteLine(colored ? $"{color}{label}\u001b[0m{message}" : label + message);
    }
}
