using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Embedded.Engine.Planning;

namespace Embedded.Engine.Hosting;

/// <summary>The running program. It does not outlive the engine, however the engine ends.</summary>
/// <remarks>
/// Being killed, the engine cannot kill anybody. What the system does for it then is to close its files: a small shell
/// beside the program waits for the end of a pipe that only the engine holds open, and kills the program. (Linux could
/// do it with a death signal, but that one comes when the thread that started the child ends, not the process.)
/// </remarks>
internal sealed class ProgramProcess : IAsyncDisposable
{
    // Interrupts are for the engine: it lets running operations finish, and the program with them.
    internal const string Guard =
        """
        trap '' INT
        exec 3<&0
        "$@" 3<&- </dev/null &
        program=$!
        { read -r _ <&3; kill -KILL "$program"; } >/dev/null 2>&1 &
        guard=$!
        exec 3<&-
        wait "$program" 2>/dev/null
        code=$?
        kill "$guard" 2>/dev/null
        exit "$code"
        """;

    private readonly Process _process;

    private ProgramProcess(Process process) => _process = process;

    public static ProgramProcess Start(ProgramCommand command, UpdateOptions options, string engine, Action<string> output)
    {
        var guarded = !OperatingSystem.IsWindows();
        var start = new ProcessStartInfo
        {
            FileName = guarded ? "/bin/sh" : command.File,
            WorkingDirectory = command.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        foreach (var argument in guarded ? ["-c", Guard, "sh", command.File, .. command.Arguments] : command.Arguments)
            start.ArgumentList.Add(argument);
        if (command.ProgramArgument is { } program)
            foreach (var argument in Flags(options, engine, command.Directory, program))
                start.ArgumentList.Add(argument);
        foreach (var (name, value) in Variables(options, engine, command.Directory))
            start.Environment[name] = value;

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Pass(line.Data);
        process.ErrorDataReceived += (_, line) => Pass(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            process.Dispose();
            throw new RegistrationException($"The program cannot be started with {start.FileName}: {exception.Message}.");
        }
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ProgramProcess(process);

        void Pass(string? line)
        {
            if (line is not null)
                output(line);
        }
    }

    /// <summary>Waits for its end and all of its output. Cancelled, kills it.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private static Dictionary<string, string> Variables(UpdateOptions options, string engine, string directory)
    {
        var variables = new Dictionary<string, string>
        {
            ["PULUMI_MONITOR"] = engine,
            ["PULUMI_ENGINE"] = engine,
            ["PULUMI_ORGANIZATION"] = "organization",
            ["PULUMI_PROJECT"] = options.Project.Name,
            ["PULUMI_ROOT_DIRECTORY"] = options.Project.Directory,
            ["PULUMI_STACK"] = options.Stack,
            ["PULUMI_PWD"] = directory,
            ["PULUMI_DRY_RUN"] = DryRun(options),
            ["PULUMI_QUERY_MODE"] = "false",
            ["PULUMI_PARALLEL"] = Parallel(options),
            ["PULUMI_CONFIG"] = JsonObject(options.Config),
            ["PULUMI_CONFIG_SECRET_KEYS"] = JsonArray(options.SecretConfigKeys),
            // Not one of Pulumi's, which binds no value to its place.
            ["INFRA_UNBOUND_SECRETS"] = JsonArray(options.UnboundSecrets),
        };
        return variables;
    }

    private static string[] Flags(UpdateOptions options, string engine, string directory, string program) =>
    [
        "--monitor", engine, "--engine", engine, "--project", options.Project.Name, "--stack", options.Stack,
        "--pwd", directory, "--dry-run", DryRun(options), "--parallel", Parallel(options), program,
    ];

    private static string DryRun(UpdateOptions options) => UpdateContext.IsDryRun(options) ? "true" : "false";

    private static string Parallel(UpdateOptions options) => options.Parallel.ToString(CultureInfo.InvariantCulture);

    private static string JsonObject(IEnumerable<KeyValuePair<string, string>> values) => Json(writer =>
    {
        writer.WriteStartObject();
        foreach (var (key, value) in values)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    });

    private static string JsonArray(IEnumerable<string> values) => Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var value in values.Order(StringComparer.Ordinal))
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    });

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
