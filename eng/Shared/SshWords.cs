using System.Text.RegularExpressions;

namespace Infra.Shared;

/// <summary>
/// Which words a stack's file may give to this machine's <c>ssh</c>: those that say where the connection goes and how it is made. Many
/// others have ssh run a program here (<c>ProxyCommand</c>, <c>LocalCommand</c>, <c>KnownHostsCommand</c>, <c>Match exec</c>), load a library
/// (<c>PKCS11Provider</c>), read another file that may say so (<c>-F</c>, <c>Include</c>), open ports or lend out keys; and a version to come
/// may have more. So what is harmless is listed, and everything else is refused.
/// </summary>
internal static partial class SshWords
{
    private static readonly HashSet<string> HarmlessOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        "AddressFamily", "BatchMode", "BindAddress", "BindInterface", "CASignatureAlgorithms", "CertificateFile", "CheckHostIP", "Ciphers",
        "Compression", "ConnectTimeout", "ConnectionAttempts", "FingerprintHash", "GlobalKnownHostsFile", "HashKnownHosts",
        "HostbasedAuthentication", "HostKeyAlgorithms", "HostKeyAlias", "IdentitiesOnly", "IdentityFile", "IPQoS",
        "KbdInteractiveAuthentication", "KexAlgorithms", "LogLevel", "MACs", "NumberOfPasswordPrompts", "PasswordAuthentication", "Port",
        "PreferredAuthentications", "ProxyJump", "PubkeyAcceptedAlgorithms", "PubkeyAuthentication", "RekeyLimit", "RequiredRSASize",
        "ServerAliveCountMax", "ServerAliveInterval", "StrictHostKeyChecking", "TCPKeepAlive", "UpdateHostKeys", "User", "UserKnownHostsFile",
        "VerifyHostKeyDNS",
    };

    /// <summary>What to use in place of a word that is refused.</summary>
    public const string Expectation =
        "words of ssh that name keys, ports, jump hosts and limits, such as -i FILE, -p PORT, -J HOST or -o ConnectTimeout=10";

    /// <summary>The first word, with its value, that is not known to be harmless; null if all are.</summary>
    public static string? FirstRefused(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (Switch().IsMatch(word))
                continue;
            if (!TakesValue().IsMatch(word))
                return word;
            var isApart = word.Length == 2;
            if (isApart && i + 1 == words.Count)
                return word;
            var value = isApart ? words[++i] : word[2..];
            if (!IsHarmless(word[1], value))
                return isApart ? $"{word} {value}" : word;
        }
        return null;
    }

    /// <summary>What of the address of an engine behind ssh might reach a shell, here or there, or be taken for an option; null for nothing.</summary>
    /// <param name="host">For instance <c>ssh://user@host:22</c>.</param>
    public static string? ProblemOfHost(Uri host)
    {
        var user = Uri.UnescapeDataString(host.UserInfo);
        if (user.Length > 0 && !Name().IsMatch(user))
            return "a user of letters, digits, '.', '_' and '-'";
        if (!HostName().IsMatch(host.Host))
            return "a host of letters, digits, '.', '_' and '-'";
        return Path().IsMatch(host.PathAndQuery + host.Fragment) ? null : "at most a path of a socket behind the host";
    }

    private static bool IsHarmless(char flag, string value)
    {
        if (value.Length == 0 || value.Any(char.IsControl))
            return false;
        return flag switch
        {
            'F' => value == "none",
            'J' => Jump().IsMatch(value),
            'l' => Name().IsMatch(value),
            'p' => value.All(char.IsAsciiDigit),
            'o' => IsHarmlessOption(value),
            _ => !value.StartsWith('-'),
        };
    }

    private static bool IsHarmlessOption(string text)
    {
        if (Option().Match(text) is not { Success: true } match || !HarmlessOptions.Contains(match.Groups["name"].Value))
            return false;
        var value = match.Groups["value"].Value;
        return match.Groups["name"].Value.ToUpperInvariant() switch
        {
            "PROXYJUMP" => value == "none" || Jump().IsMatch(value),
            "USER" => Name().IsMatch(value),
            // Whoever is in between would be taken for the machine.
            "STRICTHOSTKEYCHECKING" => value is "yes" or "accept-new" or "ask",
            _ => !value.StartsWith('-'),
        };
    }

    [GeneratedRegex(@"^-([46CaqTx]|v{1,3})$")]
    private static partial Regex Switch();

    [GeneratedRegex(@"^-[bcFiJlmop](?!-)")]
    private static partial Regex TakesValue();

    [GeneratedRegex(@"^ *(?<name>[A-Za-z0-9]+)(?: *= *| +)(?<value>[^ ].*)$")]
    private static partial Regex Option();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\])\z")]
    private static partial Regex HostName();

    [GeneratedRegex(@"^(?:(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?(?:[A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?(?:,(?=.)|\z))+\z")]
    private static partial Regex Jump();

    [GeneratedRegex(@"^/?(?:[A-Za-z0-9_.-]+/?)*\z")]
    private static partial Regex Path();
}
