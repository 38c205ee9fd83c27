namespace Infra.Tests.Configs.Alloy.Logs.Cases;

/// <summary>Cases beside those that were reported, each with what it is there for.</summary>
internal static class MadeCases
{
    private const string Run = "5f7c2c1e-8c4b-4a39-9f0e-0a8f1f6a2b11";

    private static readonly string[] Python =
        ["Traceback (most recent call last):", "  File \"/app/main.py\", line 3, in <module>", "    main()", "  File \"/app/main.py\", line 1, in main", "ValueError: no"];

    private static readonly string[] Java =
        ["Exception in thread \"main\" java.lang.IllegalStateException: no", "\tat x.Main.main(Main.java:1)", "Caused by: java.io.IOException: disk", "\tat x.Disk.read(Disk.java:2)", "\t... 1 more"];

    private static readonly string[] BareJava = ["java.lang.IllegalStateException: no", "\tat x.Main.main(Main.java:1)", "Caused by: java.io.IOException: disk", "\tat x.Disk.read(Disk.java:2)"];

    private static readonly string[] Go =
        ["panic: runtime error: index out of range [5] with length 3", "goroutine 1 [running]:", "main.main()", "\t/app/main.go:8 +0x1d", "exit status 2"];

    private static readonly string[] Chained =
        ["Traceback (most recent call last):", "  File \"a.py\", line 1, in <module>", "KeyError: 'x'", "During handling of the above exception, another exception occurred:", .. Python];

    private static readonly string[] Services = ["app", "dagster-daemon", "minio", "nessie", "postgres", "trino"];

