using System.Security.Cryptography;
using Infra.Tests.Support;

namespace Infra.Tests.Peers;

/// <summary>
/// The npm packages of a folder of the tests, installed once per machine as its lock file has them, in the user's
/// cache: npm takes seconds, and the source tree stays clean.
/// </summary>
/// <param name="folder">The folder below Tests/.</param>
/// <param name="cache">What it is called in the cache.</param>
public abstract class NodePackages(string folder, string cache) : IAsyncLifetime
{
    private static readonly string[] Tools = ["node", "npm"];
    private static readonly string[] OfflineCodes =
        ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "ERR_SOCKET_TIMEOUT"];

    /// <summary>Several classes of tests that need the same packages begin at once.</summary>
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Why there are none, for the message of a skipped test; null where they are installed.</summary>
    public string? Missing { get; private set; }

    /// <summary>The <c>node_modules</c> folder.</summary>
    public string Directory { get; private set; } = "";

    /// <summary>The folder in the source tree that holds the scripts and says which packages they need.</summary>
    public string Source { get; } = Path.Combine(SourceTree.Root, "Tests", folder);

    public async ValueTask InitializeAsync()
    {
        var absent = Tools.FirstOrDefault(tool => !ToolProcess.Exists(tool));
        if (absent is not null)
        {
            Missing = $"needs '{absent}' on the path";
            return;
        }

        var lockFile = await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"));
        var installed = Path.Combine(CacheHome(), "phlo-observability", cache, Convert.ToHexStringLower(SHA256.HashData(lockFile))[..16]);
        Directory = Path.Combine(installed, "node_modules");
        await OneAtATime.WaitAsync();
        try
        {
            if (!System.IO.Directory.Exists(Directory))
                await InstallAsync(installed);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Installs beside and moves in one go, so that an installation that was cut off is not taken for a whole one.</summary>
    private async Task InstallAsync(string target)
    {
        var beside = $"{target}.{Guid.NewGuid():N}";
        System.IO.Directory.CreateDirectory(beside);
        try
        {
            foreach (var file in new[] { "package.json", "package-lock.json", ".npmrc" })
                File.Copy(Path.Combine(Source, file), Path.Combine(beside, file));
            var installed = await ToolProcess.RunAsync("npm", ["ci", "--ignore-scripts"], beside);
            if (installed.ExitCode != 0)
            {
                if (!IsOffline(installed.Error))
                    throw new InvalidOperationException($"npm ci failed: {installed.All}");
                Missing = "needs a package registry that npm can reach";
                return;
            }
            if (!System.IO.Directory.Exists(target))
                System.IO.Directory.Move(beside, target);
        }
        finally
        {
            if (System.IO.Directory.Exists(beside))
                System.IO.Directory.Delete(beside, recursive: true);
        }
    }

    private static bool IsOffline(string errors) =>
        OfflineCodes.Any(code => errors.Contains(code, StringComparison.Ordinal));

    private static string CacheHome() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
}

/// <summary>The packages of the program on Pulumi's own Node SDK.</summary>
public sealed class NodeProgramPackages() : NodePackages("Embedded/Peers/NodeProgram", "node-peer");

/// <summary>The products' own grammars and Grafana's own types.</summary>
public sealed class GrammarPackages() : NodePackages("Peers/Grammars", "grammars");
