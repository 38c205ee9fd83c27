namespace Infra.Configs.Alertmanager;

/// <summary>Somebody who is notified, in one way or several. Without any it is a name that takes alerts and tells nobody.</summary>
internal sealed record Receiver(string Name, IReadOnlyList<Integration> Integrations);

/// <summary>A way to notify.</summary>
internal abstract record Integration;

/// <summary>Notifications as JSON, posted to an address.</summary>
/// <param name="UrlFile">The file in which the address is kept.</param>
internal sealed record WebhookIntegration(string UrlFile) : Integration
{
    /// <summary>Whether it is told that an alert is over. A heartbeat is not: that its alert is over is no sign of life.</summary>
    public bool TellsOfEnds { get; init; } = true;
}

/// <summary>Messages to Slack by an incoming webhook.</summary>
/// <param name="ApiUrlFile">The file in which the webhook's address is kept.</param>
internal sealed record SlackIntegration(string ApiUrlFile) : Integration
{
    /// <summary>The channel, where the webhook leaves a choice; null for the webhook's own.</summary>
    public string? Channel { get; init; }
}

/// <summary>Incidents in PagerDuty by its Events API v2.</summary>
/// <param name="RoutingKeyFile">The file in which the integration's key is kept.</param>
internal sealed record PagerDutyIntegration(string RoutingKeyFile) : Integration;

/// <summary>E-mails.</summary>
internal sealed record EmailIntegration : Integration
{
    /// <summary>The mail server, as <c>host:port</c>. Port 465 is TLS from the start, others by STARTTLS.</summary>
    public required string Smarthost { get; init; }

    public required string From { get; init; }

    /// <summary>One address or several, separated by commas.</summary>
    public required string To { get; init; }

    /// <summary>The user at the mail server; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>The file in which the user's password is kept.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Whether a server without TLS is refused.</summary>
    public required bool RequireTls { get; init; }
}
