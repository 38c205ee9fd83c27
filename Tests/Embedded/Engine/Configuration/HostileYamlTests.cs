using System.Globalization;
using System.Text;
using Embedded.Engine.Configuration;
using Infra.Tests.Embedded.Engine.Cli;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Configuration;

/// <summary>Stack files that are made to harm who reads them.</summary>
[Trait(AttackTrait.Name, AttackTrait.Value)]
public sealed class HostileYamlTests
{
    private const string File = "Pulumi.dev.yaml";

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Brackets_without_end_are_an_error_with_their_line(char bracket)
    {
        var exception = Assert.Throws<ConfigurationException>(() => Read($"config:\n  obs:key: {new string(bracket, 30_000)}\n"));

        Assert.Equal("Pulumi.dev.yaml:2: values are nested more than 64 deep; look for brackets that are not meant.", exception.Message);
    }

    [Fact]
    public void Lists_that_are_indented_deeper_and_deeper_are_an_error_with_their_line()
    {
        var text = new StringBuilder("config:\n");
        for (var depth = 1; depth < 1000; depth++)
            text.Append(CultureInfo.InvariantCulture, $"{new string(' ', depth)}a:\n");

        var exception = Assert.Throws<ConfigurationException>(() => Read(text.ToString()));

        Assert.StartsWith("Pulumi.dev.yaml:65: values are nested more than 64 deep", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_that_multiply_are_an_error_with_their_line()
    {
        var text = new StringBuilder("config:\n  obs:a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 30; level++)
            text.Append(CultureInfo.InvariantCulture, $"  obs:a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");

        var exception = Assert.Throws<ConfigurationException>(() => Read(text.ToString()));

        Assert.Equal(
            "Pulumi.dev.yaml:6: with the alias '*a3' the file has more than 100000 values; write out what is meant.", exception.Message);
    }

    [Fact]
    public void An_alias_inside_of_what_it_names_is_an_error_with_its_line()
    {
        var exception = Assert.Throws<ConfigurationException>(() => Read("config:\n  obs:a: &a\n    - *a\n"));

        Assert.Equal("Pulumi.dev.yaml:3: the alias '*a' stands inside of what it names; write out what is meant.", exception.Message);
    }

    [Fact]
    public void An_alias_that_repeats_a_value_is_read()
    {
        var root = Read("config:\n  obs:a: &a [x, y]\n  obs:b: *a\n")!;

        var config = Assert.IsType<ConfigMap>(YamlReading.ToConfig(root.Get("config")!));
        Assert.Equal(config.Get("obs:a")!.Masked(), config.Get("obs:b")!.Masked());
    }

    public static TheoryData<string, string> HostileFiles => new()
    {
        { "Pulumi.yaml", $"name: obs\nruntime: dotnet\nconfig: {new string('[', 30_000)}\n" },
        { "Pulumi.yaml", $"name: obs\nruntime: {{name: dotnet, options: {new string('{', 30_000)}\n" },
        { "Pulumi.yaml", $"name: &a [*a]\nruntime: dotnet\n" },
        { "Pulumi.dev.yaml", $"config:\n  obs:a: {new string('[', 30_000)}\n" },
        { "Pulumi.dev.yaml", $"config:\n  ? {new string('[', 30_000)}\n  : a\n" },
        { "Pulumi.dev.yaml", "config:\n  \"obs:\\ud800\": \"\\ud800\"\n" },
        { "Pulumi.dev.yaml", $"encryptionsalt: {new string('[', 30_000)}\n" },
        { ".pulumi/meta.yaml", new string('[', 30_000) },
        { ".pulumi/meta.yaml", "version: &a [*a]" },
        { ".pulumi/stacks/obs/dev.json", new string('[', 30_000) },
        { ".pulumi/stacks/obs/dev.json", $$$"""{"version": 3, "checkpoint": {"latest": {"resources": [{"urn": "a", "inputs": {{{string.Concat(Enumerable.Repeat("{\"a\":", 30_000))}}}""" },
        { ".pulumi/stacks/obs/dev.json", """{"version": 3, "checkpoint": {"latest": {"resources": [{"urn": "\ud800", "type": "a:b:c", "inputs": {"\ud800": "\ud800"}}]}}}""" },
        { ".pulumi/locks/obs/dev/a.json", new string('[', 30_000) },
    };

    [Theory]
    [MemberData(nameof(HostileFiles))]
    public async Task No_file_that_a_command_reads_crashes_it(string file, string text)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("Pulumi.yaml", "name: obs\nruntime: dotnet\n");
        directory.Write(File, "config: {}\n");
        Directory.CreateDirectory(Path.GetDirectoryName(directory.File(file))!);
        directory.Write(file, text);

        foreach (var command in new[] { "config", "preview", "output" })
        {
            var result = await EngineProcess.RunAsync(directory.Path, "", command, "-s", "dev");

            Assert.InRange(result.ExitCode, 0, 9);
            Assert.DoesNotContain("This was not expected", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Neither_a_key_nor_a_value_can_write_to_the_terminal()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("Pulumi.yaml", "name: obs\nruntime: dotnet\n");
        directory.Write(File, "config:\n  \"obs:\\e]0;owned\\a\\e[2Jkey\": value\n  obs:value: \"\\e[2Jvalue\"\n");

        var listed = await EngineProcess.RunAsync(directory.Path, null, "config", "-s", "dev");
        var refused = await EngineProcess.RunAsync(directory.Path, null, "preview", "-s", "dev");

        Assert.Contains("\\x1b[2Jvalue", listed.Output, StringComparison.Ordinal);
        Assert.Contains("Pulumi.dev.yaml:2: obs:\\x1b]0;owned\\x07\\x1b[2Jkey: ", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', listed.All);
        Assert.DoesNotContain('\u001b', refused.All);
    }

    [Fact]
    public async Task A_value_that_is_asked_for_can_be_piped_on_as_it_is_and_cannot_write_to_the_terminal()
    {
        ToolProcess.SkipUnlessInstalled("script");
        using var directory = new TemporaryDirectory();
        directory.Write("Pulumi.yaml", "name: obs\nruntime: dotnet\n");
        directory.Write(File, "config:\n  obs:value: \"a\\e[2Jb\"\n");

        var piped = await EngineProcess.RunAsync(directory.Path, null, "config", "get", "value", "-s", "dev");
        var shown = await ToolProcess.RunAsync(
            "script", ["-qec", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "infra-engine.dll")}' config get value -s dev", "/dev/null"], directory.Path,
            new Dictionary<string, string?> { ["PULUMI_BACKEND_URL"] = "file://" + directory.Path });

        Assert.Equal("a\u001b[2Jb\n", piped.Output);
        Assert.Contains("a\\x1b[2Jb", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", shown.Output, StringComparison.Ordinal);
    }

    private static YamlDotNet.RepresentationModel.YamlMappingNode? Read(string text) => YamlReading.Root(text, File);
}
