using System.Formats.Tar;
using System.Text;
using System.Text.RegularExpressions;
using Docker.DotNet.Models;

namespace Infra.Tests.Support;

/// <summary>
/// A tiny image made on the spot, for no registry need be reachable: a static busybox where the machine has one, else its
/// shell and the libraries that this needs. Made once per name and left to <see cref="RemoveAsync"/>.
/// </summary>
public static partial class TestImage
{
    /// <summary>Imports the image under the name <c>NAME:TAG</c> and returns its id.</summary>
    /// <param name="changes">Instructions as in a Dockerfile, for instance <c>CMD ["sleep","60"]</c>.</param>
    public static Task<string> CreateAsync(string name, params string[] changes) => CreateAsync(name, new Dictionary<string, string>(), changes);

    /// <summary>The same with shell scripts of the test's own, by their path without the leading slash.</summary>
    public static async Task<string> CreateAsync(string name, IReadOnlyDictionary<string, string> scripts, params string[] changes)
    {
        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            await PackAsync(tar);
            foreach (var (path, script) in scripts)
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path)
                {
                    Mode = (UnixFileMode)Convert.ToInt32("755", 8),
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes($"#!/bin/sh\n{script}\n")),
                });
            }
        }

        archive.Position = 0;
        var parts = name.Split(':');
        await DockerEngine.Client.Images.CreateImageAsync(
            new ImagesCreateParameters { FromSrc = "-", Repo = parts[0], Tag = parts.ElementAtOrDefault(1) ?? "latest", Changes = changes },
            archive,
            new AuthConfig(),
            new Progress<JSONMessage>());
        return (await DockerEngine.Client.Images.InspectImageAsync(name)).ID!;
    }

    public static async Task RemoveAsync(string name)
    {
        try
        {
            await DockerEngine.Client.Images.DeleteImageAsync(name, new ImageDeleteParameters { Force = true });
        }
        catch (Docker.DotNet.DockerApiException)
        {
            // Never made, or removed by the test.
        }
    }

    private static async Task PackAsync(TarWriter tar)
    {
        foreach (var directory in new[] { "bin", "etc", "tmp", "proc", "sys", "dev" })
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, directory)
            {
                Mode = directory == "tmp" ? (UnixFileMode)Convert.ToInt32("1777", 8) : (UnixFileMode)Convert.ToInt32("755", 8),
            });
        if (File.Exists("/bin/busybox") && !Dependencies("/bin/busybox").Any())
        {
            await AddAsync(tar, "/bin/busybox", "bin/busybox");
            foreach (var applet in new[] { "sh", "sleep", "cat", "echo", "ls", "stat", "test", "true", "false", "touch", "kill", "mkdir", "chmod", "seq", "hostname", "grep", "id", "rm", "mv", "rmdir", "nc", "httpd" })
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "bin/" + applet) { LinkName = "/bin/busybox" });
            return;
        }
        var added = new HashSet<string>(StringComparer.Ordinal);
        foreach (var program in new[] { "sh", "sleep", "cat", "echo", "ls", "stat", "true", "false", "touch", "mkdir", "chmod", "seq", "grep", "id", "rm", "mv", "rmdir" })
            if (Resolve("/bin/" + program) is { } source)
            {
                await AddAsync(tar, source, "bin/" + program);
                foreach (var library in Dependencies(source).Where(added.Add))
                    await AddAsync(tar, Resolve(library)!, library.TrimStart('/'));
            }
    }

    private static async Task AddAsync(TarWriter tar, string source, string name)
    {
        await using var content = File.OpenRead(source);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            Mode = (UnixFileMode)Convert.ToInt32("755", 8),
            DataStream = content,
        });
    }

    private static string? Resolve(string path) =>
        File.Exists(path) ? (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path) : null;

    /// <summary>The libraries that <c>ldd</c> names; none for a static program.</summary>
    private static IEnumerable<string> Dependencies(string program)
    {
        var start = new System.Diagnostics.ProcessStartInfo("ldd", program) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var ldd = System.Diagnostics.Process.Start(start)!;
        var output = ldd.StandardOutput.ReadToEnd();
        ldd.WaitForExit();
        return ldd.ExitCode == 0 ? [.. Libraries().Matches(output).Select(match => match.Value).Distinct()] : [];
    }

    [GeneratedRegex(@"/\S+\.so[.\d]*(?= |$)", RegexOptions.Multiline)]
    private static partial Regex Libraries();
}
