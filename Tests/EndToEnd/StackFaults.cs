namespace Infra.Tests.EndToEnd;

/// <summary>What goes wrong with what watches: exporters, rules, configurations and those who are notified.</summary>
internal static class StackFaults
{
    private const string NobodysRule = """
        groups:
          - name: broken
            rules:
              - record: never
                expr: up * on (stack) up
        """;

    public static async Task<Undo> StopNodeExporterAsync(FaultySandbox sandbox)
    {
        var exporter = sandbox.Project.Container("node-exporter");
        await FaultySandbox.DockerAsync("stop", exporter);
        return new Undo(() => FaultySandbox.DockerAsync("start", exporter));
    }

    public static Task<Undo> FailNessieAsync(FaultySandbox sandbox)
    {
        sandbox.Nessie.Answers("/q/metrics", 500);
        return Task.FromResult(new Undo(() =>
        {
            sandbox.Nessie.Answers("/q/metrics", 200);
            return Task.CompletedTask;
        }));
    }

    /// <summary>Both sides of the match have many series, which shows when the rule is evaluated and not before.</summary>
    public static async Task<Undo> BreakRuleAsync(FaultySandbox sandbox)
    {
        await sandbox.WriteRulesAsync("broken", NobodysRule);
        return new Undo(() => sandbox.WriteRulesAsync("broken", "{}"));
    }

    public static async Task<Undo> BreakConfigurationAsync(FaultySandbox sandbox, string service, string file)
    {
        var good = await sandbox.ReadAsync(service, file);
        await sandbox.WriteAsync(service, file, "nonsense: [");
        await sandbox.SignalAsync(service);
        return new Undo(async () =>
        {
            await sandbox.WriteAsync(service, file, good);
            await sandbox.SignalAsync(service);
        });
    }

    /// <summary>Something critical has to be said, and Slack does not take it.</summary>
    public static async Task<Undo> RefuseNotificationsAsync(FaultySandbox sandbox)
    {
        sandbox.Slack.Answers("/slack", 500);
        var rule = await BreakRuleAsync(sandbox);
        return new Undo(async () =>
        {
            sandbox.Slack.Answers("/slack", 200, "ok");
            await rule.DisposeAsync();
        });
    }
}
