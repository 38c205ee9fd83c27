namespace Infra.Stacks.Settings;

/// <summary>The mail server, by which Alertmanager tells of alerts and Grafana of everything else.</summary>
internal sealed record SmtpSettings
{
    /// <summary>Its host and port. Port 465 is TLS from the start, others by STARTTLS.</summary>
    public required string Host { get; init; }

    /// <summary>The address that mails come from.</summary>
    public required string From { get; init; }

    /// <summary>The user at the mail server; null for none.</summary>
    public required string? User { get; init; }

    public required Secret? Password { get; init; }

    /// <summary>Whether a server without TLS is refused.</summary>
    public required bool RequireTls { get; init; }

    /// <summary>The mail server; null for none.</summary>
    public static SmtpSettings? Read(SettingReader reader)
    {
        var host = reader.Optional("smtpHost", HostAndPort.IsValid, "a host and a port, such as smtp.example.com:587, or none");
        var from = reader.Optional("smtpFrom", text => MailAddresses.IsOne(text) && !text.Contains('`'), "a mail address, or none");
        var user = reader.Optional("smtpUser", text => !text.Any(char.IsWhiteSpace) && !text.Contains('`') && !Expansion.IsIn(text), $"a name without spaces and back quotes, {Expansion.Expectation}, or none");
        var password = reader.SecretText("smtpPassword", text => !text.Any(char.IsControl), "a password on one line");
        var requireTls = reader.OneOf("smtpTls", true, ("required", true), ("none", false));

        if (password is not null)
            reader.Note(new GivenCredential("smtpPassword", "smtpPassword", user ?? "", password.Value));
        if (host is null)
            return null;

        if (from is null)
            reader.Mistake("smtpFrom", "expected a mail address: smtpHost is set");
        if ((user is null) != (password is null))
            reader.Mistake(user is null ? "smtpUser" : "smtpPassword", "expected a value: smtpUser and smtpPassword go together");
        if (password is not null && !requireTls)
            reader.Mistake("smtpTls", "expected required: without it smtpPassword would be sent in the clear");

        return new SmtpSettings { Host = host, From = from ?? "", User = user, Password = password, RequireTls = requireTls };
    }
}

/// <summary>Addresses of mails, as far as a typing mistake shows.</summary>
internal static class MailAddresses
{
    /// <summary>Grafana and Alertmanager expand the addresses that they are given.</summary>
    public static bool IsOne(string text) => System.Net.Mail.MailAddress.TryCreate(text, out var address) && address.Address == text && !Expansion.IsIn(text);

    /// <summary>One or several, separated by commas.</summary>
    public static bool AreSome(string text) => text.Split(',', StringSplitOptions.TrimEntries).All(IsOne);
}
