using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>The stages of a log pipeline. What they find is kept by name beside the line until a later stage uses it.</summary>
internal static class LogStages
{
    /// <summary>Where the text of a timestamp is kept.</summary>
    public const string Time = "time";

    /// <summary>A level in brackets, filled up with blanks, as structlog writes it for people.</summary>
    public const string BracketedLevel = @"\[(?P<level>(?i:trace|debug|info|notice|warning|warn|error|critical|fatal)) *\]";

    /// <summary>Stages for the lines that a selector takes.</summary>
    public static AlloyBlock Match(string selector, params IEnumerable<AlloyBlock> stages) => new("stage.match") { { "selector", selector }, stages };

    /// <summary>Takes away what colours a line in a terminal.</summary>
    public static AlloyBlock Decolorize() => new("stage.decolorize");

    /// <summary>Joins the lines that follow a first line to it.</summary>
    public static AlloyBlock Join(string firstLine) => new("stage.multiline") { { "firstline", firstLine }, { "max_lines", 500 } };

    /// <summary>Finds values in a line that is JSON; others are left alone.</summary>
    public static AlloyBlock Json(params KeyValuePair<string, string>[] expressions) => new("stage.json") { { "expressions", AlloyMap.Of(expressions) } };

    /// <summary>Finds values in a line of <c>key=value</c>.</summary>
    public static AlloyBlock Logfmt(params string[] keys) => new("stage.logfmt") { { "mapping", AlloyMap.OfNames(keys) } };

    /// <summary>Finds the values of named groups.</summary>
    public static AlloyBlock Regex(string expression) => new("stage.regex") { { "expression", expression } };

    /// <summary>Sets a value by a template of Go's.</summary>
    public static AlloyBlock Template(string source, string template) => new("stage.template") { { "source", source }, { "template", template } };

    /// <summary>Takes the line's time from a value in one of these formats; Docker's own time stays where there is none.</summary>
    public static AlloyBlock Timestamp(string format, string? fallback = null) => new("stage.timestamp")
    {
        { "source", Time },
        { "format", format },
        { "fallback_formats", fallback is null ? null : new[] { fallback } },
        { "action_on_failure", "skip" },
    };

    public static AlloyBlock Drop(string expression, string reason) => new("stage.drop") { { "expression", expression }, { "drop_counter_reason", reason } };

    public static AlloyBlock Labels(params string[] names) => new("stage.labels") { { "values", AlloyMap.OfNames(names) } };

    public static AlloyBlock StructuredMetadata(params IEnumerable<string> names) => new("stage.structured_metadata") { { "values", AlloyMap.OfNames([.. names]) } };
}
