using System.Text.RegularExpressions;

namespace Infra.Stacks.Settings;

/// <summary>Headers that Prometheus sends along. It shows them in its pages: no secrets.</summary>
internal static partial class HttpHeaders
{
    // Prometheus sets these itself, or refuses them.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "accept", "accept-charset", "accept-encoding", "accept-language", "accept-ranges", "age", "allow", "authorization", "connection",
        "content-encoding", "content-length", "content-location", "content-range", "content-type", "date", "expect", "host", "keep-alive",
        "max-forwards", "proxy-authenticate", "proxy-authorization", "range", "server", "te", "trailer", "transfer-encoding", "upgrade",
        "user-agent", "vary", "via", "warning", "www-authenticate", "x-prometheus-remote-read-version", "x-prometheus-remote-write-version",
        "x-prometheus-scrape-timeout-seconds", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256",
    };

    /// <summary>Adds a header, or tells what is wrong with it.</summary>
    public static void Add(SettingReader reader, string path, string name, string value, IDictionary<string, string> headers)
    {
        if (!Name().IsMatch(name))
            reader.Mistake(path, value, "expected the name of a header: letters, digits and hyphens");
        else if (Reserved.Contains(name))
            reader.Mistake(path, value, "Prometheus sets this header itself, expected another; for a credential there are settings of its own");
        else if (value.Length is 0 or > 512 || value.Any(char.IsControl))
            reader.Mistake(path, value, "expected a header's value of at most 512 characters on one line");
        else
            headers[name] = value;
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9-]{0,63}\z")]
    private static partial Regex Name();
}
