using System.Buffers.Binary;
using Infra.Configs.Alloy;
using Infra.Configs.Alloy.Logs;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alloy;

/// <summary>What keeps the lines that wait for Loki within their limit, by the real shell.</summary>
public sealed class WalLimitTests
{
    private const int Bytes = 1000;

    [Theory]
    // Loki has the first two: they go first, and are no loss.
    [InlineData(2, 3500, new[] { 3, 4, 5 }, 0)]
    [InlineData(2, 2500, new[] { 4, 5 }, 1)]
    // Nobody knows what Loki has.
    [InlineData(null, 2500, new[] { 4, 5 }, 3)]
    // The one that is being written stays.
    [InlineData(2, 0, new[] { 5 }, 2)]
    [InlineData(2, 5000, new[] { 1, 2, 3, 4, 5 }, 0)]
    public async Task Drops_the_oldest_and_says_what_is_lost(int? delivered, int limit, int[] left, int lost)
    {
        using var folder = Folder(delivered);

        var output = await RunAsync(folder.Path, limit, "exec sleep 1.5");

        Assert.Equal(left.Select(Name), Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(lost == 0 ? "" : $"level=error msg=\"{LogLimits.DroppedLine}\" bytes={lost * Bytes} limit={limit}\n", output);
    }

    [Fact]
    public async Task Runs_what_it_is_given_in_its_own_place()
    {
        using var folder = new TemporaryDirectory();

        Assert.Equal("a b|c\n", await RunAsync(folder.Path, 1, "echo \"$1|$2\"", "a b", "c"));
    }

    [Fact]
    public async Task Bears_a_folder_that_is_not_there_yet()
    {
        using var folder = new TemporaryDirectory();

        Assert.Equal("", await RunAsync(Path.Combine(folder.Path, "missing"), 1, "exec sleep 1.5"));
    }

    private static TemporaryDirectory Folder(int? delivered)
    {
        var folder = new TemporaryDirectory();
        foreach (var number in Enumerable.Range(1, 5))
            File.WriteAllBytes(Path.Combine(folder.Path, Name(number)), new byte[Bytes]);
        if (delivered is { } last)
        {
            // Alloy's own form: a version, a number, a checksum (internal/component/common/loki/client/internal/marker/encoding.go).
            var marker = new byte[14];
            "01"u8.CopyTo(marker);
            BinaryPrimitives.WriteUInt64BigEndian(marker.AsSpan(2), (ulong)last);
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "remote")).FullName, "segment_marker"), marker);
        }

        return folder;
    }

    private static string Name(int number) => $"{number:D8}";

    private static async Task<string> RunAsync(string folder, int limit, string script, params string[] arguments)
    {
        using var files = new TemporaryDirectory();
        var path = files.Write(AlloyFiles.WalLimitFile, AlloyFiles.Render(SampleConfigs.Dev)[AlloyFiles.WalLimitFile]);
        // Its loop ends with the container, whose first process is the command; here a group of processes ends.
        return await ToolProcess.AcceptsAsync(
            "setsid",
            ["--wait", "bash", "-c", "\"$@\"; trap '' TERM; kill 0; exit 0", "bash", "bash", path, folder, $"{limit}", "0.3", "bash", "-c", script, "bash", .. arguments]);
    }
}
