using System.Diagnostics;
using System.Globalization;

namespace Infra.Tests.Support;

/// <summary>
/// A real sshd of this machine, on a port and with keys of its own, that lets the test's user in. Where it is not installed,
/// its package is unpacked into the test's folder. Run by root it wants a user «sshd», which it is given in a mount namespace of its own.
/// </summary>
internal sealed class LocalSshServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly string _port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
    private Process? _process;

    /// <summary>The words that make ssh take the server's key and the test's, and no settings of the user.</summary>
    public string[] Options =>
        ["-F", "none", "-i", _folder.File("client"), "-o", "StrictHostKeyChecking=yes", "-o", $"UserKnownHostsFile={_folder.File("known")}"];

    public string Address => $"ssh://{Environment.UserName}@127.0.0.1:{_port}";

    /// <summary>Starts it, or skips the test with what is missing.</summary>
    public static async Task<LocalSshServer> StartAsync()
    {
        foreach (var tool in new[] { "ssh", "ssh-keygen", "docker", "unshare" })
            ToolProcess.SkipUnlessInstalled(tool);
        Assert.SkipUnless(Environment.UserName == "root", "needs root, for sshd to run with files of its own");
        var server = new LocalSshServer();
        try
        {
            await server.RunAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _folder.Dispose();
    }

    private async Task RunAsync()
    {
        var (program, libraries) = await FindAsync();
        foreach (var key in new[] { "host", "client" })
            (await ToolProcess.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", _folder.File(key)])).ShouldSucceed("ssh-keygen");
        _folder.Write("known", $"[127.0.0.1]:{_port} {await File.ReadAllTextAsync(_folder.File("host.pub"))}");
        var configuration = _folder.Write("sshd_config",
            $"Port {_port}\nListenAddress 127.0.0.1\nHostKey {_folder.File("host")}\nAuthorizedKeysFile {_folder.File("client.pub")}\n"
            + "StrictModes no\nUsePAM no\nPidFile none\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n");
        var users = _folder.Write("passwd", await File.ReadAllTextAsync("/etc/passwd") + "\nsshd:x:64998:65534::/run/sshd:/usr/sbin/nologin\n");
        // What sshd insists on is given to it alone: the rest of the machine sees neither the user nor the folder.
        var script =
            $"mount --bind '{users}' /etc/passwd && mkdir -p '{_folder.File("run")}/sshd' && mount --rbind /run '{_folder.File("real-run")}'"
            + $" && mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && ln -s '{_folder.File("real-run")}'/* /run/ 2>/dev/null; exec '{program}' -D -e -f '{configuration}'";
        Directory.CreateDirectory(_folder.File("real-run"));
        var start = new ProcessStartInfo("unshare", ["--mount", "--propagation", "private", "sh", "-c", script])
        {
            RedirectStandardError = true,
            Environment = { ["LD_LIBRARY_PATH"] = libraries },
        };
        _process = Process.Start(start)!;
        for (var attempt = 0; ; attempt++)
        {
            var line = await _process.StandardError.ReadLineAsync();
            if (line?.Contains("Server listening on 127.0.0.1", StringComparison.Ordinal) == true)
                break;
            Assert.SkipUnless(line is not null && attempt < 20, $"needs an sshd that starts here; it said: {line}");
        }
        _ = _process.StandardError.ReadToEndAsync();
    }

    private async Task<(string Program, string Libraries)> FindAsync()
    {
        if (File.Exists("/usr/sbin/sshd"))
            return ("/usr/sbin/sshd", "");
        var reason = "needs sshd, installed or to be had by apt-get download";
        Assert.SkipUnless(ToolProcess.Exists("apt-get") && ToolProcess.Exists("dpkg-deb"), reason);
        var downloaded = await ToolProcess.RunAsync("apt-get", ["download", "openssh-server", "libwrap0"], _folder.Path);
        Assert.SkipUnless(downloaded.ExitCode == 0, reason);
        var root = _folder.File("package");
        foreach (var package in Directory.GetFiles(_folder.Path, "*.deb"))
            (await ToolProcess.RunAsync("dpkg-deb", ["-x", package, root])).ShouldSucceed("dpkg-deb");
        return (Path.Combine(root, "usr/sbin/sshd"), string.Join(':', Directory.GetDirectories(root, "*-linux-gnu*", SearchOption.AllDirectories)));
    }
}
