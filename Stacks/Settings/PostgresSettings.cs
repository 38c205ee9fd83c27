using System.Text.RegularExpressions;

namespace Infra.Stacks.Settings;

/// <summary>The Postgres that is watched.</summary>
internal sealed partial record PostgresSettings
{
    /// <summary>Whether it is watched.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Whether the stack brings it, for want of a lakehouse.</summary>
    public required bool Demo { get; init; }

    /// <summary>Host and port, as seen from the exporter.</summary>
    public required string Address { get; init; }

    public required string User { get; init; }

    /// <summary>The password; null for one that the stack generates.</summary>
    public required Secret? Password { get; init; }

    public required string Database { get; init; }

    public required string SslMode { get; init; }

    public static PostgresSettings Read(SettingReader reader, EnvironmentDefaults defaults)
    {
        var demo = reader.OneOf("lakehouse", defaults.DemoLakehouse, ("demo", true), ("external", false));
        var enabled = reader.Flag("postgresEnabled", true);
        if (demo && !enabled)
            reader.Mistake("postgresEnabled", "expected true: with lakehouse = demo the stack brings the Postgres that it watches");

        var address = reader.Text("postgresAddress", "postgres:5432", HostAndPort.IsValid, "a host and a port, such as postgres:5432");
        if (demo && reader.Given("postgresAddress") is not null)
            reader.Mistake("postgresAddress", "expected auto: with lakehouse = demo the stack brings the Postgres that it watches");

        var user = reader.Text("postgresUser", "lake", DatabaseName().IsMatch, "the name of a role: letters, digits, hyphens and underscores");
        return new PostgresSettings
        {
            Enabled = enabled,
            Demo = demo,
            Address = address,
            User = user,
            Password = ReadPassword(reader, user, required: enabled && !demo),
            Database = reader.Text("postgresDatabase", "lakehouse", DatabaseName().IsMatch, "the name of a database: letters, digits, hyphens and underscores"),
            SslMode = reader.Text(
                "postgresSslMode", "disable", text => text is "disable" or "require" or "verify-ca" or "verify-full",
                "disable or require or verify-ca or verify-full"),
        };
    }

    private static Secret? ReadPassword(SettingReader reader, string user, bool required)
    {
        const string key = "postgresPassword";
        if (reader.GivenSecret(key) is not { } password)
        {
            if (required)
                reader.Mistake(key, $"expected the password of the lakehouse's Postgres; set it with: ./infra config set --secret {key}");

            return null;
        }

        if (password.Any(char.IsControl))
            reader.Mistake(key, "expected a password on one line");

        reader.Note(new GivenCredential(key, key, user, password));
        return new Secret(password);
    }

    /// <summary>Whether a text can be the name of a role, a database or a schema.</summary>
    public static bool IsName(string text) => DatabaseName().IsMatch(text);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]{0,62}$")]
    private static partial Regex DatabaseName();
}
