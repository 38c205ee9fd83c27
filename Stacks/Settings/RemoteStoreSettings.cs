namespace Infra.Stacks.Settings;

/// <summary>A store outside of the stack.</summary>
internal sealed record RemoteStoreSettings
{
    /// <summary>The address: a URL, or host and port.</summary>
    public required string Address { get; init; }

    /// <summary>Whether what is sent there is encrypted.</summary>
    public required bool Tls { get; init; }

    /// <summary>The tenant; null where there is but one.</summary>
    public string? Tenant { get; init; }

    /// <summary>The user that it is written to as; null for none.</summary>
    public required string? User { get; init; }

    public required Secret? Password { get; init; }

    /// <summary>A Loki; null for none.</summary>
    public static RemoteStoreSettings? ReadLoki(SettingReader reader)
    {
        var url = reader.Optional(
            "remoteLokiUrl", IsUrl, "an address that begins with http:// or https://, without user and password, such as https://loki.example.com/loki/api/v1/push, or none");
        var tenant = reader.Optional("remoteLokiTenant", text => text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'), "the name of a tenant, or none");
        return Read(reader, "remoteLoki", url, url?.StartsWith("https://", StringComparison.Ordinal) == true) is { } settings ? settings with { Tenant = tenant } : null;
    }

    /// <summary>A Tempo, or anything else that takes OTLP over gRPC; null for none.</summary>
    public static RemoteStoreSettings? ReadTempo(SettingReader reader)
    {
        var address = reader.Optional("remoteTempoAddress", HostAndPort.IsValid, "a host and a port, such as tempo.example.com:4317, or none");
        var tls = reader.Flag("remoteTempoTls", true);
        return Read(reader, "remoteTempo", address, tls);
    }

    private static RemoteStoreSettings? Read(SettingReader reader, string prefix, string? address, bool tls)
    {
        var user = reader.Optional($"{prefix}User", text => text.Length > 0 && TargetNames.IsUser(text), "the name of a user, without a colon, or none");
        var password = new TargetCredentials(reader).Read($"{prefix}Password", user ?? "");
        if (password is not null && user is null)
            reader.Mistake($"{prefix}Password", $"expected {prefix}User beside it");
        if (user is not null && reader.GivenSecret($"{prefix}Password") is null)
            reader.Mistake($"{prefix}User", $"expected {prefix}Password beside it");

        return address is null ? null : new RemoteStoreSettings { Address = address, Tls = tls, User = user, Password = password };
    }

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri!.Host.Length > 0 && uri.UserInfo.Length == 0
        && !text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));
}
