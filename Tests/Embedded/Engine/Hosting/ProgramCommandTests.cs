using Embedded.Engine.Hosting;
using Embedded.Engine.Planning;

namespace Infra.Tests.Embedded.Engine.Hosting;

public sealed class ProgramCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("program-command").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_newest_build_of_the_one_project_is_started()
    {
        Write("Infra.csproj");
        var debug = Write("artifacts/bin/Infra/debug/Infra.dll");
        var release = Write("artifacts/bin/Infra/release/Infra.dll");
        File.SetLastWriteTimeUtc(release, DateTime.UtcNow.AddMinutes(-1));

        var command = ProgramCommand.For(Project("dotnet"));

        Assert.Equal([debug], command.Arguments);
        Assert.Equal(_directory, command.Directory);
    }

    [Fact]
    public void A_build_in_the_projects_own_folder_is_found_too()
    {
        Write("Prog.csproj");
        var built = Write("bin/Debug/net10.0/Prog.dll");

        Assert.Equal([built], ProgramCommand.For(Project("dotnet")).Arguments);
    }

    [Fact]
    public void What_is_not_built_where_it_is_looked_for_is_left_to_dotnet_run()
    {
        var project = Write("Infra.csproj");

        Assert.Equal(["run", "--no-build", "--project", project], ProgramCommand.For(Project("dotnet")).Arguments);
    }

    [Fact]
    public void A_binary_in_the_project_file_goes_before_all()
    {
        var binary = Write("out/prog");

        var command = ProgramCommand.For(Project("dotnet") with { Binary = "out/prog" });

        Assert.Equal(binary, command.File);
        Assert.Empty(command.Arguments);
    }

    [Fact]
    public void A_Node_program_is_run_by_its_own_SDK()
    {
        var run = Write("node_modules/@pulumi/pulumi/cmd/run/index.js");

        var command = ProgramCommand.For(Project("nodejs") with { Main = "app.js" });

        Assert.Equal(("node", Path.Combine(_directory, "app.js")), (command.File, command.ProgramArgument));
        Assert.Equal([run], command.Arguments);
    }

    [Fact]
    public void What_cannot_be_started_is_told_with_what_to_do()
    {
        Assert.EndsWith("Run npm install in " + _directory + ".", Message(Project("nodejs")), StringComparison.Ordinal);
        Assert.Contains("holds 0 project files", Message(Project("dotnet")), StringComparison.Ordinal);
        Assert.Contains("Build it first", Message(Project("dotnet") with { Binary = "nothing" }), StringComparison.Ordinal);
        Assert.Contains("\"python\"", Message(Project("python")), StringComparison.Ordinal);

        static string Message(ProjectFile project) => Assert.Throws<RegistrationException>(() => ProgramCommand.For(project)).Message;
    }

    private ProjectFile Project(string runtime) => new("proj", runtime, _directory, null, null);

    private string Write(string path)
    {
        var full = Path.Combine(_directory, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, "");
        return full;
    }
}
