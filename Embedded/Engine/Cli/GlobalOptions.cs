using System.CommandLine;

namespace Embedded.Engine.Cli;

/// <summary>The options that every command takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Stack = new("--stack", "-s")
    {
        Description = "The stack to work on; else PULUMI_STACK, else the selected one",
        Recursive = true,
    };

    public static readonly Option<string?> Directory = new("--cwd", "-C")
    {
        Description = "Work as if started in this directory",
        Recursive = true,
    };

    public static readonly Option<bool> NonInteractive = new("--non-interactive")
    {
        Description = "Ask nothing and draw no moving display",
        Recursive = true,
    };

    public static readonly Option<string> Color = new Option<string>("--color")
    {
        Description = "always, never or auto",
        DefaultValueFactory = _ => "auto",
        Recursive = true,
    }.AcceptOnlyFromAmong("always", "never", "auto", "raw");

    /// <summary>Whether somebody is there to answer a question.</summary>
    public static bool IsInteractive(ParseResult parsed) =>
        !parsed.GetValue(NonInteractive)
        && !Console.IsInputRedirected && !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("CI") is null or "" or "false"
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
}
