using System.Text;
using System.Text.RegularExpressions;
using Docker.DotNet;
using Docker.DotNet.Models;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>What a container has written, fit to be shown: without the values of secret-looking settings.</summary>
internal static partial class ContainerLogs
{
    public const int ShownLines = 20;
    private const int ShortestSecret = 4;
    private const string Redacted = "[secret]";

    /// <summary>All that was written, as it is.</summary>
    public static async Task<string> ReadAsync(DockerConnection docker, string id, bool tty, string tail, CancellationToken cancellation)
    {
        return await docker.CallAsync(
            "reading logs",
            async (client, token) =>
            {
                using var stream = await client.Containers.GetContainerLogsAsync(
                    id, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = tail }, token);
                // With a terminal there is one stream without frames; else both, in the order of writing.
                using var text = new MemoryStream();
                var buffer = new byte[16 * 1024];
                while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, token) is { EOF: false } read)
                    text.Write(buffer, 0, read.Count);
                return Encoding.UTF8.GetString(text.ToArray());
            },
            cancellation);
    }

    /// <summary>The last lines under a heading, or a sentence where there are none. Never fails.</summary>
    public static async Task<string> LastLinesAsync(DockerConnection docker, string id, PropertyMap inputs, CancellationToken cancellation)
    {
        try
        {
            var text = await ReadAsync(docker, id, inputs.Flag("tty"), $"{ShownLines}", cancellation);
            var lines = Redact(text, inputs).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
            return lines is [""]
                ? "It has written nothing."
                : $"Its last lines were:\n" + string.Join('\n', lines.TakeLast(ShownLines).Select(line => "    " + line));
        }
        catch (Exception failure) when (failure is DockerApiException or ProviderException)
        {
            // A log driver that cannot be read, or a container that is gone: the reason for asking matters more.
            return "Its logs cannot be read.";
        }
    }

    /// <summary>Removes the values of environment variables that are named like secrets, and passwords in addresses.</summary>
    public static string Redact(string text, PropertyMap inputs)
    {
        foreach (var env in inputs.Texts("envs") ?? [])
        {
            var equals = env.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && SecretNames().IsMatch(env[..equals]) && env.Length - equals - 1 >= ShortestSecret)
                text = text.Replace(env[(equals + 1)..], Redacted, StringComparison.Ordinal);
        }
        return PasswordsInAddresses().Replace(text, $"$1{Redacted}@");
    }

    [GeneratedRegex("PASSWORD|PASSWD|SECRET|TOKEN|KEY", RegexOptions.IgnoreCase)]
    private static partial Regex SecretNames();

    [GeneratedRegex(@"(://[^\s/:@]*:)[^\s/@]+@")]
    private static partial Regex PasswordsInAddresses();
}
