using System.Collections.Immutable;
using Embedded.Engine.Providers.Schema.Tables;

namespace Embedded.Engine.Providers.Grafana.Alerting;

/// <summary>The kinds of integrations, with what Grafana's settings call otherwise than the provider's properties.</summary>
internal static class Integrations
{
    public static ImmutableArray<IntegrationKind> All { get; } =
    [
        Kind("alertmanagers", "prometheus-alertmanager", ("basicAuthPassword", "basicAuthPassword"), ("basicAuthUser", "basicAuthUser")),
        Kind("dingdings", "dingding", ("messageType", "msgType")),
        Kind("discords", "discord"),
        Kind("emails", "email", ("singleEmail", "singleEmail")),
        Kind("googlechats", "googlechat"),
        Kind("jiras", "jira"),
        Kind("kafkas", "kafka",
            ("apiVersion", "apiVersion"), ("clusterId", "kafkaClusterId"), ("restProxyUrl", "kafkaRestProxy"), ("topic", "kafkaTopic")),
        Kind("lines", "LINE"),
        Kind("oncalls", "oncall",
            ("basicAuthPassword", "password"), ("basicAuthUser", "username"), ("httpMethod", "httpMethod"), ("maxAlerts", "maxAlerts")),
        Kind("opsgenies", "opsgenie",
            ("apiKey", "apiKey"), ("autoClose", "autoClose"), ("overridePriority", "overridePriority"), ("sendTagsAs", "sendTagsAs"), ("url", "apiUrl")),
        Kind("pagerduties", "pagerduty", ("integrationKey", "integrationKey")),
        Kind("pushovers", "pushover",
            ("apiToken", "apiToken"), ("okPriority", "okPriority"), ("okSound", "okSound"), ("uploadImage", "uploadImage"), ("userKey", "userKey"))
            with { TextNumbers = new HashSet<string> { "expire", "okPriority", "priority", "retry" } },
        Kind("sensugos", "sensugo", ("apiKey", "apikey")),
        Kind("slacks", "slack",
            ("endpointUrl", "endpointUrl"), ("mentionChannel", "mentionChannel"), ("mentionGroups", "mentionGroups"), ("mentionUsers", "mentionUsers")),
        Kind("sns", "sns",
            ("accessKey", "accessKey"), ("assumeRoleArn", "assumeRoleARN"), ("authProvider", "authProvider"), ("externalId", "externalId"),
            ("messageFormat", "messageFormat"), ("secretKey", "secretKey")),
        Kind("teams", "teams", ("sectionTitle", "sectiontitle")),
        Kind("telegrams", "telegram", ("chatId", "chatid"), ("token", "bottoken")),
        Kind("threemas", "threema"),
        Kind("victorops", "victorops", ("messageType", "messageType")),
        Kind("webexes", "webex", ("token", "bot_token")),
        Kind("webhooks", "webhook",
            ("basicAuthPassword", "password"), ("basicAuthUser", "username"), ("hmacConfig", "hmacConfig"), ("hmacConfig.timestampHeader", "timestampHeader"),
            ("httpConfig.oauth2.tlsConfig.caCertificate", "caCertificate"), ("httpConfig.oauth2.tlsConfig.clientCertificate", "clientCertificate"),
            ("httpConfig.oauth2.tlsConfig.clientKey", "clientKey"), ("httpConfig.oauth2.tlsConfig.insecureSkipVerify", "insecureSkipVerify"),
            ("httpMethod", "httpMethod"), ("maxAlerts", "maxAlerts"), ("tlsConfig", "tlsConfig")),
        Kind("wecoms", "wecom", ("msgType", "msgtype"), ("toUser", "touser")),
    ];

    private static IntegrationKind Kind(string property, string type, params (string Property, string Field)[] names) =>
        new(property, type, names.ToImmutableDictionary(name => name.Property, name => name.Field, StringComparer.Ordinal))
        {
            Schema = GrafanaSchemas.ContactPoint.Schema.Input(property)!.Element!,
        };
}
