using Infra.Configs;
using Infra.Configs.Prometheus;
using Infra.Stacks;
using Infra.Stacks.Settings;
using Pulumi;

namespace Infra.Tests.Replay;

/// <summary>Something that is scraped in the replay: a job of a stack, and the product whose recording answers.</summary>
/// <param name="OfLakehouse">Whether each lakehouse has one; otherwise the stack has one.</param>
internal sealed record ReplayTarget(ScrapeJob Job, string Product, bool OfLakehouse);

/// <summary>What a stack with everything scrapes, as the program itself makes it of its settings.</summary>
internal static class ReplayTargets
{
    /// <summary>The job of what Tempo makes of traces and writes to Prometheus itself.</summary>
    public const string GeneratedByTempo = "tempo-generated";

    /// <summary>The product that answers a job, where it is called otherwise.</summary>
    private static readonly Dictionary<string, string> Products = new()
    {
        [LakehouseServiceOfExporter] = "postgres-exporter",
        [ScrapeJobs.Node] = "node-exporter",
    };

    private const string LakehouseServiceOfExporter = "postgres";

    public static IReadOnlyList<ReplayTarget> All { get; } =
    [
        .. OwnScrapes.All.Select(own => Of(own.Job, own.Service == ServiceNames.PostgresExporter)),
        .. Lakehouse().Select(job => Of(job, ofLakehouse: true)),
        Of(new ScrapeJob(GeneratedByTempo, "tempo-generated:80"), ofLakehouse: false),
    ];

    /// <summary>How often a stack scrapes and evaluates, by default.</summary>
    public static Duration StacksInterval { get; } = Dev().Prometheus.EvaluationInterval;

    private static ReplayTarget Of(ScrapeJob job, bool ofLakehouse) => new(job, Products.GetValueOrDefault(job.Name, job.Name), ofLakehouse);

    private static IEnumerable<ScrapeJob> Lakehouse()
    {
        var settings = Dev();
        // The double lets everybody in.
        return settings.Lakehouse.Targets
            .Select(target => LakehouseScrapes.Job(target, settings.Lakehouse, new Dictionary<string, Output<string>>()) with { Access = HttpAccess.Plain });
    }

    private static StackSettings Dev()
    {
        var values = new Dictionary<string, string> { ["postgresPassword"] = "lakepass" };
        return StackSettingsReader.Read(new SettingSource
        {
            Project = "phlo-observability",
            Stack = "dev",
            Get = values.GetValueOrDefault,
            Keys = values.Keys,
            SecretKeys = values.Keys.ToHashSet(),
        });
    }
}
