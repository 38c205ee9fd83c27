namespace Infra.Configs.Canary;

/// <summary>The script that writes a line and a span each minute, in a container whose output Alloy collects as any other's.</summary>
internal static class CanaryScript
{
    public const string FileName = "canary.sh";

    /// <summary>curl's options.</summary>
    public const string CurlFile = "curl.conf";

    /// <summary>The authority that Alloy's certificate must come from.</summary>
    public const string AuthorityFile = "ca.pem";

    /// <summary>What stands in each line of its.</summary>
    public const string Line = "phlo canary";

    /// <summary>Where spans are posted, below the address of the receiver.</summary>
    public const string TracesPath = "/v1/traces";

    public static string Text => ConfigResources.Text($"Canary.{FileName}");

    /// <summary>curl's options for a receiver that asks for a password, by which it is kept off the command line.</summary>
    /// <param name="authority">The path of the authority's file.</param>
    public static string CurlOptions(string authority, string user, string password) =>
        $"cacert = {Quoted(authority)}\nuser = {Quoted($"{user}:{password}")}\n";

    private static string Quoted(string text) => $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
