using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>
/// Faults in a running sandbox, with the real Prometheus and Alertmanager: each fires its alert, which notifies the receiver of its
/// severity, holds back what follows from it, and is over when the fault is. How time is scaled: <see cref="FaultySandbox"/>.
/// </summary>
[Collection(FaultGroup.Name)]
public sealed class AlertFaultTests(FaultySandbox sandbox) : IClassFixture<FaultySandbox>
{
    public static TheoryData<string> Alerts => [.. AlertFaults.All.Select(fault => fault.Alert)];

    [Theory]
    [MemberData(nameof(Alerts))]
    public void A_fault_notifies_the_receiver_of_its_severity_and_nobody_of_what_follows_from_it(string alert)
    {
        DockerEngine.SkipUnlessAvailable();
        sandbox.FirstUp.ShouldSucceed();

        var run = sandbox.Runs[alert];

        Assert.Equal((run.Fault.Receiver, run.Fault.Receiver), (run.Page.Receiver, run.Page.Label("severity")));
        Assert.Equal(run.Fault.Receiver, run.Over.Receiver);
        Assert.Equal(sandbox.Project.Stack, run.Page.Label("stack"));
        Assert.EndsWith(".md", run.Page.Annotation("runbook_url"));
        Assert.Empty(run.Leaked);
    }
}
