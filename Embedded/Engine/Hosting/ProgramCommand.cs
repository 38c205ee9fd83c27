using System.Collections.Immutable;
using Embedded.Engine.Planning;

namespace Embedded.Engine.Hosting;

/// <summary>How a program is started.</summary>
/// <param name="Directory">Where it runs.</param>
/// <param name="ProgramArgument">For a language whose runner takes the engine's address as flags: the program to run.</param>
internal sealed record ProgramCommand(string File, ImmutableArray<string> Arguments, string Directory, string? ProgramArgument = null)
{
    /// <exception cref="RegistrationException">There is nothing that could be started.</exception>
    public static ProgramCommand For(ProjectFile project) => project.Runtime switch
    {
        "dotnet" => Dotnet(project),
        "nodejs" => Node(project),
        _ => throw new RegistrationException(
            $"Pulumi.yaml asks for the runtime \"{project.Runtime}\"; the embedded engine runs dotnet and nodejs. Use the Pulumi CLI for this project."),
    };

    private static ProgramCommand Dotnet(ProjectFile project)
    {
        if (project.Binary is { } binary)
        {
            var path = Path.GetFullPath(binary, project.Directory);
            if (!System.IO.File.Exists(path))
                throw new RegistrationException($"The program {path} (runtime.options.binary of Pulumi.yaml) does not exist. Build it first.");
            return Assembly(path, project.Directory);
        }
        var directory = Folder(project);
        var projectFiles = System.IO.Directory.GetFiles(directory, "*.csproj");
        if (projectFiles.Length != 1)
            throw new RegistrationException(
                $"{directory} holds {projectFiles.Length} project files (*.csproj); exactly one was expected, the Pulumi program.");
        return BuiltAssembly(directory, Path.GetFileNameWithoutExtension(projectFiles[0])) is { } assembly
            ? Assembly(assembly, directory)
            : new ProgramCommand(DotnetHost, ["run", "--no-build", "--project", projectFiles[0]], directory);
    }

    private static ProgramCommand Node(ProjectFile project)
    {
        var folder = project.Directory;
        var run = Path.Combine(folder, "node_modules", "@pulumi", "pulumi", "cmd", "run", "index.js");
        if (!System.IO.File.Exists(run))
            throw new RegistrationException($"{run} does not exist. Run npm install in {folder}.");
        return new ProgramCommand("node", [run], folder, Path.GetFullPath(project.Main ?? ".", folder));
    }

    private static string Folder(ProjectFile project)
    {
        var path = Path.GetFullPath(project.Main ?? ".", project.Directory);
        return System.IO.File.Exists(path) ? Path.GetDirectoryName(path)! : path;
    }

    /// <summary>The build of the engine's own configuration, else the newest, in the one folder for all artifacts or in the project's own.</summary>
    private static string? BuiltAssembly(string directory, string name)
    {
        var artifacts = Path.Combine(directory, "artifacts", "bin", name);
        var own = Path.Combine(directory, "bin");
        IEnumerable<string> folders = [];
        if (System.IO.Directory.Exists(artifacts))
            folders = folders.Concat(System.IO.Directory.GetDirectories(artifacts));
        if (System.IO.Directory.Exists(own))
            folders = folders.Concat(System.IO.Directory.GetDirectories(own).SelectMany(System.IO.Directory.GetDirectories));
        return folders
            .Select(folder => Path.Combine(folder, name + ".dll"))
            .Where(System.IO.File.Exists)
            .MaxBy(file => (Configuration(file) == Configuration(OwnAssembly), System.IO.File.GetLastWriteTimeUtc(file)));
    }

    private static readonly string OwnAssembly = typeof(ProgramCommand).Assembly.Location;

    /// <summary>The name of the folder that a build went to: <c>debug</c>, <c>release</c>.</summary>
    private static string? Configuration(string assembly) => Path.GetFileName(Path.GetDirectoryName(assembly))?.ToLowerInvariant();

    private static ProgramCommand Assembly(string path, string directory) => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        ? new ProgramCommand(DotnetHost, [path], directory)
        : new ProgramCommand(path, [], directory);

    // The very host that runs this engine, where it was started as "dotnet infra-engine.dll".
    private static string DotnetHost =>
        Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self
        : Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root && System.IO.File.Exists(Path.Combine(root, "dotnet"))
            ? Path.Combine(root, "dotnet")
        : "dotnet";
}
