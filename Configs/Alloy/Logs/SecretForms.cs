namespace Infra.Configs.Alloy.Logs;

/// <summary>A form in which a secret is recognised.</summary>
/// <param name="Hint">A text without which a line has no secret of this form.</param>
/// <param name="Expression">What is taken out is what its groups take, of which one is in each match; a match without any keeps what is no secret.</param>
internal sealed record SecretForm(string Hint, string Expression);

/// <summary>
/// The forms in which a secret is recognised in a line (docs/logs.md lists them). Each expression begins with its hint wherever it
/// can: Go then looks for the hint and begins there, and a stack trace of ten kilobytes costs no more than a line. Names are looked
/// for without their first letter, which may be small or not.
/// </summary>
internal static class SecretForms
{
    // What stands between a name and its value, with a quote of the name, which JSON in a text has behind a backslash.
    private const string Is = """\\*["']?[ \t]*(?::=|[=-]>|[:=]|%3[dD])[ \t]*""";

    private const string End = """(?:[\s"'\\,;&<>(){}\[\]]|$)""";

    private const string Nothing = """(?i:null|none|nil|true|false|yes|no|undefined|ed|x{3,}|\d{1,3}|<[\w-]*>|\*+|\[[\w ]*\]|\$\{[^}]*\}|\{\{[^}]*\}\})""";

    // Up to a blank or a quote that ends it. What separates pairs ends it as well, unless neither name nor = follow: a password may have that in it.
    private const string Bare = """[^\s"'\\,;&<>(){}\[\]](?:[^\s"'\\,;&]|["'][\w!@#$%^*])*(?:[,;&]+[^\s"'\\,;&=:]+)*""";

    private const string DoubleQuoted = """[bBeErRuU]?"((?:[^"\\]|\\.)*)""";
    private const string SingleQuoted = """[bBeErRuU]?'((?:[^'\\]|''|\\.)*)""";

    // Letters and digits, or long: what a token is, and what a parser calls one is not.
    private const string Random = @"[A-Za-z_./+=~:@!-]+\d[\w./+=~:@!-]{5,}|\d+[A-Za-z][\w./+=~:@!-]{6,}|[\w./+=~-]{20,}";

    private const string KeyOf = @"(?:[._-]?(?:[aA]ccess[._-]?|ACCESS[._-]?)?(?:[kK]ey|KEY))?";

    /// <summary>Forms that are told by one text each.</summary>
    public static IReadOnlyList<SecretForm> ByHint { get; } =
    [
        Password("pass", "[wW]ord|wd|[pP]hrase|[cC]ode"),
        Password("Pass", "[wW]ord|wd|[pP]hrase|[cC]ode"),
        Password("PASS", "WORD|WD|PHRASE|CODE"),
        Folder("pwd"),
        Folder("Pwd"),
        Folder("PWD"),
        Named("ecret", KeyOf),
        Named("ECRET", KeyOf),
        Token("oken"),
        Token("OKEN"),
        Credential("redential", "s"),
        Credential("REDENTIAL", "S"),
        // On a command line.
        new("-", """(?:^|[\s"'])--?[\w-]*(?i:password|passwd|passphrase|secret|token|key)[ \t]+["']?([^\s"'-][^\s"']*)"""),
        // scheme://user:password@host, where a port is no password.
        new("@", """://[^\s:/@"'<>?#]*:(?:\d{1,5}(?:[/?#][^\s"'<>]*)?(?:[\s"'<>,;)]|$)|(?:PASSWORD_REMOVED|x{3,}|\*+)@|([^\s"'<>]+)@)"""),
        new("PRIVATE KEY-----", """-----BEGIN [A-Z ]*PRIVATE KEY-----((?s:.*?))(?:-----END|$)"""),
    ];

