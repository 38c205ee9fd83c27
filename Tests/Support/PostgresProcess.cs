using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Infra.Tests.Support;

/// <summary>A Postgres of the operating system's own package, with an empty database on a port of its own.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    public const string Superuser = "postgres";
    public const string Database = "lakehouse";
    private const string Programs = "/usr/lib/postgresql";

    private readonly TemporaryDirectory _folder;
    private readonly Process _process;
    private readonly string _programs;

    private PostgresProcess(TemporaryDirectory folder, Process process, string programs, int port) =>
        (_folder, _process, _programs, Port) = (folder, process, programs, port);

    public int Port { get; }

    public static async Task<PostgresProcess> StartAsync()
    {
        var programs = Directory.Exists(Programs) ? Directory.EnumerateDirectories(Programs).Order(StringComparer.Ordinal).LastOrDefault() : null;
        Assert.SkipWhen(programs is null, $"No Postgres is installed in {Programs}.");
        programs = Path.Combine(programs, "bin");
        // Postgres refuses to run as root.
        Assert.SkipWhen(IsRoot && !ToolProcess.Exists("setpriv"), "'setpriv' is not installed on this machine.");

        var folder = new TemporaryDirectory();
        if (IsRoot)
            await ToolProcess.AcceptsAsync("chown", "postgres", folder.Path);
        var port = FreePort.Find(IPAddress.Loopback);
        var data = folder.File("data");
        await RunAsync(Path.Combine(programs, "initdb"), "--pgdata", data, "--auth=trust", "--no-sync", $"--username={Superuser}", "--encoding=UTF8");
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true };
        Fill(start, Path.Combine(programs, "postgres"),
            "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture), "-k", folder.Path, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off");
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new PostgresProcess(folder, process, programs, port);
        await Eventually.SucceedsAsync(async () => (await server.PsqlAsync(Superuser, "postgres", "SELECT 1")).ShouldSucceed());
        (await server.PsqlAsync(Superuser, "postgres", $"CREATE DATABASE {Database}")).ShouldSucceed();
        return server;
    }

    /// <summary>Runs statements in the database; the first that fails ends it.</summary>
    public Task<ToolResult> RunSqlAsync(string sql, string user = Superuser) => PsqlAsync(user, Database, sql);

    /// <summary>Statements without what is psql's own and asks for an answer, such as <c>\password</c>.</summary>
    public static string WithoutQuestions(string statements) =>
        string.Join('\n', statements.Split('\n').Where(line => !line.StartsWith('\\')));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // SIGQUIT would leave shared memory behind; SIGINT ends sessions and stops.
            await ToolProcess.RunAsync("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private static bool IsRoot => Environment.UserName == "root";

    private Task<ToolResult> PsqlAsync(string user, string database, string sql) => ToolProcess.RunAsync(
        Path.Combine(_programs, "psql"),
        ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", user, "-d", database, "-c", sql]);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo();
        Fill(start, program, arguments);
        (await ToolProcess.RunAsync(start.FileName, start.ArgumentList)).ShouldSucceed(program);
    }

    private static void Fill(ProcessStartInfo start, string program, params string[] arguments)
    {
        start.FileName = IsRoot ? "setpriv" : program;
        if (IsRoot)
        {
            foreach (var argument in (string[])["--reuid=postgres", "--regid=postgres", "--clear-groups", program])
                start.ArgumentList.Add(argument);
        }

        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
    }
}
