using System.Text.RegularExpressions;
using Infra.Tests.Support;

namespace Infra.Tests.Docs;

/// <summary>
/// What people are told to type has no secret in it, for a command line is in the shell's history and, while it runs, in what every user
/// of the machine can list. Looked at are the documentation, the stacks' files, and the texts of the program, the engine and the scripts.
/// </summary>
public sealed partial class SecretsOnCommandLinesTests
{
    private static readonly string[] Folders = ["", "docs", "Configs", "Components", "Stacks", "Embedded", "eng"];
    private static readonly string[] Endings = [".md", ".cs", ".sh", ".yaml"];

    [Fact]
    public void No_command_that_people_are_told_to_type_has_a_secret_in_it()
    {
        var findings =
            from file in Files()
            let text = File.ReadAllText(Path.Combine(SourceTree.Root, file))
            from finding in Found(text)
            select $"{file}: {finding}";

        Assert.Empty(findings);
    }

    [Theory]
    [InlineData("./infra config set --secret name value -s prod", "name value")]
    [InlineData("./infra config set -s prod --secret name 'a value'", "name 'a value'")]
    [InlineData("./infra config set name https://hooks.example.com/T0K3N --secret -s prod", "name https://hooks.example.com/T0K3N")]
    [InlineData("./infra config set --path --secret targets.superset.password value", "targets.superset.password value")]
    [InlineData("`./infra config set\n   --secret name value -s STACK`", "name value")]
    [InlineData("grafana cli admin reset-admin-password NEW", "reset-admin-password NEW")]
    [InlineData("PGPASSWORD=hunter2 psql", "PGPASSWORD=hunter2")]
    [InlineData("export PULUMI_CONFIG_PASSPHRASE=hunter2", "PULUMI_CONFIG_PASSPHRASE=hunter2")]
    [InlineData("curl -u admin:hunter2 http://localhost", "-u admin:hunter2")]
    [InlineData("curl https://admin:hunter2@localhost", "admin:hunter2@")]
    [InlineData("psql postgresql://lake:hunter2@db/lakehouse", "lake:hunter2@")]
    [InlineData("docker login --password hunter2", "--password hunter2")]
    [InlineData("CREATE ROLE metrics LOGIN PASSWORD 'CHANGE-ME' CONNECTION LIMIT 5;", "PASSWORD 'CHANGE-ME'")]
    public void A_secret_in_a_command_is_found(string text, string secret) => Assert.Contains(secret, Assert.Single(Found(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("./infra config set --secret name -s prod            # asks for it")]
    [InlineData("./infra config set --secret name -s prod <file")]
    [InlineData("printf '%s' \"$password\" | ./infra config set --secret name -s prod")]
    [InlineData("`./infra config set\n   --secret name -s STACK`, which asks for it")]
    [InlineData("set it with: ./infra config set --secret name\");")]
    [InlineData("reset-admin-password --password-from-stdin")]
    [InlineData("`reset-admin-password` asks for it")]
    [InlineData("export PULUMI_CONFIG_PASSPHRASE_FILE=/root/phlo-passphrase")]
    [InlineData("curl --cacert phlo-ca.pem -u admin http://localhost")]
    [InlineData("./infra config set NAME VALUE -s STACK, a secret with --secret before its name")]
    public void A_command_without_one_is_not(string text) => Assert.Empty(Found(text));

    private static IEnumerable<string> Found(string text)
    {
        foreach (Match command in SetCommand().Matches(text))
        {
            var words = Word().Matches(command.Groups["words"].Value).Select(word => word.Value).ToList();
            if (!words.Contains("--secret"))
                continue;
            for (var i = words.Count - 1; i >= 0; i--)
            {
                if (words[i] is "-s" or "--stack")
                    words.RemoveRange(i, Math.Min(2, words.Count - i));
            }

            var given = words.Where(word => !word.StartsWith('-')).ToList();
            if (given.Count > 1)
                yield return string.Join(' ', given);
        }

        foreach (Match other in Other().Matches(text))
            yield return other.Value;
    }

    private static IEnumerable<string> Files() => Folders
        .SelectMany(folder => Directory.EnumerateFiles(
            Path.Combine(SourceTree.Root, folder), "*", folder.Length == 0 ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(SourceTree.Root, file))
        .Where(file => Endings.Contains(Path.GetExtension(file)) || file is "infra" or "Makefile")
        .Where(file => !file.StartsWith("eng/Bench/", StringComparison.Ordinal));

    // Up to the end of the command: a line's, a quotation's, a comment's or a pipe's.
    [GeneratedRegex(@"infra config set(?=[\s])(?<words>(?:(?!\n\S|\n\n)[^`""|<>#;,)]|\n(?= +--))*)")]
    private static partial Regex SetCommand();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();

    [GeneratedRegex(
        @"reset-admin-password (?!--password-from-stdin)[\w'""$]+|\b(?:PGPASSWORD|PULUMI_CONFIG_PASSPHRASE)=(?![""']?\$)\S+|(?<=curl.*)-u [\w-]+:[^\s…]+"
        + @"|(?<=(?:curl|wget|psql)\b.*://)[\w-]+:[\w-]+@|--password[ =](?!-)[\w'""]+|\bPASSWORD '[^'…]+'")]
    private static partial Regex Other();
}
