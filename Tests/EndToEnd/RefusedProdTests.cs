using System.Text.RegularExpressions;
using Infra.Configs;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>What people see of prod's gate: the built engine and program, without a Docker engine, as in the review of a change.</summary>
[Collection(EndToEndGroup.Name)]
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed partial class RefusedProdTests
{
    private static readonly Dictionary<string, string> NoDocker = new() { ["DOCKER_HOST"] = "unix:///nowhere/docker.sock" };

    [Fact]
    public async Task What_is_refused_is_a_list_with_a_line_for_each_finding_and_the_setting_first()
    {
        await using var project = Project();
        project.Set("pinImageDigests", "false");
        project.Set("prometheusRetentionSize", "900TB");
        project.Set("postgresPassword", "passwordpasswordpassword");
        project.Set("alertWebhookUrl", ProdSettings.WebhookUrl);

        using var preview = project.Start(NoDocker, "preview");
        var result = await preview.ResultAsync();

        Assert.NotEqual(0, result.ExitCode);
        var lines = result.Output.Split('\n').SkipWhile(line => !line.Contains("settings are wrong", StringComparison.Ordinal)).Select(line => line.TrimEnd()).ToList();
        var findings = lines.Where(line => line.Contains(": refused in prod (", StringComparison.Ordinal)).ToList();
        Assert.Contains("4 settings are wrong, nothing was changed.", lines[0]);
        Assert.All(findings, line => Assert.Matches(@"^ *phlo-observability:[A-Za-z.-]+ = \S.*: refused in prod \([a-z-]+\), expected [^;]+(; (set it with|\./infra images lock)[^;]*)?$", line));
        Assert.All(findings, line => Assert.InRange(line.Length, 1, 300));
        Assert.Equal(ServiceNames.All.Except(ServiceNames.Lakehouse).Count(), findings.Count(line => line.Contains("phlo-observability:pinImageDigests = ", StringComparison.Ordinal)));
        Assert.Equal(
            ["alertWebhookUrl (unencrypted-secret)", "postgresPassword (unencrypted-secret)", "postgresPassword (weak-credential)", "prometheusRetentionSize (senseless-limit)"],
            findings.Where(line => !line.Contains("pinImageDigests", StringComparison.Ordinal)).Select(line => Finding().Replace(line.Trim(), "$1 ($2)")));
        Assert.DoesNotContain("passwordpassword", result.Output);
    }

    [Fact]
    public async Task A_ciphertext_that_was_copied_from_another_setting_is_refused_until_it_is_set_again()
    {
        await using var project = Project();
        await SetSecretAsync(project, "alertWebhookUrl", ProdSettings.WebhookUrl);
        await SetSecretAsync(project, "postgresPassword", ProdSettings.Password);
        await PassesAsync(project);

        // Whoever may only change the file has Grafana ask Postgres as another, or shows the password to whoever it is sent to.
        var file = await File.ReadAllTextAsync(project.StackFile, TestContext.Current.CancellationToken);
        var copied = PostgresPassword().Match(file).Groups[1].Value;
        await File.WriteAllTextAsync(
            project.StackFile, PostgresPassword().Replace(file, "") + $"  phlo-observability:minioSecretKey:\n    secure: {copied}\n  phlo-observability:postgresEnabled: \"false\"\n",
            TestContext.Current.CancellationToken);
        using (var preview = project.Start(NoDocker, "preview"))
        {
            var refused = await preview.ResultAsync();
            Assert.NotEqual(0, refused.ExitCode);
            Assert.Contains(
                "phlo-observability:minioSecretKey = (secret): refused in prod (unbound-secret), expected a value that was encrypted for this setting; "
                + "set it again with: ./infra config set --secret minioSecretKey", refused.Output);
            Assert.DoesNotContain(ProdSettings.Password, refused.Output);
        }

        await SetSecretAsync(project, "minioSecretKey", ProdSettings.OtherPassword);
        await PassesAsync(project);
    }

    private static SandboxProject Project()
    {
        var project = new SandboxProject();
        project.Set("environment", "prod");
        project.Set("prometheusPort", 0);
        project.Set("alertmanagerPort", 0);
        return project;
    }

    private static async Task SetSecretAsync(SandboxProject project, string key, string value) =>
        (await project.RunAsync("config", "set", "--secret", key, value)).ShouldSucceed();

    // There is no Docker: the preview ends, but not for its settings.
    private static async Task PassesAsync(SandboxProject project)
    {
        using var preview = project.Start(NoDocker, "preview");
        Assert.DoesNotContain("nothing was changed", (await preview.ResultAsync()).Output);
    }

    [GeneratedRegex("^phlo-observability:([A-Za-z.]+) = .*: refused in prod \\(([a-z-]+)\\), expected .*$")]
    private static partial Regex Finding();

    [GeneratedRegex("  phlo-observability:postgresPassword:\n    secure: (\\S+)\n")]
    private static partial Regex PostgresPassword();
}
