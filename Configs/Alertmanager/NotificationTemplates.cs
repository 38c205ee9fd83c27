namespace Infra.Configs.Alertmanager;

/// <summary>Where the links in notifications lead. What its readers cannot reach is null and gets no link.</summary>
internal sealed record NotificationLinks
{
    /// <summary>Grafana's address, in whose Alertmanager view alerts are seen and silenced.</summary>
    public string? Grafana { get; init; }

    /// <summary>Alertmanager's own address, for stacks that publish it.</summary>
    public string? Alertmanager { get; init; }

    /// <summary>Whether Prometheus can be reached, so that an alert's own link (its expression as a graph) leads somewhere.</summary>
    public bool Prometheus { get; init; }

    /// <summary>The name of Grafana's data source for this Alertmanager.</summary>
    public string DataSource { get; init; } = "Alertmanager";
}

/// <summary>
/// The texts of notifications, once for all receivers: title, what is wrong, since when, where to read on. Only functions that
/// templates have since Alertmanager 0.25.
/// </summary>
internal static class NotificationTemplates
{
    private const string Prefix = "phlo.";

    // A message that is too long is refused as a whole, and nobody reads the eleventh of many.
    private const int ListedAlerts = 10;

    // What labels and texts bring is text to Slack: no mention, no link, and no line of its own where there is one line.
    private const string SlackText = """ | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" | reReplaceAll "://" ":\u200B//" """;
    private const string OneLine = """ | reReplaceAll "[\\r\\n]+" " " """;
    private const string SlackLine = OneLine + SlackText;
    private const string SlackCode = """ | reReplaceAll "`" "'" """ + SlackLine;

    // An address in a link of Slack's, which has nothing in it that would end it.
    private const string SlackAddress = """match "^https?://[^<>|\\s]+$" """;
    private const string SlackSource = """{{ .GeneratorURL | reReplaceAll "[<>|\\s]" "" | reReplaceAll "&" "&amp;" }}""";

    /// <summary>The template of that name, applied to the notification or to a part of it.</summary>
    public static string Call(string name, string data = ".") => $$$"""{{ template "{{{Prefix}}}{{{name}}}" {{{data}}} }}""";

    /// <summary>The file with all templates.</summary>
    public static string Render(NotificationLinks links) =>
        "{{/* Written by phlo-observability. Changes made here are lost with the next update. */}}\n" + Links(links) + Texts;

    // Where there is nothing to link to, the templates are there all the same and say nothing.
    private static string Links(NotificationLinks links)
    {
        var silence = Silence(links);
        return Define("home", Home(links) ?? "")
            + Define("slack.links", SlackLink(silence?.Replace("&", "&amp;", StringComparison.Ordinal), "Silence") + SlackLink(links.Prometheus ? SlackSource : null, "Source"))
            + Define("email.links", EmailLink(silence, "Silence") + EmailLink(links.Prometheus ? "{{ .GeneratorURL }}" : null, "Source"));
    }

    private static string? Home(NotificationLinks links) =>
        links.Grafana is { } grafana ? $"{grafana.TrimEnd('/')}/alerting/groups?alertmanager={Uri.EscapeDataString(links.DataSource)}"
        : links.Alertmanager is { } alertmanager ? $"{alertmanager.TrimEnd('/')}/#/alerts"
        : null;

    private static string? Silence(NotificationLinks links) =>
        links.Grafana is { } grafana
            ? $"{grafana.TrimEnd('/')}/alerting/silence/new?alertmanager={Uri.EscapeDataString(links.DataSource)}"
                + """{{ range .Labels.SortedPairs }}&matcher={{ printf "%s=%s" .Name .Value | urlquery }}{{ end }}"""
        : links.Alertmanager is { } alertmanager
            ? $"{alertmanager.TrimEnd('/')}/#/silences/new?filter="
                + """%7B{{ range $i, $label := .Labels.SortedPairs }}{{ if $i }}%2C{{ end }}{{ printf "%s=%q" $label.Name $label.Value | urlquery }}{{ end }}%7D"""
        : null;

    private static string SlackLink(string? address, string text) => address is null ? "" : $" | <{address}|{text}>";

    private static string EmailLink(string? address, string text) => address is null ? "" : $" | <a href=\"{address}\">{text}</a>";

    private static string Define(string name, string text) => $$$$"""{{ define "{{{{Prefix}}}}{{{{name}}}}" }}{{{{text}}}}{{ end }}""" + "\n";

    // In one line, with each of its parts made fit for where it goes.
    private static string Title(string name, string fit) => $$$"""
        {{ define "{{{Prefix}}}{{{name}}}" -}}
        [{{ if eq .Status "resolved" }}RESOLVED{{ else }}{{ with .CommonLabels.severity }}{{ . | toUpper{{{fit}}} }}{{ else }}ALERT{{ end }}{{ end }}]
        {{- with .CommonLabels.alertname }} {{ .{{{fit}}} }}{{ end }}
        {{- if gt (len .Alerts) 1 }} ({{ len .Alerts }}){{ end }}
        {{- with .CommonAnnotations.summary }}: {{ .{{{fit}}} }}{{ end }}
        {{- with .CommonLabels.stack }} - {{ .{{{fit}}} }}{{ end }}
        {{- end }}
        """;

