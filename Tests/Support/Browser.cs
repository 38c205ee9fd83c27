namespace Infra.Tests.Support;

/// <summary>Chromium without a window, as eng/tools.sh installs it.</summary>
internal static class Browser
{
    private static readonly string[] Quiet =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-dev-shm-usage", "--hide-scrollbars",
    ];

    /// <returns>What it prints.</returns>
    public static async Task<string> RunAsync(TemporaryDirectory folder, params string[] arguments)
    {
        Assert.SkipUnless(ToolProcess.Exists("chromium"), "needs 'chromium' on the path");
        var result = await ToolProcess.RunAsync("chromium", [.. Quiet, $"--user-data-dir={folder.File("profile")}", .. arguments]);
        return result.ShouldSucceed("chromium").Output;
    }
}
