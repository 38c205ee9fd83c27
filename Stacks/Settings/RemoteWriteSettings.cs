using System.Text.RegularExpressions;

namespace Infra.Stacks.Settings;

/// <summary>The store that metrics are sent on to.</summary>
internal sealed partial record RemoteWriteSettings
{
    public required string Url { get; init; }

    /// <summary>The user that it is written to as; null for none.</summary>
    public required string? User { get; init; }

    public required Secret? Password { get; init; }

    /// <summary>A bearer token in place of a user; null for none.</summary>
    public required Secret? Token { get; init; }

    /// <summary>Headers that are sent along, such as the tenant's.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The certificates of the authority that the store's comes from, as PEM; null for well-known ones.</summary>
    public required string? Authority { get; init; }

    /// <summary>The most requests that are under way at once.</summary>
    public required int MaxShards { get; init; }

    /// <summary>The store; null for none.</summary>
    public static RemoteWriteSettings? Read(SettingReader reader)
    {
        var credentials = new TargetCredentials(reader);
        var url = reader.Optional(
            "remoteWriteUrl", IsUrl, "an address that begins with http:// or https://, without user and password, such as https://mimir.example.com/api/v1/push, or none");
        var user = reader.Optional("remoteWriteUser", text => text.Length > 0 && TargetNames.IsUser(text), "the name of a user, without a colon, or none");
        var settings = new RemoteWriteSettings
        {
            Url = url ?? "",
            User = user,
            Password = credentials.Read("remoteWritePassword", user ?? ""),
            Token = credentials.ReadToken("remoteWriteToken"),
            Headers = ReadHeaders(reader),
            Authority = TargetNames.ReadAuthority(reader, "remoteWriteAuthority"),
            MaxShards = reader.Number("remoteWriteMaxShards", 20, 1, 200),
        };
        if (settings.Password is not null && user is null)
            reader.Mistake("remoteWritePassword", "expected remoteWriteUser beside it");
        if (settings.Password is null && user is not null && reader.Given("remoteWritePassword") is null)
            reader.Mistake("remoteWriteUser", "expected remoteWritePassword beside it");
        if (settings.Token is not null && user is not null)
            reader.Mistake("remoteWriteToken", "expected either remoteWriteToken or remoteWriteUser, not both");

        return url is null ? null : settings;
    }

    private static SortedDictionary<string, string> ReadHeaders(SettingReader reader)
    {
        const string key = "remoteWriteHeaders";
        var headers = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (reader.Structure(key, "a mapping of header to value") is not { } structure)
            return headers;

        foreach (var header in structure.EnumerateObject())
            HttpHeaders.Add(reader, $"{key}.{header.Name}", header.Name, header.Value.ToString(), headers);

        return headers;
    }

    private static bool IsUrl(string text) =>
        Address().IsMatch(text) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.UserInfo.Length == 0;

    // What an address is made of; anything else has to be escaped in it.
    [GeneratedRegex(@"^https?://[A-Za-z0-9._:\[\]-]+(/[A-Za-z0-9._~/%?&=+,;:-]*)?\z")]
    private static partial Regex Address();
}
