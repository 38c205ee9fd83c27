using System.Globalization;
using Infra.Configs.Lakehouse.Nessie;
using Infra.Tests.Configs.Alerts;
using static Infra.Tests.Configs.Alerts.AlertSeries;

namespace Infra.Tests.Configs.Lakehouse.Nessie;

/// <summary>When alerts about Nessie fire and when they do not.</summary>
internal static class NessieAlertScenarios
{
    private const string Service = "nessie";

    public static IReadOnlyList<AlertScenario> All { get; } =
    [
        Down(Service, "Nessie"),
        Nessie("NessieErrors", Answers(errors: 2, others: 98), Answers(errors: 1, others: 199)),
        // No error at all, and no request.
        Nessie("NessieErrors", Answers(errors: 1, others: 0), [Series($"{NessieMetrics.Requests}_count", "0+99x60", "status=\"404\"")]),
        Nessie("NessieErrors", Answers(errors: 1, others: 9), Answers(errors: 0, others: 0)),
        Nessie("NessieRequestsSlow", Requests(count: 10, seconds: 11), Requests(count: 10, seconds: 9)),
        Nessie("NessieRequestsSlow", Requests(count: 1, seconds: 2), Requests(count: 0, seconds: 0)),
        Nessie("NessieOperationsSlow", Operations(within: 90), Operations(within: 96)),
        Nessie("NessieMemoryNearLimit", [Series(NessieMetrics.HeapAfterCollection, "0.91x60", "area=\"heap\"")], [Series(NessieMetrics.HeapAfterCollection, "0.89x60", "area=\"heap\"")]),
        Nessie("NessieGarbageCollection", [Series(NessieMetrics.CollectionOverhead, "0.21x60")], [Series(NessieMetrics.CollectionOverhead, "0.19x60")]),
        Nessie("NessieFilesNearLimit", Files(81), Files(79)),
    ];

    private static string[] Answers(int errors, int others) =>
    [
        Series($"{NessieMetrics.Requests}_count", $"0+{errors}x60", "status=\"500\""),
        Series($"{NessieMetrics.Requests}_count", $"0+{others}x60", "status=\"200\""),
    ];

    private static string[] Requests(int count, int seconds) =>
    [
        Series($"{NessieMetrics.Requests}_count", $"0+{count}x60", "status=\"200\""),
        Series($"{NessieMetrics.Requests}_sum", $"0+{seconds}x60", "status=\"200\""),
    ];

    // A hundred operations a minute, of which so many take less than the bucket that ends at the threshold.
    private static string[] Operations(int within) =>
    [
        Bucket(NessieAlerts.OperationSeconds.ToString(CultureInfo.InvariantCulture), within),
        Bucket("1", 100),
        Bucket("+Inf", 100),
    ];

    private static string Bucket(string end, int count) => Series($"{NessieMetrics.OperationTime}_bucket", $"0+{count}x60", $"method=\"commit\",le=\"{end}\"");

    private static string[] Files(int open) => [Series(NessieMetrics.OpenFiles, $"{open}x60"), Series(NessieMetrics.MaxFiles, "100x60")];

    private static AlertScenario Nessie(string alert, string[] firing, string[] silent) => new(alert, Service, firing, silent);

    private static string Series(string metric, string values, string labels = "") => Of(Service, metric, values, labels);
}
