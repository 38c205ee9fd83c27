using Infra.Configs.Alloy.Syntax;

namespace Infra.Configs.Alloy.Logs;

/// <summary>Takes secrets out of lines before they leave the machine. Each expression's group is what is replaced.</summary>
internal static class LogRedaction
{
    public const string Replacement = "<redacted>";

    private const string Names = "(?:password|passwd|passphrase|secret|secret_?key|access_?key|api_?key|private_?key|auth_?token|access_?token|refresh_?token|token|credentials?)";

    public static IReadOnlyList<string> Expressions { get; } =
    [
        // "password": "…" as JSON in a text of JSON, as JSON, and as Python prints it.
        $""""(?i){Names}\\"\s*:\s*\\"(.*?)\\["]"""",
        $""""(?i){Names}"\s*:\s*"((?:[^"\\]|\\.)*)["]"""",
        $"""(?i){Names}'?\s*[:=]\s*'([^']*)'""",
        // password="…", password=…, token: …
        $""""(?i){Names}[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)["]"""",
        $"""(?i){Names}["']?[ \t]*[:=][ \t]*([^\s"'\\,;&<]+)""",
        // ALTER ROLE … PASSWORD '…'
        """(?i)\bpassword\s+'((?:[^']|'')*)'""",
        """(?i)authorization["']?\s*[:=]\s*[\["']*(?:basic|bearer|digest|aws4-hmac-sha256)\s+([^"'\r\n]+)""",
        """\b[Bb]earer\s+([A-Za-z0-9._~+/=-]{16,})""",
        // scheme://user:password@host
        """[A-Za-z][A-Za-z0-9+.-]*://[^\s:/@]*:([^\s/@]+)@""",
        """(?i)x-amz-(?:signature|credential|security-token)=([^&\s"']+)""",
        """\b((?:AKIA|ASIA)[A-Z0-9]{16})\b""",
        """\b(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)""",
        """-----BEGIN [A-Z ]*PRIVATE KEY-----((?s:.*?))-----END""",
    ];

    public static IEnumerable<AlloyBlock> Stages => Expressions.Select(expression => new AlloyBlock("stage.replace")
    {
        { "expression", expression },
        { "replace", Replacement },
    });
}
