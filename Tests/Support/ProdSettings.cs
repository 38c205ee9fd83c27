namespace Infra.Tests.Support;

/// <summary>What a stack in prod cannot do without.</summary>
internal static class ProdSettings
{
    public const string Password = "xK4-pw9Lq2vT";
    public const string WebhookUrl = "https://hooks.example.com/T0K3N-of-prod";

    public static (string Key, string Value)[] Required => [("postgresPassword", Password), ("alertWebhookUrl", WebhookUrl)];

    /// <summary>The settings that are encrypted in prod's file.</summary>
    public static string[] Secrets => ["postgresPassword", "alertWebhookUrl", "alertHeartbeatUrl", "minioSecretKey", "trinoPassword"];
}
