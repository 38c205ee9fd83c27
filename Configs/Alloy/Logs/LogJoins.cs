using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>
/// Makes entries of lines that belong together. A line does not know which one came before it, so this is done in steps: each joins
/// what the step before has left, and waits longer for it than that one did.
/// </summary>
internal static class LogJoins
{
    /// <summary>
    /// How an event begins that is none of the product's own: the process dies. Without this it would be joined to the entry before,
    /// and have its level.
    /// </summary>
    public const string Deaths = @"Traceback \(most|Exception in thread |Terminating due to |panic: |fatal error: |Unhandled exception|thread '";

    /// <summary>How long an entry waits for lines that a product's own rule joins to it.</summary>
    public static readonly Duration ProductWait = Duration.Seconds(2);

    private const string Mark = "\u001f";

    // An exception's own line, and what stands between several that caused each other; what Go writes behind a panic.
    private const string Continuations =
        @"^(?:(?:[\w$]+\.)*\w*(?:Error|Exception|Interrupt|Exit)(?::|\n|$)|Caused by: |During handling of |The above exception |goroutine \d|\[signal |created by |exit status \d|[\w./*-]+\.[\w.()*\[\]]+\()";

    /// <summary>Joins lines that begin with a blank or a closing bracket, and causes, to the line before: the frames of a trace, whatever wrote it.</summary>
    public static AlloyBlock Indented => LogStages.Join(@"^(?:[^\sC)}\]]|C(?:[^a]|$)|Ca(?:[^u]|$))", Duration.Seconds(1));

    /// <summary>
    /// Joins the parts of an error: an exception to its traceback, and a traceback to the error that was logged with it. Other
    /// levels are passed by, so that no entry swallows an error. The label of the level is part of what keeps streams apart here.
    /// </summary>
    public static AlloyBlock OfErrors => LogStages.Match(
        LineSelector.Of(LogLabels.Level, "ERROR|FATAL"),
        LogStages.Match(LineSelector.Any.Matching(Continuations), LogStages.Replace("^()", Mark)),
        LogStages.Join($"^[^{Mark}]", Duration.Seconds(2)),
        LogStages.Match(LineSelector.Any.Containing(Mark), LogStages.Replace($"({Mark})", "")),
        LogStages.Match(
            LineSelector.OfProduct($"{LogProducts.Dagster}|{LogProducts.Other}"),
            LogStages.Join("^(?:[^T]|T[^r]|Tr[^a])", Duration.Seconds(4)),
            // What has no such error before it, and says that another traceback follows.
            LogStages.Match(LineSelector.Any.Matching(@"^Traceback \("), LogStages.Join(@"\n(?:During handling of|The above exception) [^\n]*:\s*$", Duration.Seconds(4)))));
}
