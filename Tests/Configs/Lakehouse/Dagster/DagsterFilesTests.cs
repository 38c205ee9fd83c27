using Infra.Configs.Lakehouse.Dagster;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Lakehouse.Dagster;

public sealed class DagsterFilesTests
{
    private static readonly IReadOnlyDictionary<string, string> Files = DagsterFiles.Render(new DagsterConfig("postgres", 5432, "lakehouse", "lake"));

    public static TheoryData<string> Programs => [.. Files.Keys.Where(file => file.EndsWith(".py"))];

    [Fact]
    public void Are_rendered_as_the_golden_files_have_them()
    {
        Golden.Matches(Files[DagsterFiles.InstanceFile], "dagster.golden.yml");
        Golden.Matches(Files[DagsterFiles.WorkspaceFile], "workspace.golden.yml");
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Have_programs_that_Python_reads(string file)
    {
        using var folder = new TemporaryDirectory().Write(Files);

        await ToolProcess.AcceptsInAsync(folder.Path, "python3", "-m", "py_compile", file);
    }

    [Fact]
    public async Task Have_a_pipeline_that_needs_nothing_besides_Dagster_and_Python()
    {
        using var folder = new TemporaryDirectory().Write(Files);
        const string Listing = """
            import ast, sys
            tree = ast.parse(open(sys.argv[1]).read())
            names = {n.name.split('.')[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for n in node.names}
            names |= {node.module.split('.')[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
            print(*sorted(names - set(sys.stdlib_module_names)))
            """;

        Assert.Equal("dagster\n", await ToolProcess.AcceptsInAsync(folder.Path, "python3", "-c", Listing, DagsterFiles.PipelineFile));
        Assert.Equal("psycopg2\n", await ToolProcess.AcceptsInAsync(folder.Path, "python3", "-c", Listing, DagsterFiles.DaemonHealthFile));
    }

    [Fact]
    public async Task Have_a_pipeline_that_Dagster_loads()
    {
        ToolProcess.SkipUnlessInstalled("python3");
        using var folder = new TemporaryDirectory().Write(Files);
        var installed = await ToolProcess.RunAsync("python3", ["-c", "import dagster"]);
        Assert.SkipUnless(installed.ExitCode == 0, "the Python package 'dagster' is not installed on this machine");

        var output = await ToolProcess.AcceptsInAsync(folder.Path, "python3", "-c", """
            import definitions
            repository = definitions.defs.get_repository_def()
            print(*sorted(job.name for job in repository.get_all_jobs() if not job.name.startswith('__')))
            """);

        Assert.Equal("ingest quality_check report\n", output);
    }

    [Theory]
    [InlineData("pipeline_success")]
    [InlineData("pipeline_failure")]
    [InlineData("iceberg_table_updated")]
    public void Have_a_pipeline_that_tells_of_what_the_logs_are_searched_for(string eventType) =>
        Assert.Contains($"\"{eventType}\"", Files[DagsterFiles.PipelineFile]);
}
