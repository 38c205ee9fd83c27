using System.Text.RegularExpressions;

namespace Infra.Stacks.Settings;

/// <summary>What Grafana asks the lakehouse itself, in SQL.</summary>
internal sealed partial record GrafanaLakehouseSettings
{
    /// <summary>The role by which it asks the watched Postgres; null for not at all.</summary>
    public required string? PostgresUser { get; init; }

    public required Secret? PostgresPassword { get; init; }

    /// <summary>Where Trino is; null for not at all.</summary>
    public required string? TrinoUrl { get; init; }

    /// <summary>Who asks Trino; null for <c>grafana</c> without a password.</summary>
    public required string? TrinoUser { get; init; }

    public required Secret? TrinoPassword { get; init; }

    public static GrafanaLakehouseSettings Read(SettingReader reader)
    {
        var postgresUser = reader.Optional("grafanaPostgresUser", RoleName().IsMatch, "the name of a role that can only read, or none");
        var postgresPassword = GivenPassword.Read(reader, "grafanaPostgresPassword", postgresUser ?? "");
        if (postgresUser is not null && postgresPassword is null)
            reader.Mistake("grafanaPostgresPassword", "expected the password of grafanaPostgresUser; set it with: ./infra config set --secret grafanaPostgresPassword");

        var trinoUrl = reader.Optional(
            "grafanaTrinoUrl", text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "" },
            "the address of Trino, such as http://trino:8080, or none");
        var trinoUser = reader.Optional("grafanaTrinoUser", RoleName().IsMatch, "a user's name, or none");
        var trinoPassword = GivenPassword.Read(reader, "grafanaTrinoPassword", trinoUser ?? "");
        if (trinoPassword is not null && trinoUser is null)
            reader.Mistake("grafanaTrinoUser", "expected the user that grafanaTrinoPassword belongs to");
        else if (trinoPassword is not null && trinoUrl?.StartsWith("http:", StringComparison.Ordinal) == true)
            reader.Mistake("grafanaTrinoUrl", "expected an address that begins with https://: Trino takes a password over nothing else");
        return new GrafanaLakehouseSettings
        {
            PostgresUser = postgresUser,
            PostgresPassword = postgresPassword,
            TrinoUrl = trinoUrl,
            TrinoUser = trinoUser,
            TrinoPassword = trinoPassword,
        };
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.@-]{0,62}$")]
    private static partial Regex RoleName();
}
