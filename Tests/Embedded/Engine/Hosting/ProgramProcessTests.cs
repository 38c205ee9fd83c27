using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Embedded.Engine.Hosting;
using Embedded.Engine.Planning;

namespace Infra.Tests.Embedded.Engine.Hosting;

public sealed class ProgramProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<string> _lines = [];

    [Fact]
    public async Task The_program_finds_the_engine_and_its_configuration_in_its_environment()
    {
        await using var process = Start("""
            echo "$PULUMI_MONITOR $PULUMI_ENGINE $PULUMI_PROJECT $PULUMI_STACK $PULUMI_ORGANIZATION"
            echo "$PULUMI_DRY_RUN $PULUMI_QUERY_MODE $PULUMI_PARALLEL"
            echo "$PULUMI_CONFIG $PULUMI_CONFIG_SECRET_KEYS $INFRA_UNBOUND_SECRETS" >&2
            """);

        Assert.Equal(0, await process.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            [
                "127.0.0.1:1 127.0.0.1:1 proj dev organization",
                "true false 7",
                """{"proj:a":"1","proj:b":"x y"} ["proj:b"] ["proj:b.c[0]"]""",
            ],
            _lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_exit_code_is_the_programs()
    {
        await using var process = Start("exit 32");

        Assert.Equal(32, await process.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cancelled_the_program_is_killed()
    {
        int program;
        using var cancellation = new CancellationTokenSource();
        await using (var process = Start("echo $$; exec sleep 600", _ => cancellation.Cancel()))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.WaitAsync(cancellation.Token));
            program = int.Parse(_lines[0], CultureInfo.InvariantCulture);
        }

        await GoneAsync(program);
    }

    [Fact]
    public async Task The_program_does_not_outlive_an_engine_that_is_killed()
    {
        // What is left of a killed engine is the end of the pipe that it held open.
        using var shell = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-c", ProgramProcess.Guard, "sh", "/bin/sh", "-c", "echo $$; exec sleep 600"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            },
        };
        shell.Start();
        var program = int.Parse((await shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!, CultureInfo.InvariantCulture);

        shell.StandardInput.Close();

        await GoneAsync(program);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_program_that_cannot_be_started_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Paths are those of Unix.");

        var exception = Assert.Throws<RegistrationException>(() => ProgramProcess.Start(
            new ProgramCommand("/bin/sh", [], "/does/not/exist"), Options(), "127.0.0.1:1", _ => { }));

        Assert.StartsWith("The program cannot be started", exception.Message, StringComparison.Ordinal);
    }

    private ProgramProcess Start(string script, Action<string>? heard = null) => ProgramProcess.Start(
        new ProgramCommand("/bin/sh", ["-c", script], Path.GetTempPath()), Options(), "127.0.0.1:1", line =>
        {
            lock (_lines)
                _lines.Add(line);
            heard?.Invoke(line);
        });

    private static UpdateOptions Options() => new(
        UpdateKind.Preview, new ProjectFile("proj", "dotnet", Path.GetTempPath(), null, null), "dev",
        ImmutableSortedDictionary<string, string>.Empty.Add("proj:a", "1").Add("proj:b", "x y"), ["proj:b"])
    {
        Parallel = 7,
        UnboundSecrets = ["proj:b.c[0]"],
    };

    private static async Task GoneAsync(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }
}
