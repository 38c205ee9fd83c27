using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>The stages of a log pipeline. What they find is kept by name beside the line until a later stage uses it.</summary>
internal static class LogStages
{
    /// <summary>Stages for the entries that a selector takes; the others pass by.</summary>
    public static AlloyBlock Match(LineSelector selector, params IEnumerable<AlloyBlock> stages) => new("stage.match") { { "selector", selector.ToString() }, stages };

    /// <summary>Drops the entries that a selector takes, and counts them by a reason.</summary>
    public static AlloyBlock Drop(LineSelector selector, string reason) => new("stage.match")
    {
        { "selector", selector.ToString() },
        { "action", "drop" },
        { "drop_counter_reason", reason },
    };

    /// <summary>Takes away what colours a line in a terminal.</summary>
    public static AlloyBlock Decolorize() => new("stage.decolorize");

    /// <summary>Joins the lines that follow a first line to it.</summary>
    /// <param name="wait">How long an entry waits for a line that belongs to it.</param>
    public static AlloyBlock Join(string firstLine, Duration wait) => new("stage.multiline")
    {
        { "firstline", firstLine },
        { "max_lines", 500 },
        { "max_wait_time", wait },
    };

    /// <summary>Finds values in a line that is JSON; others are left alone.</summary>
    public static AlloyBlock Json(params IEnumerable<KeyValuePair<string, string>> expressions) => new("stage.json") { { "expressions", AlloyMap.Of(expressions) } };

    /// <summary>Finds the values of named groups. A group that takes no part in the match would be found empty: each has to.</summary>
    public static AlloyBlock Regex(string expression) => new("stage.regex") { { "expression", expression } };

    /// <summary>Puts a text in the place of each group of an expression.</summary>
    public static AlloyBlock Replace(string expression, string replacement) => new("stage.replace") { { "expression", expression }, { "replace", replacement } };

    /// <summary>Sets a value by a template of Go's.</summary>
    public static AlloyBlock Template(string source, string template) => new("stage.template") { { "source", source }, { "template", template } };

    /// <summary>Makes labels of values that were found.</summary>
    public static AlloyBlock Labels(params string[] names) => new("stage.labels") { { "values", AlloyMap.OfNames(names) } };

    /// <summary>Sets a label.</summary>
    public static AlloyBlock Label(string name, string value) => new("stage.static_labels") { { "values", AlloyMap.Of([new(name, value)]) } };

    public static AlloyBlock DropLabels(params string[] names) => new("stage.label_drop") { { "values", names } };

    public static AlloyBlock StructuredMetadata(params IEnumerable<string> names) => new("stage.structured_metadata") { { "values", AlloyMap.OfNames([.. names]) } };
}
