namespace Infra.Configs.Alloy.Logs.Parsers;

/// <summary>
/// Everything else, the stack's own services first: <c>key=value</c> (Prometheus, Loki, Tempo, Alloy, Grafana), and the letters of
/// cAdvisor. Other texts have their level where any product's may have it (<see cref="LogLevels"/>).
/// </summary>
internal static class OtherParser
{
    public static LogParser Parser => new(LogProducts.Other)
    {
        Stages =
        [
            // What stands before the level is key=value too, or a name in brackets.
            LogStages.Regex("""^(?:[^\s="]+=(?:"(?:[^"\\]|\\.)*"|[^\s"]*)\s+|\[[\w.-]+\]\s+)*?(?:level|lvl|severity|loglevel)="?(?P<level>[A-Za-z]+)"""),
            LogStages.Regex("""^(?P<level>[IWEF])\d{4} \d\d:\d\d:\d\d"""),
        ],
    };
}
