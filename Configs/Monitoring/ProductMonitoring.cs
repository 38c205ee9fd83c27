using Infra.Configs.Alerts;
using Infra.Configs.Contract;
using Infra.Configs.Dashboards;
using Infra.Configs.Rules;

namespace Infra.Configs.Monitoring;

/// <summary>
/// How one product is watched, in one place: the metrics that are relied on, what is computed from them, what operators look
/// at, and what wakes them. The product's room has one of these; <see cref="MonitoredProducts"/> lists them.
/// </summary>
internal sealed record ProductMonitoring
{
    /// <summary>The service that it is about, by its name in labels. Null for what every stack has.</summary>
    public string? Service { get; init; }

    /// <summary>The name of its groups of rules. The default is the service's.</summary>
    public string Group { get => field ?? Service ?? throw new InvalidOperationException("What is about no service needs the name of a group."); init; }

    /// <summary>What expressions may name.</summary>
    public IReadOnlyList<ProductContract> Contracts { get; init; } = [];

    public Func<MonitoringScope, IReadOnlyList<AlertRule>> Alerts { get; init; } = _ => [];

    public Func<MonitoringScope, IReadOnlyList<RecordingGroup>> Rules { get; init; } = _ => [];

    /// <summary>The product's boards; the first is the one that its alerts link to.</summary>
    public Func<MonitoringScope, IReadOnlyList<Dashboard>> Dashboards { get; init; } = _ => [];

    /// <summary>The uid of another product's board that shows this one too, for a product without a board of its own.</summary>
    public string? SharedBoard { get; init; }

    /// <summary>The uid of the board that its alerts link to; null for a product without any.</summary>
    public string? Board(MonitoringScope scope) => Dashboards(scope) is [var first, ..] ? first.Uid : SharedBoard;

    /// <summary>Whether the stack has what this is about.</summary>
    public bool IsIn(MonitoringScope scope) => Service is null || scope.Has(Service);
}
