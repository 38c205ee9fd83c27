using System.Text;
using Embedded.Engine.Configuration;
using YamlDotNet.RepresentationModel;

namespace Embedded.Engine.State;

/// <summary>The folders of Pulumi's file backend, as <c>pulumi login --local</c> has them.</summary>
/// <param name="root">The folder that holds <c>.pulumi</c>.</param>
internal sealed class FileBackend(string root)
{
    public const string UrlVariable = "PULUMI_BACKEND_URL";
    private const string Scheme = "file://";
    private const int LayoutVersion = 1;

    public string Bookkeeping { get; } = Path.Combine(root, ".pulumi");

    /// <param name="url">Of <see cref="UrlVariable"/> or of Pulumi.yaml's <c>backend.url</c>; null for the home folder.</param>
    /// <exception cref="StateFileException">It is none that this engine can use.</exception>
    public static FileBackend Open(string? url, string workingDirectory)
    {
        url = string.IsNullOrEmpty(url) ? Scheme + "~" : url;
        if (!url.StartsWith(Scheme, StringComparison.Ordinal))
            throw new StateFileException(
                $"The state backend '{url}' is none of this engine's: expected 'file://<folder>' in {UrlVariable}. " +
                "Use the pulumi CLI for other backends.");
        var path = url[Scheme.Length..].Split('?')[0];
        if (path is "~" || path.StartsWith("~/", StringComparison.Ordinal))
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        return new FileBackend(Path.GetFullPath(Path.Combine(workingDirectory, path)));
    }

    public string StackFile(StackReference stack) => Path.Combine(Bookkeeping, "stacks", stack.Project, stack.Stack + ".json");

    public string HistoryDirectory(StackReference stack) => Path.Combine(Bookkeeping, "history", stack.Project, stack.Stack);

    public string BackupDirectory(StackReference stack) => Path.Combine(Bookkeeping, "backups", stack.Project, stack.Stack);

    public string LockDirectory(StackReference stack) =>
        Path.Combine(Bookkeeping, "locks", StackReference.Organization, stack.Project, stack.Stack);

    /// <summary>The stacks of a project that have state, by name.</summary>
    public IReadOnlyList<StackReference> List(string project)
    {
        var directory = Path.Combine(Bookkeeping, "stacks", project);
        if (!Directory.Exists(directory))
            return [];
        return
        [
            .. Directory.EnumerateFiles(directory)
                .Select(file => StackName(Path.GetFileName(file)))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => new StackReference(project, name)),
        ];
    }

    /// <summary>Makes a folder of the backend. It and those between it and the backend's own are for their owner alone.</summary>
    /// <exception cref="StateFileException"/>
    public void CreateDirectory(string directory)
    {
        var folder = Bookkeeping;
        OwnerOnly.CreateDirectory(folder);
        foreach (var name in Path.GetRelativePath(Bookkeeping, directory).Split(Path.DirectorySeparatorChar))
        {
            folder = Path.Combine(folder, name);
            OwnerOnly.CreateDirectory(folder);
        }
    }

    /// <summary>Makes the backend's folder, and refuses one of another layout.</summary>
    /// <exception cref="StateFileException"/>
    public void EnsureLayout()
    {
        var meta = Path.Combine(Bookkeeping, "meta.yaml");
        if (File.Exists(meta))
        {
            var version = ReadVersion(meta);
            if (version != LayoutVersion)
                throw new StateFileException(
                    $"{meta} says layout version {version?.ToString() ?? "unknown"}; this engine knows version {LayoutVersion}. " +
                    "'pulumi state upgrade' brings an older one up to date.");
            return;
        }
        var stacks = Path.Combine(Bookkeeping, "stacks");
        if (Directory.Exists(stacks) && Directory.EnumerateFiles(stacks, "*.json").Any())
            throw new StateFileException(
                $"{stacks} has the layout of old CLIs, without projects. Bring it up to date with 'pulumi state upgrade'.");
        OwnerOnly.CreateDirectory(Bookkeeping);
        // Two commands may do this at once: each writes a file of its own, and whose comes last does not matter.
        var temporary = Path.Combine(Bookkeeping, $"meta.{Guid.NewGuid():N}.tmp");
        using (var stream = OwnerOnly.OpenFile(temporary, FileMode.CreateNew))
            stream.Write(Encoding.UTF8.GetBytes($"version: {LayoutVersion}\n"));
        File.Move(temporary, meta, overwrite: true);
    }

    private static int? ReadVersion(string meta) =>
        YamlReading.Root(YamlReading.ReadFile(meta), meta)?.Get("version") is YamlScalarNode node && int.TryParse(node.Value, out var version)
            ? version
            : null;

    private static string? StackName(string file)
    {
        foreach (var extension in (ReadOnlySpan<string>)[".json", ".json.gz", ".json.zst"])
        {
            if (file.EndsWith(extension, StringComparison.Ordinal) && StackReference.IsName(file[..^extension.Length]))
                return file[..^extension.Length];
        }
        return null;
    }
}
