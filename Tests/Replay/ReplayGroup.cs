using Infra.Configs.Alerts;
using Infra.Configs.Monitoring;
using Infra.Configs.Rules;
using Infra.Tests.Configs.Alerts;
using Infra.Tests.Support;

namespace Infra.Tests.Replay;

/// <summary>Tests over one lakehouse replayed: it is started once for all of them.</summary>
[CollectionDefinition(Name)]
public sealed class ReplayGroup : ICollectionFixture<ReplayFixture>
{
    public const string Name = "replay";
}

/// <summary>One lakehouse replayed, with all of the project's rules.</summary>
public sealed class ReplayFixture : IAsyncLifetime
{
    internal static string Alerts { get; } = AlertRulesYaml.Render(AlertRules.Groups(AlertSamples.Everything), "https://runbooks.example.com");

    internal static string Recordings { get; } = RecordingRulesYaml.Render(MonitoredProducts.RecordingGroups(AlertSamples.Everything));

    private ReplayedLakehouse? _replay;

    /// <summary>The replay; a machine that has no Prometheus skips the test that asks for it.</summary>
    internal ReplayedLakehouse Replay
    {
        get
        {
            ToolProcess.SkipUnlessInstalled(RunningPrometheus.Program);
            return _replay!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (ToolProcess.Exists(RunningPrometheus.Program))
            _replay = await ReplayedLakehouse.StartAsync(Alerts, Recordings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_replay is not null)
            await _replay.DisposeAsync();
    }
}
