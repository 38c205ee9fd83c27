using System.Text.Json;
using Infra.Shared;

namespace Infra.Stacks.Settings;

/// <summary>
/// What a stack's file tells Docker's provider, which is no setting of this program: the provider hands it to this machine's <c>ssh</c>
/// as it is. The program refuses what could run there before it registers anything, so that no provider has started.
/// </summary>
internal static class DockerProviderSettings
{
    private const string Host = "docker:host";
    private const string SshOptions = "docker:sshOpts";

    public static void Check(SettingReader reader)
    {
        if (reader.ProviderSettings.GetValueOrDefault(Host) is { } host && Uri.TryCreate(host, UriKind.Absolute, out var address) && address.Scheme == "ssh"
            && SshWords.ProblemOfHost(address) is { } expected)
            reader.Mistake(Host, host, $"expected {expected}, as in ssh://user@server.example.com");

        if (reader.ProviderSettings.GetValueOrDefault(SshOptions) is not { Length: > 0 } text)
            return;
        if (Words(text) is not { } words)
            reader.Mistake(SshOptions, text, "expected a list of words for ssh");
        else if (SshWords.FirstRefused(words) is { } refused)
            reader.Mistake(SshOptions, refused, $"ssh may run a program on this machine by it; expected {SshWords.Expectation}, or a line in ~/.ssh/config");
    }

    private static string[]? Words(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(text)?.Select(word => word ?? "").ToArray();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
