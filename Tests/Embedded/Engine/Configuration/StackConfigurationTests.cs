using Embedded.Engine.Configuration;
using Embedded.Engine.Secrets;
using Infra.Tests.Embedded.Engine.Secrets;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Configuration;

public sealed class StackConfigurationTests : IDisposable
{
    private const string Project = """
        name: obs
        runtime:
          name: dotnet
          options:
            binary: bin/Infra.dll
        main: program
        backend: {url: "file://./state"}
        config:
          port: {type: integer, default: 9090, description: where it listens}
          names: {type: array, items: {type: string}, default: [a, b]}
          debug: {type: boolean, default: false}
          limits:
            type: object
            default: {cpu: 1.5, memory: 512}
          password: {type: string, secret: true}
          docker:host: {value: unix:///run/docker.sock}
          plain: just text
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_project_file_says_how_the_program_runs()
    {
        var project = Read(Project);
        Assert.Equal(("obs", "dotnet", "program", "bin/Infra.dll"), (project.Name, project.File.Runtime, project.File.Main, project.File.Binary));
        Assert.Equal(_directory.Path, project.File.Directory);
        Assert.Equal("file://./state", project.BackendUrl);
    }

    [Fact]
    public void The_project_is_found_from_a_folder_inside_it()
    {
        Read(Project);
        Directory.CreateDirectory(_directory.File("a/b"));
        Assert.Equal("obs", ProjectReader.Find(_directory.File("a/b")).Name);
    }

    [Fact]
    public async Task What_the_stack_does_not_say_is_as_the_project_declares_it()
    {
        var configuration = await ResolveAsync(Project, $"""
            encryptionsalt: {TestSecrets.Salt}
            config:
              obs:password:
                secure: {TestSecrets.Ciphertext}
            """);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["docker:host"] = "unix:///run/docker.sock",
                ["obs:debug"] = "false",
                ["obs:limits"] = """{"cpu":1.5,"memory":512}""",
                ["obs:names"] = """["a","b"]""",
                ["obs:password"] = TestSecrets.Plaintext,
                ["obs:plain"] = "just text",
                ["obs:port"] = "9090",
            },
            configuration.Values);
        Assert.Equal(["obs:password"], configuration.SecretKeys);
    }

    [Fact]
    public async Task Values_travel_as_the_cli_passes_them()
    {
        var configuration = await ResolveAsync("name: obs\nruntime: dotnet", $$"""
            encryptionsalt: {{TestSecrets.Salt}}
            config:
              quoted: "007"
              octal: 0755
              float: 1.50
              word: True
              obs:map:
                z: 1
                a: [x, true, null, 2.5]
                inner:
                  secure: {{TestSecrets.Ciphertext}}
              aws:config:region: eu
            """);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["aws:region"] = "eu",
                ["obs:float"] = "1.5",
                ["obs:map"] = """{"a":["x",true,null,2.5],"inner":"\"s3cret\"","z":1}""",
                ["obs:octal"] = "493",
                ["obs:quoted"] = "007",
                ["obs:word"] = "true",
            },
            configuration.Values);
        Assert.Equal(["obs:map"], configuration.SecretKeys);
    }

    [Fact]
    public async Task Secrets_that_were_encrypted_for_another_place_are_named()
    {
        string For(string key, string inside = "") => TestSecrets.Crypter.EncryptFor(new SecretPlace(key, inside), "text");
        var configuration = await ResolveAsync("name: obs\nruntime: dotnet", $$"""
            encryptionsalt: {{TestSecrets.Salt}}
            config:
              obs:own: {secure: "{{For("obs:own")}}"}
              obs:copied: {secure: "{{For("obs:own")}}"}
              obs:pulumis: {secure: "{{TestSecrets.Ciphertext}}"}
              docker:registryAuth: [{password: {secure: "{{For("docker:registryAuth", "[0].password")}}"} }, {password: {secure: "{{For("docker:registryAuth", "[0].password")}}"} }]
              obs:map:
                inner: {secure: "{{For("obs:map", "inner")}}"}
                other: {secure: "{{For("obs:map", "inner")}}"}
            """);
        Assert.Equal(["docker:registryAuth[1].password", "obs:copied", "obs:map.other", "obs:pulumis"], configuration.UnboundSecrets);
    }

    [Fact]
    public async Task Without_secrets_no_passphrase_is_needed()
    {
        var project = Read("name: obs\nruntime: dotnet");
        _directory.Write("Pulumi.dev.yaml", "config:\n  obs:a: b\n");
        var configuration = await StackConfiguration.ResolveAsync(project, "dev", StackFile.Read(project, "dev"), TestSecrets.None);
        Assert.Equal("b", configuration.Values["obs:a"]);
    }

    [Fact]
    public async Task All_mistakes_of_a_stack_come_in_one_message()
    {
        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => ResolveAsync(Project + "\n  needed: {type: integer}\n", $"""
            encryptionsalt: {TestSecrets.Salt}
            config:
              obs:port: nine
              obs:debug: "yes"
              obs:names: [a, 1]
              obs:limits: none
              obs:password: open
              plain:
              a:b:c: 1
              port: 1
              obs:damaged:
                secure: v1:AAECAwQFBgcICQoL:AAAA
            """));
        Assert.Equal(
            """
            The configuration of stack 'dev' has 10 mistakes:
              Pulumi.dev.yaml:8: obs:plain: has no value; give it one, or remove the line for its default
              Pulumi.dev.yaml:9: a:b:c: 'a:b:c' is no configuration key: expected 'name' or 'namespace:name'.
              Pulumi.dev.yaml:10: obs:port: is set twice, here as 'port' and in line 3
              Pulumi.dev.yaml:12: obs:damaged: cannot be decrypted: it was encrypted with another salt, or is damaged; set it again with 'config set --secret'
              Pulumi.dev.yaml:4: obs:debug: expected true or false, found 'yes'
              Pulumi.dev.yaml:6: obs:limits: expected a map, found 'none'
              Pulumi.dev.yaml:5: obs:names: expected a list with in each place a string, found a list
              Pulumi.dev.yaml: obs:needed: is missing: expected an integer, as the project declares no default; set it with 'config set needed'
              Pulumi.dev.yaml:7: obs:password: must be encrypted, as the project declares it secret; set it with 'config set --secret'
              Pulumi.dev.yaml:3: obs:port: expected an integer, found 'nine'
            """,
            exception.Message);
    }

    [Fact]
    public async Task A_stack_file_with_secrets_and_no_salt_is_told()
    {
        var exception = await Assert.ThrowsAsync<ConfigurationException>(
            () => ResolveAsync("name: obs\nruntime: dotnet", $"config:\n  obs:a: {{secure: {TestSecrets.Ciphertext}}}\n"));
        Assert.Equal(
            """
            The configuration of stack 'dev' has a mistake:
              Pulumi.dev.yaml: encryptionsalt: is missing, though the file has encrypted values; restore it from your version control
            """,
            exception.Message);
    }

    [Fact]
    public void All_mistakes_of_a_project_come_in_one_message()
    {
        var exception = Assert.Throws<ConfigurationException>(() => Read("""
            name: no spaces
            runtime: python
            config:
              a: {type: number}
              b: {type: array}
              c: {default: 1, value: 2}
              d: {type: integer, default: x}
              x:e: {type: string, default: 1}
            """));
        Assert.Equal(
            $"""
            The project file {_directory.File("Pulumi.yaml")} has 8 mistakes:
              Pulumi.yaml:1: name: expected at most 100 letters, digits, hyphens, underscores or periods, found 'no spaces'
              Pulumi.yaml:2: runtime: expected dotnet or nodejs, found 'python'
              Pulumi.yaml:4: config.a: its type must be one of array, boolean, integer, object, string, found 'number'
              Pulumi.yaml:5: config.b: is a list; say of what with 'items: {"{type: …}"}'
              Pulumi.yaml:6: config.c: has both 'default' and 'value'; expected one of them
              Pulumi.yaml:7: config.d: its default must be an integer, found 'x'
              Pulumi.yaml:8: config.x:e: belongs to another namespace, so it can have a 'value' but no 'type'
              Pulumi.yaml:8: config.x:e: belongs to another namespace; write its 'default' as 'value'
            """,
            exception.Message);
    }

    [Fact]
    public async Task What_is_no_yaml_is_told_with_its_line()
    {
        var exception = await Assert.ThrowsAsync<ConfigurationException>(
            () => ResolveAsync("name: obs\nruntime: dotnet", "config:\n  a: 'open\n"));
        Assert.StartsWith("Pulumi.dev.yaml:2: this is no valid YAML: ", exception.Message, StringComparison.Ordinal);
        exception = await Assert.ThrowsAsync<ConfigurationException>(
            () => ResolveAsync("name: obs\nruntime: dotnet", "config:\n  a: [1\n  b: 2\n"));
        Assert.Equal(
            "Pulumi.dev.yaml: this is no valid YAML; look for a bracket or a quote that is not closed.", exception.Message);
    }

    [Fact]
    public void Without_a_project_file_the_message_says_where_to_go()
    {
        var exception = Assert.Throws<ConfigurationException>(() => ProjectReader.Find(_directory.Path));
        Assert.Equal(
            $"There is no Pulumi.yaml in {_directory.Path} or above it. Go to the project's folder, or name it with --cwd.",
            exception.Message);
    }

    [Fact]
    public void Stack_files_can_have_a_folder_of_their_own()
    {
        var project = Read("name: obs\nruntime: dotnet\nstackConfigDir: stacks\n");
        _directory.Write("stacks/Pulumi.dev.yaml", "config:\n  a: b\n");
        var file = StackFile.Read(project, "dev");
        Assert.Equal("stacks/Pulumi.dev.yaml", file.Name);
        Assert.True(file.Config.ContainsKey("obs:a"));
    }

    private ProjectDefinition Read(string text) => ProjectReader.Read(_directory.Write("Pulumi.yaml", text));

    private Task<StackConfiguration> ResolveAsync(string project, string stack)
    {
        var definition = Read(project);
        _directory.Write("Pulumi.dev.yaml", stack);
        return StackConfiguration.ResolveAsync(definition, "dev", StackFile.Read(definition, "dev"), TestSecrets.Stack);
    }
}
