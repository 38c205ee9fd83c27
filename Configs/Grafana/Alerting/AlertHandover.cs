using System.Security.Cryptography;
using System.Text;

namespace Infra.Configs.Grafana.Alerting;

/// <summary>
/// How Grafana hands its alerts to the stack's Alertmanager: by the one contact point that everything goes to. It groups nothing and
/// holds nothing back, for Alertmanager alone decides who is notified.
/// </summary>
internal static class AlertHandover
{
    /// <summary>How long Alertmanager believes an alert that comes without an end: its <c>resolve_timeout</c>, which is not set.</summary>
    public static Duration ResolveTimeout { get; } = Duration.Minutes(5);

    /// <summary>All alerts of one name are one group.</summary>
    public static IReadOnlyList<string> GroupBy { get; } = ["grafana_folder", "alertname"];

    /// <summary>How long a new group waits. Alertmanager waits for others of a kind itself.</summary>
    public static Duration GroupWait { get; } = Duration.Seconds(1);

    /// <summary>How soon a change is handed on, an end among them; also how often it is looked whether it is time to repeat.</summary>
    public static Duration GroupInterval { get; } = Duration.Seconds(30);

    // Less than two intervals, so that each second look repeats: looked at is the time since the last one was done with, which is a
    // moment after it began.
    /// <summary>How soon an alert is repeated.</summary>
    public static Duration RepeatInterval { get; } = Duration.Seconds(50);

    /// <summary>The longest time between two repetitions.</summary>
    public static Duration LongestSilence { get; } =
        new(GroupInterval.Value * Math.Ceiling(RepeatInterval.Value / GroupInterval.Value));

    /// <summary>
    /// The name of the contact point, which says what is in it: another address or password is another contact point. It is made
    /// and taken over by the policy before the former one goes, and the former one is never changed.
    /// </summary>
    public static string ContactPointName(string url, string? user, string? password)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', url, user, password)));
        return $"Alertmanager {Convert.ToHexStringLower(digest)[..8]}";
    }
}
