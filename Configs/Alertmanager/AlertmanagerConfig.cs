namespace Infra.Configs.Alertmanager;

/// <summary>Where alerts go, in which groups, and which of them silence which.</summary>
internal sealed record AlertmanagerConfig
{
    public required Route Route { get; init; }

    public required IReadOnlyList<InhibitRule> InhibitRules { get; init; }

    public required IReadOnlyList<Receiver> Receivers { get; init; }
}

/// <summary>A node of the routing tree. What it leaves out it has from its parent.</summary>
internal sealed record Route
{
    public required string Receiver { get; init; }

    /// <summary>Which alerts come here, as matchers of Alertmanager (<c>severity="critical"</c>). The root takes all.</summary>
    public IReadOnlyList<string> Matchers { get; init; } = [];

    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>How long a new group waits for more alerts before its first notification.</summary>
    public Duration? GroupWait { get; init; }

    /// <summary>How long a group that was notified waits before it tells of changes, resolutions among them.</summary>
    public Duration? GroupInterval { get; init; }

    /// <summary>How long until an unchanged group is notified again.</summary>
    public Duration? RepeatInterval { get; init; }

    public IReadOnlyList<Route> Routes { get; init; } = [];
}

/// <summary>While an alert matches the source, alerts that match the target and agree in the labels are held back.</summary>
internal sealed record InhibitRule(IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<string> Equal);

/// <summary>Somebody who is notified. Without a webhook it is a name that takes alerts and tells nobody.</summary>
internal sealed record Receiver(string Name, Webhook? Webhook = null);

/// <summary>A webhook: its address, or the file in which the address is kept.</summary>
internal sealed record Webhook
{
    private Webhook()
    {
    }

    public string? Url { get; private init; }

    public string? UrlFile { get; private init; }

    /// <summary>The address stands in the configuration, which is then as secret as the address.</summary>
    public static Webhook At(string url) => new() { Url = url };

    /// <summary>The address is read from a file (Alertmanager 0.26 and later).</summary>
    public static Webhook FromFile(string path) => new() { UrlFile = path };
}
