using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Infra.Shared;
using Spectre.Console;

namespace Infra.Health;

/// <summary>The report as a table for people and as JSON for programs.</summary>
internal static class HealthDisplay
{
    public static void WriteTable(IAnsiConsole console, HealthReport report)
    {
        // A file or a pipe has no width to fit into.
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = 200;
        var table = new Table().Border(TableBorder.Simple).AddColumns("Service", "Container", "Ready", "Target", "Version");
        foreach (var service in report.Services)
        {
            table.AddRow(
                Plain(service.Service),
                Plain(service.Container),
                Mark(service.Readiness.IsReady, service.Readiness.IsReady ? "yes" : "no"),
                service.Target is { } target ? Mark(target == "up", target) : new Text("–"),
                Plain(service.Version ?? "–"));
        }
        console.Write(table);
        foreach (var reason in report.Reasons)
            console.Write(Plain($"✗ {reason}", new Style(Color.Red), "\n"));
        if (report.IsHealthy)
            console.Write(new Text($"All is well with stack {report.Stack}.\n", new Style(Color.Green)));
    }

    public static string ToJson(HealthReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("stack", report.Stack);
            json.WriteBoolean("healthy", report.IsHealthy);
            json.WriteStartArray("services");
            foreach (var service in report.Services)
            {
                json.WriteStartObject();
                json.WriteString("service", service.Service);
                json.WriteString("container", service.Container);
                json.WriteBoolean("ready", service.Readiness.IsReady);
                json.WriteString("readiness", service.Readiness.Evidence);
                json.WriteString("target", service.Target);
                json.WriteString("version", service.Version);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("reasons");
            foreach (var reason in report.Reasons)
                json.WriteStringValue(reason);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static Text Mark(bool good, string text) => Plain(text, new Style(good ? Color.Green : Color.Red));

    // Labels, summaries and errors are from outside: what would move the cursor or change colours is written out, and a line stays one.
    private static Text Plain(string text, Style? style = null, string end = "") => new(SafeText.Visible(text.ReplaceLineEndings(" ")) + end, style);
}