    /// <summary>What is rare, and has no one text in common.</summary>
    public static IReadOnlyList<string> Rare { get; } =
    [
        $"""(?i:access|account|api|auth|encryption|master|private|shared|signing|storage)[._-]?(?i:key){Values}""",
        // A key that says no more, if it looks like one: letters and digits by turns.
        """(?:^|[\s{,"'])key["']?: ?["']?(\w*(?:[A-Za-z]+\d+){2,}[\w+/=.-]*)""",
        """(?:-u|--user)[ =]["']?\d+:\d+\b""",
        """(?:-u|--user)[ =]["']?[^\s:"'/]+:([^\s"']+)""",
        """\bmc (?:--?\S+ )*(?:alias set|config host add) +\S+ +\S+ +\S+ +(\S+)""",
        """(?i:identified\s+(?:with\s+\S+\s+)?by\s+(?:password\s+)?)[eE]?(?:'((?:[^'\\]|''|\\.)*)|"([^"]*))""",
        """\b(?:mysql|mysqldump|mariadb)\b[^\n]*? -p([^\s"']+)""",
        """\bsshpass +-p *["']?([^\s"']+)""",
        """\bredis-cli\b[^\n]*? -a +["']?([^\s"']+)""",
        """\b[\w.-]+:([^\s:/"']+)@(?:tcp|unix)\(""",
        """(?i:credentials) +["'][^\s:"']+:([^\s"']+)""",
        // Headers.
        """(?i:authorization)["']?\s*[:=]\s*[\["'\s]*(?i:basic|bearer|digest|token|apikey|api-key|key|negotiate|aws4-hmac-sha256)\s+([^"'\r\n]+)""",
        $"""(?i:authorization)["']?\s*[:=]\s*[\["'\s]*({Random}|[A-Za-z0-9._~+/=-]{"{16,}"})""",
        $"""\b[Bb]earer\s+({Random}|[A-Za-z0-9._~+/=-]{"{16,}"})""",
        """(?i:cookies?)["']?\s*[:=]\s*\{([^}]*)""",
        """(?i:sessionid)=([^\s"';,&]+)""",
        """(?i:cookie)["']?\s*[:=]\s*[\["'\s]*[\w.-]+=([^"'\r\n]*)""",
        // Addresses that are signed, and those that whoever knows them may write to.
        """(?i:x-amz-(?:signature|credential|security-token)|[?&]sig(?:nature)?)=([^&\s"']+)""",
        """\bhooks\.slack\.com/(?:services|triggers|workflows)/([^\s"']+)""",
        """\b(?:discord(?:app)?\.com/api/webhooks/\d+|webhook\.office\.com/webhookb2)/([^\s"']+)""",
        // What is known by how it begins.
        """\b((?:AKIA|ASIA)[A-Z0-9]{16})\b""",
        """\b(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)""",
        """\b((?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,})""",
        """\b((?:gh[oprsu]_|github_pat_|glpat-|glsa_|npm_|dckr_pat_|hvs\.|[sr]k_live_)[A-Za-z0-9_-]{8,}|sk-[A-Za-z_-]*\d[A-Za-z0-9_-]{6,}|AIza[A-Za-z0-9_-]{16,})""",
    ];

    /// <summary>Texts of which one is in every line with a secret of a rare form.</summary>
    public static IReadOnlyList<string> RareHints { get; } =
    [
        .. new[] { "access", "account", "api", "auth", "encryption", "master", "private", "shared", "signing", "storage" }.SelectMany(Keys),
        "key: ", "key\":", "key':", "-u ", "--user", "mc alias", "mc config", "dentified", "DENTIFIED", "mysql", "mariadb", "sshpass", "redis-cli", "@tcp(", "@unix(", "essionid", "ESSIONID", "redentials '", "redentials \"",
        "uthorization", "UTHORIZATION", "earer ", "ookie", "OOKIE", "-Amz-", "-amz-", "sig=", "signature=", "hooks.slack", "webhook",
        "AKIA", "ASIA", "eyJ", "xox", "xapp-", "gho_", "ghp_", "ghr_", "ghs_", "ghu_", "github_pat_", "glpat-", "glsa_", "npm_", "dckr_pat_", "hvs.", "sk-", "k_live_", "AIza",
    ];

    /// <summary>Texts of which one is in every line with a secret: each is looked for in every line.</summary>
    public static IReadOnlyList<string> Hints { get; } = [.. ByHint.Select(form => form.Hint).Except(["-"]).Concat(RareHints.Where(hint => !ByHint.Any(form => form.Hint != "-" && hint.Contains(form.Hint, StringComparison.Ordinal))))];

    private static string Values =>
        $"""(?:{Is}(?:{Nothing}["']?{End}|{DoubleQuoted}|{SingleQuoted}|\[([^\]]*)|({Bare}){End})|\\+"[ \t]*:[ \t]*\\+"(.*?)\\+"|>([^<]+)</)""";

    // The folder that a process is in has that name too.
    private static SecretForm Folder(string hint) => new(hint, $"{hint}{Is}/\\S*|{Named(hint, "").Expression}");

    private static SecretForm Named(string hint, string rest) => new(hint, $"{hint}{rest}{Values}");

    // As well as «password is …», and SQL's PASSWORD '…'.
    private static SecretForm Password(string hint, string rest) => new(
        hint, $"""{hint}(?:(?:{rest}){Values}|{Values}|(?:{rest})\s*(?:\s(?:is|was)\s+["']?((?:[^\s"']*[A-Za-z][^\s"']*\d|\d[^\s"']*[A-Za-z])[^\s"']*)|\s(?:TO\s+)?[eE]?'((?:[^'\\]|''|\\.)*)|\('((?:[^'\\]|''|\\.)*)|\s\$\w*\$(.*?)\$))""");

    // Where a list of results goes on is no secret.
    private static SecretForm Token(string hint) => new(
        hint, $"""(?i:continuation|next|page|pagination|sync)[ ._-]?[tT]{hint}{Is}\\*["']?[^\s"',;&]*|{hint}{Is}\\*["']?({Random})""");

    private static SecretForm Credential(string hint, string plural) => new(hint, $"""{hint}{plural}?{Is}\\*["']?({Random})""");

    // api-key, api_key, api.key, apikey, apiKey, Api-Key, API_KEY, without the first letter.
    private static IEnumerable<string> Keys(string kind)
    {
        var rest = kind[1..];
        return [$"{rest}-key", $"{rest}_key", $"{rest}.key", $"{rest}key", $"{rest}Key", $"{rest}-Key", $"{rest.ToUpperInvariant()}_KEY", $"{rest.ToUpperInvariant()}-KEY"];
    }
}
