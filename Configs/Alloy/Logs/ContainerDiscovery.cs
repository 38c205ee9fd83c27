using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>Finds containers by the Docker API, names them by the label contract, and reads what they write.</summary>
internal static class ContainerDiscovery
{
    private const string Meta = "__meta_docker_container_";
    private const string RunOfContainer = $"{Meta}label_dagster_run_id";

    // Docker lists only what is running unless it is asked otherwise: a short job would come and go unseen between two looks.
    // And who is missing from one look is forgotten, and read from the start when it is back: so those between two starts belong here.
    private static readonly string[] States = ["created", "exited", "paused", "restarting", "running"];

    private static readonly string[] ImageLabels = [$"{Meta}label_org_opencontainers_image_title", $"{Meta}label_org_opencontainers_image_ref_name", $"{Meta}label_org_opencontainers_image_source"];

    public static IEnumerable<AlloyBlock> Of(LogCollection logs, AlloyComponent process)
    {
        var containers = new AlloyComponent(AlloyComponentKind.DiscoveryDocker, "containers")
        {
            { "host", logs.DockerHost },
            { "refresh_interval", Duration.Seconds(2) },
            new AlloyBlock("filter") { { "name", "status" }, { "values", States } },
        };
        yield return containers;

        var named = new AlloyComponent(AlloyComponentKind.DiscoveryRelabel, "containers")
        {
            { "targets", containers.Export("targets") },
            // They are created to carry files and never run.
            Drop("label_phlo_role", "configuration"),
            Drop("label_phlo_logs_enabled", "false"),
            Copy($"{Meta}name", "container", "/(.*)"),
            // The service by the best name that it has: ours, the one in its compose file, the container's.
            Copy("container", LogLabels.Component, "(.+)"),
            Copy($"{Meta}label_com_docker_compose_service", LogLabels.Component, "(.+)"),
            // Runs and steps of Dagster's in containers of their own are one service: the name of each is another.
            Set([LogLabels.Component], LogLabels.Component, "dagster-(?:run|step)-.+", LogProducts.Dagster),
            Set([RunOfContainer], LogLabels.Component, ".+", LogProducts.Dagster),
            Copy(RunOfContainer, LogLabels.Run, "(.+)"),
            Copy($"{Meta}label_phlo_component", LogLabels.Component, "(.+)"),
            LogLabels.EqualToComponent.Select(label => Copy(LogLabels.Component, label, null)),
            Products(),
            new AlloyBlock("rule", "How far a container was read is remembered under all labels that are left: addresses would change with each start.")
            {
                { "action", "labelkeep" },
                { "regex", $"{Meta}id|{string.Join('|', LogLabels.OfContainer)}|{LogLabels.Product}|{LogLabels.Run}" },
            },
        };
        yield return named;

        var streams = new AlloyComponent(AlloyComponentKind.DiscoveryRelabel, "streams", "Keeps apart what a container writes to its two outputs while lines are joined.")
        {
            { "targets", new AlloyList([]) },
            Copy($"{Meta}log_stream", LogLabels.Stream, null),
        };
        yield return streams;

        yield return new AlloyComponent(AlloyComponentKind.LokiSourceDocker, "containers")
        {
            { "host", logs.DockerHost },
            { "targets", named.Export("output") },
            { "relabel_rules", streams.Export("rules") },
            { "forward_to", new[] { process.Export("receiver") } },
        };
    }

    // The last rule that matches decides: what is said outright, what only Dagster's containers have, the image, the name.
    private static IEnumerable<AlloyBlock> Products() =>
    [
        Set([LogLabels.Component], LogLabels.Product, ".*", LogProducts.Other),
        .. LogProducts.ByName.Select(known => Set([LogLabels.Component], LogLabels.Product, known.Expression, known.Product)),
        .. LogProducts.ByImage.Select(known => Set(ImageLabels, LogLabels.Product, known.Expression, known.Product)),
        Set([RunOfContainer], LogLabels.Product, ".+", LogProducts.Dagster),
        // The label phlo.logs.product.
        Copy($"{Meta}label_phlo_logs_product", LogLabels.Product, $"({string.Join('|', LogProducts.All)})"),
    ];

    private static AlloyBlock Drop(string label, string value) => new("rule")
    {
        { "action", "drop" },
        { "source_labels", new[] { $"{Meta}{label}" } },
        { "regex", value },
    };

    private static AlloyBlock Copy(string source, string target, string? regex) => new("rule")
    {
        { "source_labels", new[] { source } },
        { "regex", regex },
        { "target_label", target },
    };

    private static AlloyBlock Set(string[] sources, string target, string regex, string value) => new("rule")
    {
        { "source_labels", sources },
        { "regex", regex },
        { "target_label", target },
        { "replacement", value },
    };
}
