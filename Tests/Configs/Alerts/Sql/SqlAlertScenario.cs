namespace Infra.Tests.Configs.Alerts.Sql;

/// <summary>Rows with which an alert has to fire once, and rows with which it may not, though they are near to it.</summary>
/// <param name="Alert">The alert's name.</param>
/// <param name="Tables">Makes the tables that the query asks.</param>
/// <param name="Firing">Puts rows into them.</param>
/// <param name="Silent">The same.</param>
/// <param name="Labels">The labels that the alert has to have, as <c>name=value</c>.</param>
internal sealed record SqlAlertScenario(string Alert, string Tables, string Firing, string Silent, params string[] Labels) : IAlertScenario;