    public static IReadOnlyList<LogCase> All { get; } =
    [
        // A program that dies at its start says so in one entry, whatever it is.
        .. Services.SelectMany(service => new[]
        {
            Of("dies-python", "a traceback is one entry, and an error, whatever the service is", service, Python), Of("dies-java", "a stack trace with its cause is one entry, and an error, whatever the service is", service, Java), Of("dies-java-bare", "it is one too where no thread is named before it", service, BareJava), Of("dies-go", "a panic with its goroutines is one entry, and fatal: the process has ended", service, Go),
        }),
        // One exception that caused another.
        Of("dies-chained", "an exception that was raised while another was handled is the same event", "app", Chained),
        Of("dies-chained", "an exception that was raised while another was handled is the same event", "dagster-daemon", Chained),
        // An error that is logged has its trace; one that only happens after it, or after something that is no error, has its own.
        Of("logged-trace", "the traceback belongs to the error that was logged with it, the next line does not", "app", ["2026-11-22 12:00:00,123 ERROR failed", .. Python, "2026-11-22 12:00:01,123 INFO on"]),
        Of("logged-trace", "the traceback belongs to the error that was logged with it, the next line does not", "dagster-daemon", ["2026-11-22 10:00:02 +0000 - dagster - ERROR - failed", .. Python, "2026-11-22 10:00:02 +0000 - dagster - INFO - on"]),
        Of("dies-later", "a traceback after something that is no error is an event of its own", "app", ["INFO: ready", .. Python]),
        Of("dies-later", "a traceback after something that is no error is an event of its own", "dagster-daemon", ["2026-11-22 10:00:02 +0000 - dagster - DEBUG - ready", .. Python]),
        Of("out-of-memory", "what the Java machine says for itself does not belong to the entry before", "trino",
            ["2026-11-22T21:36:26.105Z\tINFO\tmain\tio.trino.X\tready", "java.lang.OutOfMemoryError: Java heap space", "Dumping heap to java_pid1.hprof ...", "Terminating due to java.lang.OutOfMemoryError: Java heap space"]),
        Of("node", "an exception with its frames is an error of its own", "app", ["Listening on 3000", "TypeError: x is not a function", "    at Object.<anonymous> (/app/index.js:3:7)"]),
        Of("dbt-in-dagster", "dbt's lines begin with the time of the day, and are not part of Dagster's entry before", "dagster-daemon",
            [
                $"2026-11-22 10:00:01 +0000 - dagster - DEBUG - ingest - {Run} - 77 - dbt - STEP_START - Started", "\u001b[0m10:00:02  1 of 2 ERROR creating sql view model x  [\u001b[31mERROR\u001b[0m in 0.1s]",
                "\u001b[0m10:00:03    Database Error in model x (models/x.sql)", "  relation \"y\" does not exist", "10:00:04  Done. PASS=1 WARN=0 ERROR=1", $"2026-11-22 10:00:05 +0000 - dagster - INFO - ingest - {Run} - 77 - on",
            ]),
        // The usual formats.
        Of("python-basic", "Python's default format", "app", ["ERROR:root:no", "WARNING:urllib3.pool:retry"]),
        Of("python-name", "the format of most examples of Python, with the date and without", "app", ["2026-11-22 12:00:00,123 - etl.load - ERROR - no", "etl.load - WARNING - no"]),
        Of("loguru", "fields between bars", "app", ["2026-11-22 12:00:00.123 | ERROR    | etl:load:12 - no", "2026-11-22 12:00:00.123 | INFO     | etl:load:12 - yes"]),
        Of("kafka", "the level behind a date in brackets", "kafka", ["[2026-11-22 12:00:00,123] WARN [Broker id=1] slow (kafka.server.Broker)"]),
        Of("pino", "levels are numbers", "app", ["{\"level\":50,\"time\":1795348800000,\"msg\":\"no\"}", "{\"level\":30,\"msg\":\"yes\"}"]),
        Of("dotnet", "the level is a word of four letters before a colon, the message is indented", "app", ["info: Microsoft.Hosting.Lifetime[14]", "      Now listening on: http://[::]:8080", "fail: Microsoft.AspNetCore.Server.Kestrel[13]", "      no", "crit: x[0]", "warn: x[0]", "dbug: x[0]"]),
        Of("dotnet-json", ".NET and Serilog have names of their own for it", "app", ["{\"EventId\":14,\"LogLevel\":\"Information\",\"Message\":\"yes\"}", "{\"@l\":\"Error\",\"@m\":\"no\"}"]),
        Of("opentelemetry", "OpenTelemetry's names for it", "app", ["{\"SeverityText\":\"ERROR\",\"Body\":\"no\"}", "{\"severity_text\":\"WARN\",\"body\":\"no\"}"]),
        Of("nginx", "crit and emerg are fatal; a status is no level", "nginx", ["2026/11/22 12:00:00 [crit] 29#29: *1 no", "2026/11/22 12:00:00 [emerg] 1#1: no", "10.0.0.1 - - [22/Nov/2026:12:00:00 +0000] \"GET /error HTTP/1.1\" 500 2"]),
        Of("log4j", "the thread may stand before the level or behind it", "app", ["12:00:00.123 [main] ERROR c.e.X - no", "ERROR [main] c.e.X no"]),
        Of("rust", "the level within the brackets of the date", "app", ["[2026-11-22T12:00:00Z ERROR app] no", "2026-11-22T12:00:00.123Z  WARN app: slow"]),
        Of("postgres-french", "messages are translated, and the level with them", "postgres", ["2026-11-22 12:00:00.000 CET [104] ERREUR:  la relation « x » n'existe pas", "2026-11-22 12:00:00.000 CET [104] INSTRUCTION :  select"]),
        Of("postgres-unknown-name", "a level before a colon and two blanks is Postgres, whatever the service is called", "warehouse", ["2026-11-22 12:00:00.000 UTC [104] lake@lakehouse ERROR:  no"]),
        Of("minio-error", "a block that begins with a call is an error", "minio", ["API: PutObject(bucket=lake, object=a)", "Time: 12:00:00 UTC 11/22/2026", "Error: disk full (*errors.errorString)", "       3: cmd/x.go:1:cmd.Put()"]),
        // No levels.
        Of("no-level", "a word in a text is no level, and what is none gets none", "app", ["there was an ERROR", "2026-11-22 12:00:00 Got error 5 from storage engine", "level=banana", "Processing 3 of 4", "error_count 0"]),
    ];

    private static LogCase Of(string id, string reason, string component, string[] lines) => new("made", id, component, lines) { Reason = reason };
}
