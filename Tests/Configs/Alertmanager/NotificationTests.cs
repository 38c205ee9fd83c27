using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Configs.Alertmanager;
using Infra.Configs.Alerts;
using Infra.Configs;
using Infra.Tests.Support;

namespace Infra.Tests.Configs.Alertmanager;

/// <summary>The texts of notifications, as a real Alertmanager sends them.</summary>
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class NotificationTests
{
    private const string RoutingKey = "0123456789abcdef0123456789abcdef";
    private static readonly NotificationLinks Links = new() { Grafana = "https://grafana.example.com/", Prometheus = true };

    private static readonly PostedAlert Alert = new("PostgresDown", "critical", "postgres", "prod")
    {
        Annotations = new Dictionary<string, string>
        {
            ["summary"] = "Postgres is down",
            ["description"] = "Nothing for 1m: <none> & \"nobody\".",
            ["runbook_url"] = "https://runbooks.example.com/postgres-down.md",
            ["dashboard_url"] = "https://grafana.example.com/d/phlo-postgres",
        },
    };

    // Labels and texts as an exporter that was broken into would have them.
    private static readonly PostedAlert Hostile = new("X<!channel>", "critical", "x` <!channel> `", "prod<!here>")
    {
        Further = new Dictionary<string, string> { ["instance"] = "<https://evil.example|Silence>\n*Severity: none*" },
        Annotations = new Dictionary<string, string>
        {
            ["summary"] = "Down <!channel>\nBcc: all@evil.example <@U1> https://evil.example/",
            ["description"] = "<img src=x> <https://evil.example|here> https://evil.example/",
            ["runbook_url"] = "https://evil.example|Runbook> <!channel",
            ["dashboard_url"] = "javascript:alert(1)",
        },
    };

    // The fields of an attachment and of the message around it (https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments/).
    private static readonly HashSet<string> SlackMessage = ["channel", "username", "icon_emoji", "icon_url", "link_names", "text", "attachments"];

    private static readonly HashSet<string> SlackAttachment =
        ["title", "title_link", "pretext", "text", "fallback", "callback_id", "fields", "actions", "image_url", "thumb_url", "footer", "color", "mrkdwn_in"];

    // The Events API v2 (https://developer.pagerduty.com/docs/send-alert-event).
    private static readonly HashSet<string> PagerDutyEvent = ["routing_key", "event_action", "dedup_key", "payload", "client", "client_url", "images", "links"];

    private static readonly HashSet<string> PagerDutyPayload = ["summary", "source", "severity", "timestamp", "component", "group", "class", "custom_details"];

    [Fact]
    public void Have_a_golden_file() => Golden.Matches(NotificationTemplates.Render(Links), "notifications.golden.tmpl");

    [Theory]
    [InlineData("title")]
    [InlineData("home")]
    [InlineData("slack.title")]
    [InlineData("slack.color")]
    [InlineData("slack.text")]
    [InlineData("pagerduty.severity")]
    [InlineData("email.html")]
    [InlineData("text", ".Alerts")]
    public async Task Are_rendered_by_amtool_whatever_they_link_to(string template, string data = ".")
    {
        foreach (var links in new[] { new NotificationLinks(), Links, new NotificationLinks { Alertmanager = "http://localhost:9093" } })
        {
            using var folder = SampleRouting.Folder(SampleRouting.Bare, links);

            var text = await ToolProcess.AcceptsInAsync(
                folder.Path, "amtool", "template", "render", $"--template.glob={AlertmanagerFiles.TemplatesFile}",
                $"--template.text={NotificationTemplates.Call(template, data)}");

            Assert.DoesNotContain("{{", text);
            Assert.DoesNotContain("<no value>", text);
        }
    }

    [Fact]
    public async Task Come_to_Slack_as_an_attachment_with_links()
    {
        using var receiver = new NotificationReceiver();
        await using var alertmanager = await StartAsync(receiver, SampleRouting.Slack);

        await alertmanager.PostAsync(Alert);
        var message = await receiver.WaitAsync("/slack", _ => true, "a message");

        Assert.Subset(SlackMessage, Names(message));
        Assert.Equal("#alerts", message.GetProperty("channel").GetString());
        var attachment = Assert.Single(message.GetProperty("attachments").EnumerateArray());
        Assert.Subset(SlackAttachment, Names(attachment));
        Assert.Equal("danger", attachment.GetProperty("color").GetString());
        Assert.Equal("[CRITICAL] PostgresDown: Postgres is down - prod", attachment.GetProperty("title").GetString());
        Assert.Equal("https://grafana.example.com/alerting/groups?alertmanager=Alertmanager", attachment.GetProperty("title_link").GetString());
        var text = attachment.GetProperty("text").GetString()!;
        Assert.StartsWith("*Postgres is down*\nNothing for 1m: &lt;none&gt; &amp; \"nobody\".\nSeverity: critical | Component: `postgres` | Since: 2", text);
        Assert.Contains("<https://runbooks.example.com/postgres-down.md|Runbook> | <https://grafana.example.com/d/phlo-postgres|Dashboard>", text);
        Assert.Contains(
            "<https://grafana.example.com/alerting/silence/new?alertmanager=Alertmanager&amp;matcher=alertname%3DPostgresDown&amp;matcher=component%3Dpostgres", text);
        Assert.Contains("<http://prometheus:9090/graph?g0.expr=up&amp;g0.tab=1|Source>", text);

        await alertmanager.PostAsync(Alert with { Over = true });
        var over = await receiver.WaitAsync("/slack", body => Color(body) == "good", "the end of the alert");
        Assert.Equal("[RESOLVED] PostgresDown: Postgres is down - prod", over.GetProperty("attachments")[0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task Are_nothing_but_text_in_Slack_whatever_labels_bring()
    {
        using var receiver = new NotificationReceiver();
        await using var alertmanager = await StartAsync(receiver, SampleRouting.Slack);

        await alertmanager.PostAsync(Hostile);
        var attachment = (await receiver.WaitAsync("/slack", _ => true, "a message")).GetProperty("attachments")[0];

        var text = attachment.GetProperty("text").GetString()!;
        foreach (var shown in new[] { attachment.GetProperty("title").GetString()!, attachment.GetProperty("fallback").GetString()!, text })
        {
            Assert.DoesNotContain("<!", shown);
            Assert.DoesNotContain("<@", shown);
            Assert.DoesNotContain("//evil.example", shown.Replace(":\u200B//", ""));
            Assert.Contains("&lt;!channel&gt;", shown);
        }

        Assert.Equal(4, text.Count(character => character == '\n'));
        Assert.Contains("Component: `x' &lt;!channel&gt; '`", text);
        // Links are ours, and none leads elsewhere.
        Assert.All(Regex.Matches(text, "<([^>|]*)\\|"), link => Assert.Matches("^(https://grafana[.]example[.]com|http://prometheus:9090)/", link.Groups[1].Value));
        Assert.DoesNotContain('\n', attachment.GetProperty("title").GetString()!);
    }

    [Fact]
    public async Task Are_nothing_but_text_in_a_mail_whatever_labels_bring()
    {
        using var mails = new MailServer();
        using var receiver = new NotificationReceiver();
        var email = (EmailIntegration)SampleRouting.Email.Integration;
        await using var alertmanager = await StartAsync(receiver, SampleRouting.Email with
        {
            Integration = email with { Smarthost = mails.Address, RequireTls = false, Username = null, PasswordFile = null },
        });

        await alertmanager.PostAsync(Hostile);
        var mail = (await mails.MailAsync()).Replace("=\n", "").Replace("=3D", "=");

        var page = mail[mail.IndexOf("Content-Type: text/html", StringComparison.Ordinal)..];
        Assert.DoesNotContain("<!channel>", page);
        Assert.DoesNotContain("<img", page);
        Assert.Contains("&lt;!channel&gt;", page);
        Assert.Contains("&lt;img src=x&gt;", page);
        Assert.DoesNotContain("href=\"javascript", page);
        Assert.DoesNotContain("\nBcc:", mail[..mail.IndexOf("\n\n", StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Come_to_PagerDuty_as_an_event_that_is_resolved_later()
    {
        using var receiver = new NotificationReceiver();
        await using var alertmanager = await StartAsync(receiver, SampleRouting.PagerDuty);

        await alertmanager.PostAsync(Alert);
        var trigger = await receiver.WaitAsync("/pagerduty", _ => true, "an event");

        Assert.Subset(PagerDutyEvent, Names(trigger));
        Assert.Equal(RoutingKey, trigger.GetProperty("routing_key").GetString());
        Assert.Equal("trigger", trigger.GetProperty("event_action").GetString());
        var payload = trigger.GetProperty("payload");
        Assert.Subset(PagerDutyPayload, Names(payload));
        Assert.Equal("[CRITICAL] PostgresDown: Postgres is down - prod", payload.GetProperty("summary").GetString());
        Assert.Equal("critical", payload.GetProperty("severity").GetString());
        Assert.Equal("postgres", payload.GetProperty("component").GetString());
        Assert.Equal("prod", payload.GetProperty("group").GetString());
        Assert.StartsWith("* Postgres is down\n  Nothing for 1m: <none>", payload.GetProperty("custom_details").GetProperty("firing").GetString());

        await alertmanager.PostAsync(Alert with { Over = true });
        var resolve = await receiver.WaitAsync("/pagerduty", body => body.GetProperty("event_action").GetString() == "resolve", "the end of the alert");
        Assert.Equal(trigger.GetProperty("dedup_key").GetString(), resolve.GetProperty("dedup_key").GetString());
    }

    [Fact]
    public async Task Come_by_mail_as_text_and_as_a_page()
    {
        using var mails = new MailServer();
        using var receiver = new NotificationReceiver();
        var email = (EmailIntegration)SampleRouting.Email.Integration;
        await using var alertmanager = await StartAsync(receiver, SampleRouting.Email with
        {
            Integration = email with { Smarthost = mails.Address, RequireTls = false, Username = null, PasswordFile = null },
        });

        await alertmanager.PostAsync(Alert);
        // Without the soft line breaks of quoted-printable.
        var mail = (await mails.MailAsync()).Replace("=\n", "").Replace("=3D", "=");

        Assert.Contains("Subject: [CRITICAL] PostgresDown: Postgres is down - prod\n", mail);
        Assert.Contains("From: phlo@example.com\n", mail);
        Assert.Contains("To: data@example.com, on-call@example.com\n", mail);
        Assert.Contains("Content-Type: text/plain", mail);
        Assert.Contains("* Postgres is down\n  Nothing for 1m: <none> & \"nobody\".\n  severity critical, component postgres, since 2", mail);
        Assert.Contains("Content-Type: text/html", mail);
        Assert.Contains("Nothing for 1m: &lt;none&gt; &amp; &#34;nobody&#34;.<br>", mail);
        Assert.Contains("  Runbook: https://runbooks.example.com/postgres-down.md\n  Dashboard: https://grafana.example.com/d/phlo-postgres\n", mail);
        Assert.Contains("<a href=\"https://runbooks.example.com/postgres-down.md\">Runbook</a> | <a href=\"https://grafana.example.com/d/phlo-postgres\">Dashboard</a>", mail);
    }

    [Fact]
    public async Task Are_sent_to_the_heartbeat_at_once_and_to_nobody_else()
    {
        using var receiver = new NotificationReceiver();
        await using var alertmanager = await StartAsync(receiver, SampleRouting.Webhook);

        await alertmanager.PostAsync(new PostedAlert(AlertRules.WatchdogName, "none", "alerting"));
        await receiver.WaitForAlertAsync("/heartbeat", AlertRules.WatchdogName);
        await alertmanager.PostAsync(Alert);
        await receiver.WaitForAlertAsync("/alerts", Alert.Name);

        Assert.Equal([Alert.Name], receiver.Alerts("/alerts", "firing"));
    }

    private static Task<RunningAlertmanager> StartAsync(NotificationReceiver receiver, AlertContact contact) => RunningAlertmanager.StartAsync(
        SampleRouting.Everything with
        {
            Contacts = [contact],
            ComponentContacts = new Dictionary<string, IReadOnlyList<string>>(),
            PagerDutyUrl = $"{receiver.Url}/pagerduty",
            GroupWait = Duration.Seconds(0),
            GroupInterval = Duration.Seconds(1),
        },
        new Dictionary<string, string>
        {
            [AlertmanagerSecrets.WebhookUrl] = $"{receiver.Url}/alerts",
            [AlertmanagerSecrets.HeartbeatUrl] = $"{receiver.Url}/heartbeat",
            [AlertmanagerSecrets.SlackUrl] = $"{receiver.Url}/slack",
            [AlertmanagerSecrets.PagerDutyKey] = RoutingKey,
        },
        Links);

    private static HashSet<string> Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static string? Color(JsonElement message) => message.GetProperty("attachments")[0].GetProperty("color").GetString();
}
