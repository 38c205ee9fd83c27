using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Infra.Configs.Canary;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Canary;

/// <summary>The script, run by a shell, against a double of Alloy's receiver.</summary>
public sealed class CanaryScriptTests
{
    [Fact]
    public async Task Writes_a_line_and_sends_its_span_as_the_user_that_a_file_names_and_ends_when_it_is_asked_to()
    {
        const string password = "it's \"quoted\" \\ $x";
        using var alloy = new HttpDouble();
        alloy.Answers(CanaryScript.TracesPath, 200, "{\"partialSuccess\":{}}");
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string>
        {
            [CanaryScript.FileName] = CanaryScript.Text,
            [CanaryScript.CurlFile] = CanaryScript.CurlOptions("/nowhere/ca.pem", "otlp", password),
        });

        using var canary = Start(folder, $"http://{alloy.Address}{CanaryScript.TracesPath}");
        var line = await canary.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var request = await Eventually.GivesAsync(() => Task.FromResult(alloy.Requests[0]));
        (await ToolProcess.RunAsync("kill", ["-TERM", canary.Id.ToString(CultureInfo.InvariantCulture)])).ShouldSucceed();
        await canary.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, canary.ExitCode);
        Assert.Equal(("POST", "application/json"), (request.Method, request.ContentType));
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"otlp:{password}"))}", request.Authorization);
        var span = SpanOf(request.Body, out var service);
        Assert.Equal("canary", service);
        Assert.Matches("^[0-9a-f]{32}$", span.GetProperty("traceId").GetString());
        Assert.Matches("^[0-9a-f]{16}$", span.GetProperty("spanId").GetString());
        Assert.Equal($"level=info msg=\"{CanaryScript.Line}\" trace_id={span.GetProperty("traceId").GetString()}", line);
        // 64-bit numbers are texts in protobuf's JSON.
        var (start, end) = (Nanoseconds(span, "startTimeUnixNano"), Nanoseconds(span, "endTimeUnixNano"));
        Assert.Equal(1_000_000, end - start);
        Assert.InRange(start / 1_000_000_000, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Goes_on_and_says_so_where_the_span_is_not_taken()
    {
        using var alloy = new HttpDouble();
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string> { [CanaryScript.FileName] = CanaryScript.Text });

        using var canary = Start(folder, $"http://{alloy.Address}{CanaryScript.TracesPath}", pause: "0");
        string?[] lines = [await ReadAsync(canary), await ReadAsync(canary), await ReadAsync(canary)];
        canary.Kill(entireProcessTree: true);

        Assert.Contains(CanaryScript.Line, lines[0]);
        Assert.Equal("level=warn msg=\"the span of this minute was not taken\"", lines[1]);
        Assert.Contains(CanaryScript.Line, lines[2]);
        Assert.NotEqual(lines[0], lines[2]);
    }

    [Fact]
    public async Task Sends_no_span_where_there_is_nobody_to_take_one()
    {
        using var folder = new TemporaryDirectory().Write(new Dictionary<string, string> { [CanaryScript.FileName] = CanaryScript.Text });

        using var canary = Start(folder, traces: null, pause: "0");
        string?[] lines = [await ReadAsync(canary), await ReadAsync(canary)];
        canary.Kill(entireProcessTree: true);

        Assert.All(lines, line => Assert.Contains(CanaryScript.Line, line));
    }

    private static Process Start(TemporaryDirectory folder, string? traces, string pause = "60")
    {
        ToolProcess.SkipUnlessInstalled("curl");
        var start = new ProcessStartInfo("/bin/sh", [folder.File(CanaryScript.FileName)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CANARY_PAUSE"] = pause;
        start.Environment["CANARY_CURL"] = File.Exists(folder.File(CanaryScript.CurlFile)) ? folder.File(CanaryScript.CurlFile) : "/dev/null";
        if (traces is not null)
            start.Environment["CANARY_TRACES"] = traces;
        var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }

    private static async Task<string?> ReadAsync(Process process) => await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    private static JsonElement SpanOf(string body, out string? service)
    {
        var resource = JsonDocument.Parse(body).RootElement.GetProperty("resourceSpans")[0];
        var attribute = resource.GetProperty("resource").GetProperty("attributes")[0];
        service = attribute.GetProperty("key").GetString() == "service.name" ? attribute.GetProperty("value").GetProperty("stringValue").GetString() : null;
        return resource.GetProperty("scopeSpans")[0].GetProperty("spans")[0];
    }

    private static long Nanoseconds(JsonElement span, string property) => long.Parse(span.GetProperty(property).GetString()!, CultureInfo.InvariantCulture);
}
