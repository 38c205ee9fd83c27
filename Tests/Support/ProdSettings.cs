namespace Infra.Tests.Support;

/// <summary>What a stack in prod cannot do without.</summary>
internal static class ProdSettings
{
    public const string Password = "xK4-pw9Lq2vT";
    /// <summary>For whatever else has a password: no two things have the same.</summary>
    public const string OtherPassword = "tG7-vq2Wm9Zs";

    public const string WebhookUrl = "https://hooks.example.com/T0K3N-of-prod";

    public static (string Key, string Value)[] Required => [("postgresPassword", Password), ("alertWebhookUrl", WebhookUrl)];

    /// <summary>The settings that are encrypted in prod's file.</summary>
    public static string[] Secrets => ["postgresPassword", "alertWebhookUrl", "alertHeartbeatUrl", "minioSecretKey", "trinoPassword"];
}
