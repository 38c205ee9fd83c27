using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Infra.Tests.Support;

/// <summary>
/// A user of the machine who is not this one: <c>nobody</c>. Only root can run something as somebody else, so where the
/// tests do not run as root, those that need it are skipped and say so.
/// </summary>
internal static class OtherUser
{
    public const int Id = 65534;

    /// <summary>The words before a command that has it run as that user. setpriv is part of every Debian (util-linux).</summary>
    public static readonly string[] Prefix = ["setpriv", $"--reuid={Id}", $"--regid={Id}", "--clear-groups"];

    public static void Require() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && NativeMethods.EffectiveUser() == 0, "Only root can run a command as another user.");

    public static Task<ToolResult> RunAsync(string[] command, string? input = null)
    {
        Require();
        return ToolProcess.RunAsync(Prefix[0], [.. Prefix[1..], .. command], directory: "/", input: input);
    }

    /// <summary>Starts a command that reads its standard input: it runs until that ends.</summary>
    public static Process Start(params string[] command) => Process.Start(new ProcessStartInfo(Prefix[0], [.. Prefix[1..], .. command])
    {
        WorkingDirectory = "/",
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    public static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.Dispose();
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "geteuid")]
        public static extern uint EffectiveUser();
    }
}
