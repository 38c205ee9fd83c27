namespace Infra.Tests.Configs.Alerts.Logs;

/// <summary>A line that a service writes, as often as it is told.</summary>
/// <param name="Service">The service, by its label.</param>
/// <param name="Text">The line, before anything is read in it.</param>
/// <param name="From">The first minute in which it is written.</param>
/// <param name="To">The last one.</param>
/// <param name="PerMinute">How often in each of them.</param>
internal sealed record LogLine(string Service, string Text, int From, int To, int PerMinute = 1)
{
    /// <summary>A line that is written once.</summary>
    public static LogLine Once(string service, string text, int minute = 25) => new(service, text, minute, minute);
}

/// <summary>Lines with which an alert has to fire, and lines with which it may not, though they are near to it.</summary>
/// <param name="Alert">The alert's name.</param>
/// <param name="Component">The component that the alert has to be about.</param>
/// <param name="Firing">What is written.</param>
/// <param name="Silent">The same.</param>
/// <param name="Minute">When it is looked at.</param>
internal sealed record LogAlertScenario(string Alert, string Component, LogLine[] Firing, LogLine[] Silent, int Minute = 30) : IAlertScenario;
