using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Embedded.Engine.Providers.Schema;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Grafana;

/// <summary>Where Grafana is and who speaks to it: the provider's own settings, or the environment variables for them.</summary>
/// <param name="Address">Without a slash at the end; a path in it is Grafana's own subpath.</param>
/// <param name="Authorization">Null for anonymous access.</param>
/// <param name="Org">The organisation of resources that name none.</param>
/// <param name="SendsOrg">Whether calls say which organisation they mean: a token belongs to one and must not.</param>
internal sealed record GrafanaSettings(
    Uri Address,
    AuthenticationHeaderValue? Authorization,
    long Org,
    bool SendsOrg,
    GrafanaTls Tls,
    int Retries,
    TimeSpan? RetryWait,
    IReadOnlySet<int> RetryStatusCodes,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyList<string> Secrets)
{
    private const string Anonymous = "anonymous";
    private const int DefaultRetries = 3;

    /// <summary>
    /// The official provider also repeats what is answered with 401 or 412. A wrong password stays wrong, and after some
    /// attempts Grafana locks the user out; a conflict stays one as well.
    /// </summary>
    private static readonly int[] PassingFailures = [429, 500, 502, 503, 504];

    /// <exception cref="ProviderException">A setting is missing or wrong.</exception>
    public static GrafanaSettings From(PropertyMap configuration)
    {
        var address = AddressOf(Setting(configuration, "url", "GRAFANA_URL"));
        var auth = Setting(configuration, "auth", "GRAFANA_AUTH") ?? throw new ProviderException(
            "grafana:auth is not set: expected USER:PASSWORD, a service account's token, or anonymous. Set it (as a secret), or GRAFANA_AUTH.");
        var (authorization, secret) = Authorize(auth);
        var org = Whole(configuration, "orgId", "GRAFANA_ORG_ID") ?? 1;
        if (org > 1 && authorization is { Scheme: "Bearer" })
            throw new ProviderException(
                $"grafana:orgId is {org}, but grafana:auth is a token, which belongs to one organisation. Leave orgId out, or use USER:PASSWORD.");
        var headers = HeadersOf(configuration);
        return new GrafanaSettings(
            address,
            authorization,
            org,
            authorization is { Scheme: "Basic" },
            GrafanaTls.From(configuration),
            (int)(Whole(configuration, "retries", "GRAFANA_RETRIES") ?? DefaultRetries),
            Whole(configuration, "retryWait", "GRAFANA_RETRY_WAIT") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null,
            StatusCodes(configuration),
            headers,
            [.. secret is { Length: > 0 } ? new[] { secret } : [], .. headers.Values]);
    }

    /// <summary>The setting, or the variable that stands for it; what is empty counts as not given.</summary>
    public static string? Setting(PropertyMap configuration, string name, string variable)
    {
        var given = configuration.Get(name)?.Unwrapped switch
        {
            StringValue text => text.Value,
            NumberValue number => number.Value.ToString(CultureInfo.InvariantCulture),
            BoolValue flag => flag.Value ? "true" : "false",
            _ => null,
        };
        given = string.IsNullOrEmpty(given) ? Environment.GetEnvironmentVariable(variable) : given;
        return string.IsNullOrEmpty(given) ? null : given;
    }

    private static Uri AddressOf(string? url)
    {
        const string Expected = "expected Grafana's address, like http://localhost:3000";
        if (url is null)
            throw new ProviderException($"grafana:url is not set: {Expected}. Set it, or GRAFANA_URL.");
        if (!Uri.TryCreate(url.TrimEnd('/'), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ProviderException($"grafana:url is '{url}': {Expected}. Correct it.");
        return address.UserInfo.Length == 0
            ? address
            : throw new ProviderException("grafana:url holds a user and password, which belong into grafana:auth. Move them there.");
    }

    private static (AuthenticationHeaderValue? Header, string? Secret) Authorize(string auth)
    {
        var colon = auth.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            var (user, password) = (auth[..colon].Trim(), auth[(colon + 1)..].Trim());
            return (new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))), password);
        }
        return auth == Anonymous ? (null, null) : (new("Bearer", auth.Trim()), auth.Trim());
    }

    private static long? Whole(PropertyMap configuration, string name, string variable) => Setting(configuration, name, variable) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new ProviderException($"grafana:{name} is '{text}': expected a whole number, 0 or more. Correct it, or leave it out."),
    };

    private static HashSet<int> StatusCodes(PropertyMap configuration)
    {
        var codes = Items(configuration, "retryStatusCodes", "GRAFANA_RETRY_STATUS_CODES");
        if (codes.Count == 0)
            return [.. PassingFailures];
        var result = new HashSet<int>();
        foreach (var code in codes)
        {
            // 5xx stands for all that begin with 5, as in the official provider.
            if (code.Length == 3 && code.EndsWith("xx", StringComparison.Ordinal) && char.IsAsciiDigit(code[0]))
                result.UnionWith(Enumerable.Range((code[0] - '0') * 100, 100));
            else if (int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                result.Add(number);
            else
                throw new ProviderException($"grafana:retryStatusCodes holds '{code}': expected HTTP statuses like 429 or 5xx. Correct it.");
        }
        return result;
    }

    private static IReadOnlyList<string> Items(PropertyMap configuration, string name, string variable)
    {
        if (configuration.Get(name)?.Unwrapped is ListValue)
            return configuration.Texts(name);
        var text = Setting(configuration, name, variable);
        if (text is null)
            return [];
        if (text.StartsWith('['))
            return Parsed(name, text) is { } parsed ? PropertyMap.Of((name, parsed)).Texts(name) : [];
        return text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static Dictionary<string, string> HeadersOf(PropertyMap configuration)
    {
        var map = configuration.Object("httpHeaders")
            ?? (Setting(configuration, "httpHeaders", "GRAFANA_HTTP_HEADERS") is { } text ? (Parsed("httpHeaders", text) as MapValue)?.Properties : null)
            ?? PropertyMap.Empty;
        return map.Keys.Where(name => map.Text(name) is not null).ToDictionary(name => name, name => map.Text(name)!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Nested settings travel as JSON text.</summary>
    private static PropertyValue Parsed(string name, string text)
    {
        try
        {
            return JsonText.Parse(text).ToProperty();
        }
        catch (JsonException failure)
        {
            // The text itself may hold a credential.
            throw new ProviderException($"grafana:{name} is not valid JSON ({failure.Message}). Correct it.", failure);
        }
    }
}
