using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;

namespace Infra.Tests.EndToEnd;

/// <summary>What has come of a fault: it was made, its alert was waited for, it was ended, and so was the alert.</summary>
internal sealed class FaultRun
{
    private readonly FaultySandbox _sandbox;
    private DateTimeOffset _begin;
    private DateTimeOffset _end;
    private Page? _page;
    private Page? _over;
    private ExceptionDispatchInfo? _failure;

    private FaultRun(AlertFault fault, FaultySandbox sandbox) => (Fault, _sandbox) = (fault, sandbox);

    public AlertFault Fault { get; }

    /// <summary>The notification that it fires; none fails the test with what went wrong.</summary>
    public Page Page => Reached(_page);

    /// <summary>The notification that it is over; likewise.</summary>
    public Page Over => Reached(_over);

    /// <summary>
    /// Notifications of what is to be held back, once what holds it back is known: what is evaluated before that on a busy machine is
    /// what the group wait is for, which is short here.
    /// </summary>
    public IEnumerable<Page> Leaked => _sandbox.Webhook.Pages
        .Where(page => page.At > Page.At && page.At <= Over.At && page.Status == "firing" && Fault.Inhibits.Contains((page.Alert, page.Label("component")!)));

    /// <summary>Never fails: what went wrong is for the test of this alert to say.</summary>
    public static async Task<FaultRun> OfAsync(AlertFault fault, FaultySandbox sandbox)
    {
        var run = new FaultRun(fault, sandbox);
        try
        {
            await run.RunAsync();
        }
#pragma warning disable CA1031 // Kept for the test.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            run._failure = ExceptionDispatchInfo.Capture(exception);
        }

        TestContext.Current.SendDiagnosticMessage("{0}", run.ToString());

        return run;
    }

    /// <summary>How long each took, in Markdown. It depends on the machine.</summary>
    public static string Table(IReadOnlyList<FaultRun> runs)
    {
        var text = new StringBuilder("| alert | receiver | from the fault to the page | from its end to the resolution |\n| --- | --- | ---: | ---: |\n");
        foreach (var run in runs.Where(run => run._over is not null))
        {
            text.Append(run).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A row of <see cref="Table"/>, or what went wrong.</summary>
    public override string ToString() => _over is null
        ? $"{Fault.Alert}: {_failure?.SourceException.Message}"
        : string.Create(CultureInfo.InvariantCulture, $"| {Fault.Alert} | {_over.Receiver} | {(_page!.At - _begin).TotalSeconds:F1} s | {(_over.At - _end).TotalSeconds:F1} s |");

    private async Task RunAsync()
    {
        await QuietAsync();
        _begin = DateTimeOffset.UtcNow;
        await using var injected = await Fault.Inject(_sandbox);
        _page = await PageAsync("firing", _begin);
        if (Fault.Besides is null)
        {
            await AllAsync("suppressed");
        }
        else
        {
            await using (await Fault.Besides(_sandbox))
                await AllAsync("suppressed");
            // Else nothing would hold them back.
            await AllAsync(null);
        }

        _end = DateTimeOffset.UtcNow;
        await injected.DisposeAsync();
        _over = await PageAsync("resolved", _end);
    }

    // What an earlier fault has left ends first.
    private Task QuietAsync() => FaultySandbox.UntilAsync(
        async () => !(await _sandbox.AlertsAsync()).Any(alert => Fault.IsAbout(name => Label(alert, name))),
        () => $"{Fault.Alert} fires before anything is wrong");

    private Task<Page> PageAsync(string status, DateTimeOffset since) => _sandbox.Webhook.PageAsync(
        $"{Fault.Alert} {status}", page => page.At >= since && page.Status == status && Fault.IsAbout(page.Label), FaultySandbox.Limit);

    private async Task AllAsync(string? state)
    {
        foreach (var (alert, component) in Fault.Inhibits)
            await StateAsync(alert, component, state);
    }

    /// <summary>Waits until Alertmanager has an alert in that state; null for one that it no longer has.</summary>
    private async Task StateAsync(string alert, string component, string? state)
    {
        string? last = "";
        await FaultySandbox.UntilAsync(
            async () =>
            {
                var found = (await _sandbox.AlertsAsync()).FirstOrDefault(other => Label(other, "alertname") == alert && Label(other, "component") == component);
                last = found.ValueKind == JsonValueKind.Undefined ? null : found.GetProperty("status").GetProperty("state").GetString();
                return last == state;
            },
            () => $"{alert} of {component} is {last ?? "gone"} and not {state ?? "gone"}");
    }

    private static string? Label(JsonElement alert, string name) => alert.GetProperty("labels").TryGetProperty(name, out var value) ? value.GetString() : null;

    private Page Reached(Page? page)
    {
        _failure?.Throw();
        return page!;
    }
}
