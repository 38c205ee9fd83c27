using System.Text;
using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>Brings the products' many words for how bad something is down to six, in capitals; another word is no level.</summary>
internal static class LogLevels
{
    private static readonly (string Level, string[] Words)[] Known =
    [
        ("INFO", ["INFO", "LOG", "NOTICE", "EVENT", "I"]),
        ("WARN", ["WARN", "WARNING", "W"]),
        ("ERROR", ["ERROR", "ERR", "ERRO", "SEVERE", "E"]),
        ("DEBUG", ["DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5", "FINE", "CONFIG"]),
        ("FATAL", ["FATAL", "PANIC", "CRITICAL", "CRIT", "F"]),
        ("TRACE", ["TRACE", "FINER", "FINEST"]),
    ];

    public static IReadOnlyList<string> All { get; } = [.. Known.Select(known => known.Level)];

    public static IEnumerable<AlloyBlock> Stages => [LogStages.Template(LogLabels.Level, Template()), LogStages.Labels(LogLabels.Level)];

    // A template that gives nothing takes the value away, and with it the label.
    private static string Template()
    {
        var template = new StringBuilder("{{ $level := ToUpper .Value }}");
        foreach (var (level, words) in Known)
        {
            template.Append(template.ToString().Contains("{{ if", StringComparison.Ordinal) ? "{{ else if eq $level" : "{{ if eq $level");
            foreach (var word in words)
                template.Append(" \"").Append(word).Append('"');
            template.Append(" }}").Append(level);
        }

        return template.Append("{{ end }}").ToString();
    }
}
