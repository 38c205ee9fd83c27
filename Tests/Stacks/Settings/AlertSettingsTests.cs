using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;
using Infra.Stacks;
using Infra.Stacks.Settings;
using Pulumi;

namespace Infra.Tests.Stacks.Settings;

public sealed class AlertSettingsTests
{
    private const string RoutingKey = "0123456789abcdef0123456789abcdef";
    private static readonly (string, string) Postgres = ("postgresPassword", "xK4-pw9Lq2vT");

    private static readonly (string, string)[] Receivers =
    [
        Postgres,
        ("alertWebhookUrl", "https://hooks.example.com/T0K3N"), ("alertHeartbeatUrl", "https://hc.example.com/B3AT"),
        ("slackWebhookUrl", "https://hooks.slack.example.com/SL4CK"), ("slackChannel", "#alerts"), ("slackSeverities", "critical, warning"),
        ("pagerdutyRoutingKey", RoutingKey), ("pagerdutyUrl", "https://events.eu.pagerduty.com/v2/enqueue"),
        ("smtpHost", "smtp.example.com:587"), ("smtpFrom", "phlo@example.com"), ("smtpUser", "phlo"), ("smtpPassword", "m41l-pW9qZ3tKx"),
        ("emailTo", "data@example.com, on-call@example.com"), ("emailSeverities", "info"),
    ];

    private static readonly string[] Secrets = ["postgresPassword", "alertWebhookUrl", "alertHeartbeatUrl", "slackWebhookUrl", "pagerdutyRoutingKey", "smtpPassword"];

    [Fact]
    public void Tell_nobody_unless_they_say_whom()
    {
        var settings = Read("dev", [], Postgres);

        Assert.Empty(settings.Alerts.Routing.Contacts);
        Assert.Null(settings.Alerts.Routing.Heartbeat);
        Assert.Empty(settings.Alerts.Secrets);
        Assert.Null(settings.Smtp);
    }

    [Fact]
    public void Make_a_contact_of_each_destination_with_its_severities()
    {
        var alerts = Read("prod", Secrets, Receivers).Alerts;

        Assert.Equal(
            ["webhook critical warning info", "slack critical warning", "pagerduty critical", "email info"],
            alerts.Routing.Contacts.Select(contact => $"{contact.Name} {string.Join(' ', contact.Severities.OrderDescending().Select(AlertRulesYaml.Label))}"));
        var email = Assert.IsType<EmailIntegration>(alerts.Routing.Contacts[3].Integration);
        Assert.Equal(
            ("smtp.example.com:587", "phlo@example.com", "data@example.com, on-call@example.com", "phlo", "/run/secrets/smtp-password", true),
            (email.Smarthost, email.From, email.To, email.Username, email.PasswordFile, email.RequireTls));
        Assert.Equal("#alerts", Assert.IsType<SlackIntegration>(alerts.Routing.Contacts[1].Integration).Channel);
        Assert.Equal("https://events.eu.pagerduty.com/v2/enqueue", alerts.Routing.PagerDutyUrl);
        Assert.Equal(["heartbeat-url", "pagerduty-key", "slack-url", "smtp-password", "webhook-url"], alerts.Secrets.Keys);
        Assert.Empty(alerts.Routing.ReceiversWithoutDestination());
    }

    [Fact]
    public void Keep_secrets_out_of_the_configuration_and_of_every_text()
    {
        var settings = Read("prod", Secrets, Receivers);

        var texts = settings + AlertmanagerFiles.RenderConfig(settings.Alerts.Routing.ToConfig());
        Assert.All(["T0K3N", "B3AT", "SL4CK", RoutingKey, "m41l-pW9qZ3tKx"], secret => Assert.DoesNotContain(secret, texts));
    }

    [Fact]
    public void Take_routes_windows_and_hours_as_lists_or_with_commas()
    {
        var routing = Read(
            "dev", [], [
                .. Receivers,
                ("alertRoutes", """{"dagster": ["slack", "email"], "postgres": "pagerduty"}"""),
                ("maintenanceWindows", """{"night": {"times": ["22:00-02:00", "04:00-05:00"], "weekdays": "saturday, sunday", "timezone": "Europe/Berlin", "severities": ["info"], "components": ["trino"]}, "all": {"times": "00:00-24:00"}}"""),
                ("alertHours", """{"warning": {"times": "08:00-18:00"}}"""),
                ("alertCriticalRepeatInterval", "30m")]).Alerts.Routing;

        Assert.Equal(["slack", "email"], routing.ComponentContacts["dagster"]);
        Assert.Equal(["pagerduty"], routing.ComponentContacts["postgres"]);
        Assert.Equal(["all", "night"], routing.Maintenance.Select(window => window.Name));
        Assert.Equal(3, routing.Maintenance[0].Severities.Count);
        Assert.Empty(routing.Maintenance[0].Components);
        Assert.Equal(AlertSeverity.Info, Assert.Single(routing.Maintenance[1].Severities));
        Assert.Equal(["trino"], routing.Maintenance[1].Components);
        Assert.Equal(["saturday", "sunday"], routing.Maintenance[1].Times.Weekdays);
        Assert.Equal([("22:00", "02:00"), ("04:00", "05:00")], routing.Maintenance[1].Times.Hours);
        Assert.Equal("Europe/Berlin", routing.Maintenance[1].Times.Timezone);
        Assert.Equal("UTC", routing.Hours[AlertSeverity.Warning].Timezone);
        Assert.Equal("30m", routing.CriticalRepeatInterval.ToString());
    }

