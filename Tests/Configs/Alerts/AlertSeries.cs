namespace Infra.Tests.Configs.Alerts;

/// <summary>Series in the notation of promtool, and scenarios that many alerts have in common.</summary>
internal static class AlertSeries
{
    // One of two instances is no outage.
    public static AlertScenario Down(string service, string name) => new(
        $"{name}Down", service, [Of(service, "up", "0x60")], [Of(service, "up", "0x60"), Of(service, "up", "1x60", "replica=\"b\"")]);

    // A counter that grows, and one that has grown before.
    public static AlertScenario Counted(string alert, string service, string metric, string labels) =>
        new(alert, service, [Of(service, metric, "0+1x60", labels)], [Of(service, metric, "3x60", labels)]);

    // Errors among a hundred requests a minute: so many as to fire, and so many as not to.
    public static AlertScenario Share(string alert, string service, string metric, string status, string labels, int firing, int silent)
    {
        string[] Series(int errors) =>
            [Of(service, metric, $"0+{errors}x60", $"{status}=\"500\",{labels}"), Of(service, metric, $"0+{100 - errors}x60", $"{status}=\"200\",{labels}")];

        return new(alert, service, Series(firing), Series(silent));
    }

    public static string Of(string service, string metric, string values, string labels = "") =>
        $$"""{{metric}}{job="{{service}}",service="{{service}}",instance="{{service}}:1"{{(labels.Length == 0 ? "" : "," + labels.Trim())}}} {{values}}""";
}
