using Infra.Configs.Lakehouse;

namespace Infra.Configs.Dashboards;

/// <summary>Finds the log lines of a service. Its metrics have one name for it; its containers, of which there may be several, have theirs.</summary>
internal static class ServiceLogs
{
    private const string Label = "service";

    /// <summary>The names that a service's containers have in the labels of log lines.</summary>
    /// <param name="service">The service, by its name in the labels of metrics.</param>
    public static IReadOnlyList<string> Containers(string service) => service switch
    {
        LakehouseServices.Dagster => [ServiceNames.DagsterDaemon, ServiceNames.DagsterWebserver],
        ScrapeJobs.Node => [ServiceNames.NodeExporter],
        _ => [service],
    };

    /// <summary>A selector of the streams of a service.</summary>
    /// <param name="further">Further matchers, such as <c>level="ERROR"</c>.</param>
    public static string Of(string service, string? further = null)
    {
        var matcher = service == LakehouseServices.Dagster ? $"{Label}=~\"dagster-.*\"" : $"{Label}=\"{Containers(service)[0]}\"";
        return $"{{{matcher}{(further is null ? "" : $",{further}")}}}";
    }
}