    [Fact]
    public void Report_every_mistake_with_its_path() => Refuses(
        """
        Pulumi.dev.yaml: 17 settings are wrong, nothing was changed.
          phlo-observability:alertHours.night = {"times": "08:00-18:00"}: expected one or more of critical, warning, info
          phlo-observability:alertRoutes.Trino = email: expected the name of a component: lower-case letters, digits and hyphens, such as dagster
          phlo-observability:alertRoutes.dagster = ["slack"]: slack has no destination: set slackWebhookUrl
          phlo-observability:alertRoutes.nessie = fax: expected one or more of webhook, slack, pagerduty, email
          phlo-observability:emailSeverities = all: expected one or more of critical, warning, info, separated by commas
          phlo-observability:emailTo = nobody: expected mail addresses, separated by commas, or none
          phlo-observability:maintenanceWindows.a.times = 8-9: expected from and until when, such as 22:00-02:00
          phlo-observability:maintenanceWindows.b.timezone = Berlin: expected UTC or the IANA name of a time zone by region and place, such as Europe/Berlin
          phlo-observability:maintenanceWindows.b.weekday = monday: no such field, did you mean weekdays?; expected one of weekdays, times, timezone, severities, components
          phlo-observability:maintenanceWindows.c.times = (not set): expected from and until when, such as 22:00-02:00
          phlo-observability:maintenanceWindows.d = 22:00-02:00: expected the fields weekdays, times, timezone, severities, components
          phlo-observability:maintenanceWindows.e.times = 08:00-08:00: expected from and until when, such as 22:00-02:00
          phlo-observability:maintenanceWindows.e.weekdays = ["Monday"]: expected one or more of monday, tuesday, wednesday, thursday, friday, saturday, sunday
          phlo-observability:pagerdutyRoutingKey = (secret): expected the integration key of PagerDuty's Events API v2, 32 letters and digits, or none
          phlo-observability:slackWebhookUrl = (not set): expected the webhook of Slack: slackChannel is set
          phlo-observability:smtpFrom = (not set): expected a mail address: smtpHost is set
          phlo-observability:smtpPassword = (not set): expected a value: smtpUser and smtpPassword go together
        Every setting is described in docs/configuration.md.
        """,
        "dev", [], Postgres,
        ("alertHours", """{"night": {"times": "08:00-18:00"}}"""),
        ("alertRoutes", """{"dagster": ["slack"], "Trino": "email", "nessie": "fax"}"""),
        ("emailTo", "nobody"),
        ("emailSeverities", "all"),
        ("maintenanceWindows", """{"a": {"times": "8-9"}, "b": {"weekday": "monday", "times": "08:00-09:00", "timezone": "Berlin"}, "c": {}, "d": "22:00-02:00", "e": {"times": "08:00-08:00", "weekdays": ["Monday"]}}"""),
        ("pagerdutyRoutingKey", "short"),
        ("slackChannel", "#alerts"),
        ("smtpUser", "phlo"),
        ("smtpHost", "smtp.example.com:25"));

    [Theory]
    [InlineData("utc")]
    [InlineData("CET")]
    [InlineData("US/Central")]
    [InlineData("europe/berlin")]
    [InlineData("Europe/Nowhere")]
    public void Refuse_time_zones_the_image_of_Alertmanager_does_not_know(string timezone) => Refuses(
        $"""
        Pulumi.dev.yaml: 1 setting is wrong, nothing was changed.
          phlo-observability:alertHours.warning.timezone = {timezone}: expected UTC or the IANA name of a time zone by region and place, such as Europe/Berlin
        Every setting is described in docs/configuration.md.
        """,
        "dev", [], Postgres,
        ("alertHours", $$$"""{"warning": {"times": "08:00-18:00", "timezone": "{{{timezone}}}"}}"""));

    [Fact]
    public void Report_in_prod_every_secret_that_is_not_encrypted()
    {
        var refusal = Assert.Throws<RunException>(() => Read("prod", ["postgresPassword"], Receivers));

        Assert.Contains("5 settings are wrong", refusal.Message);
        Assert.All(Secrets.Skip(1), key => Assert.Contains(
            $"phlo-observability:{key} = (secret): refused in prod (unencrypted-secret), expected an encrypted value; set it with: ./infra config set --secret {key}\n", refusal.Message));
    }

    [Fact]
    public void Refuse_a_mail_password_without_TLS_and_a_destination_without_a_server()
    {
        var refusal = Assert.Throws<RunException>(() => Read("dev", [], [.. Receivers, ("smtpTls", "none")]));
        Assert.Contains("phlo-observability:smtpTls = none: expected required: without it smtpPassword would be sent in the clear\n", refusal.Message);

        refusal = Assert.Throws<RunException>(() => Read("dev", [], Postgres, ("emailTo", "data@example.com")));
        Assert.Contains("phlo-observability:smtpHost = (not set): expected the mail server: emailTo is set\n", refusal.Message);
    }

    private static void Refuses(string message, string stack, string[] secrets, params (string Key, string Value)[] values)
    {
        var refusal = Assert.Throws<RunException>(() => Read(stack, secrets, values));
        Assert.Equal(message.ReplaceLineEndings("\n"), refusal.Message);
    }

    private static StackSettings Read(string stack, string[] secrets, params (string Key, string Value)[] values)
    {
        var given = values.ToDictionary(value => value.Key, value => value.Value);
        return StackSettingsReader.Read(new SettingSource
        {
            Project = "phlo-observability",
            Stack = stack,
            Get = given.GetValueOrDefault,
            Keys = given.Keys,
            SecretKeys = secrets.ToHashSet(),
        });
    }
}