    // Of a notification: title, slack.title, slack.color, slack.text, email.html, pagerduty.severity. Of a list of alerts: text.
    // A list begins with an asterisk so that Alertmanager 0.34, which reads PagerDuty's details as YAML, takes it for a text.
    private static string Texts { get; } = $$$$"""

        {{{{Title("title", OneLine)}}}}

        {{{{Title("slack.title", SlackLine)}}}}

        {{ define "phlo.time" }}{{ .UTC.Format "2006-01-02 15:04 UTC" }}{{ end }}

        {{ define "phlo.summary" }}{{ with .Annotations.summary }}{{ . }}{{ else }}{{ .Labels.alertname }}{{ end }}{{ end }}

        {{ define "phlo.text" -}}
        {{ range $i, $alert := . }}{{ if lt $i {{{{ListedAlerts}}}} -}}
        * {{ template "phlo.summary" . }}
        {{ with .Annotations.description }}  {{ . }}
        {{ end }}  severity {{ with .Labels.severity }}{{ . }}{{ else }}unknown{{ end }}{{ with .Labels.component }}, component {{ . }}{{ end }}{{ with .Labels.instance }}, instance {{ . }}{{ end }}, since {{ template "phlo.time" .StartsAt }}{{ if eq .Status "resolved" }}, over since {{ template "phlo.time" .EndsAt }}{{ end }}
        {{ with .Annotations.runbook_url }}  Runbook: {{ . }}
        {{ end }}{{ with .Annotations.dashboard_url }}  Dashboard: {{ . }}
        {{ end }}{{ end }}{{ end }}
        {{- if gt (len .) {{{{ListedAlerts}}}} }}... {{ len . }} alerts in all.
        {{ end }}
        {{- end }}

        {{ define "phlo.slack.color" -}}
        {{ if eq .Status "resolved" }}good{{ else if eq .CommonLabels.severity "critical" }}danger{{ else if eq .CommonLabels.severity "info" }}#439fe0{{ else }}warning{{ end }}
        {{- end }}

        {{ define "phlo.slack.address" }}{{ . | reReplaceAll "&" "&amp;" }}{{ end }}

        {{ define "phlo.slack.link" }}{{ if . | {{{{SlackAddress}}}} }}<{{ template "phlo.slack.address" . }}|Runbook>{{ else }}Runbook: {{ .{{{{SlackLine}}}} }}{{ end }}{{ end }}

        {{ define "phlo.slack.text" -}}
        {{ range $i, $alert := .Alerts }}{{ if lt $i {{{{ListedAlerts}}}} -}}
        {{ if eq .Status "resolved" }}:white_check_mark: {{ end }}*{{ with .Annotations.summary }}{{ .{{{{SlackLine}}}} }}{{ else }}{{ .Labels.alertname{{{{SlackLine}}}} }}{{ end }}*
        {{ with .Annotations.description }}{{ .{{{{SlackText}}}} }}
        {{ end }}Severity: {{ with .Labels.severity }}{{ .{{{{SlackLine}}}} }}{{ else }}unknown{{ end }}{{ with .Labels.component }} | Component: `{{ .{{{{SlackCode}}}} }}`{{ end }}{{ with .Labels.instance }} | Instance: `{{ .{{{{SlackCode}}}} }}`{{ end }} | Since: {{ template "phlo.time" .StartsAt }}
        {{ with .Annotations.runbook_url }}{{ template "phlo.slack.link" . }}{{ end }}{{ with .Annotations.dashboard_url }}{{ if . | {{{{SlackAddress}}}} }} | <{{ template "phlo.slack.address" . }}|Dashboard>{{ end }}{{ end }}{{ if eq .Status "firing" }}{{ template "phlo.slack.links" . }}{{ end }}
        {{ end }}{{ end }}
        {{- if gt (len .Alerts) {{{{ListedAlerts}}}} }}... {{ len .Alerts }} alerts in all.{{ end }}
        {{- end }}

        {{ define "phlo.pagerduty.severity" -}}
        {{ if match "^(critical|error|warning|info)$" .CommonLabels.severity }}{{ .CommonLabels.severity }}{{ else }}error{{ end }}
        {{- end }}

        {{ define "phlo.email.html" -}}
        <!DOCTYPE html>
        <html><body style="font-family: sans-serif; color: #1f2328">
        <h2 style="color: {{ if eq .Status "resolved" }}#1a7f37{{ else if eq .CommonLabels.severity "critical" }}#cf222e{{ else }}#9a6700{{ end }}">{{ template "phlo.title" . }}</h2>
        {{ range $i, $alert := .Alerts }}{{ if lt $i {{{{ListedAlerts}}}} -}}
        <p><strong>{{ template "phlo.summary" . }}</strong>{{ if eq .Status "resolved" }} (over since {{ template "phlo.time" .EndsAt }}){{ end }}<br>
        {{ with .Annotations.description }}{{ . }}<br>
        {{ end }}Severity {{ with .Labels.severity }}{{ . }}{{ else }}unknown{{ end }}{{ with .Labels.component }}, component {{ . }}{{ end }}{{ with .Labels.instance }}, instance {{ . }}{{ end }}, since {{ template "phlo.time" .StartsAt }}<br>
        {{ with .Annotations.runbook_url }}{{ if . | match "^https?://" }}<a href="{{ . }}">Runbook</a>{{ else }}Runbook: {{ . }}{{ end }}{{ end }}{{ with .Annotations.dashboard_url }} | <a href="{{ . }}">Dashboard</a>{{ end }}{{ if eq .Status "firing" }}{{ template "phlo.email.links" . }}{{ end }}</p>
        {{ end }}{{ end }}{{ if gt (len .Alerts) {{{{ListedAlerts}}}} }}<p>... {{ len .Alerts }} alerts in all.</p>{{ end }}
        </body></html>
        {{- end }}

        """;
}
