using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Infra.Configs.PostgresExporter;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.PostgresExporter;

/// <summary>The Postgres exporter of the operating system's own package.</summary>
internal static partial class PackagedExporter
{
    public const string Program = "prometheus-postgres-exporter";

    /// <summary>What queries give on a Postgres, by the exporter: metrics without the label of the server, which later exporters do not give.</summary>
    /// <param name="prefix">How the names of the metrics begin.</param>
    public static async Task<Dictionary<string, double>> MetricsAsync(PostgresProcess postgres, string user, IReadOnlyList<MetricQuery> queries, string prefix)
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("queries.yml", MetricQueriesYaml.Render(queries));
        var port = FreePort.Find(IPAddress.Loopback);
        var start = new ProcessStartInfo(Program, [$"--web.listen-address=127.0.0.1:{port}", $"--extend.query-path={file}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DATA_SOURCE_NAME"] = $"postgresql://{user}@127.0.0.1:{postgres.Port}/{PostgresProcess.Database}?sslmode=disable";
        using var exporter = Process.Start(start)!;
        exporter.BeginOutputReadLine();
        exporter.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
            var text = await Eventually.GivesAsync(async () => await client.GetStringAsync("metrics", TestContext.Current.CancellationToken));
            Assert.Contains("\npg_up 1\n", text);
            return Sample().Matches(text).Where(match => match.Groups[1].Value.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(
                match => $"{match.Groups[1].Value}{{{string.Join(',', match.Groups[2].Value.Split(',').Where(label => !label.StartsWith("server=", StringComparison.Ordinal)))}}}",
                match => double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture));
        }
        finally
        {
            exporter.Kill();
            await exporter.WaitForExitAsync(CancellationToken.None);
        }
    }

    [GeneratedRegex(@"^(\w+)\{(.*)\} (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
