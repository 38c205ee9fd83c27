using System.IO.Compression;
using System.Text.Json.Nodes;
using Embedded.Engine.Secrets;
using Embedded.Engine.State;
using Embedded.Engine.Values;
using Infra.Tests.Embedded.Engine.Secrets;
using Infra.Tests.Support;

namespace Infra.Tests.Embedded.Engine.Storage;

public sealed class StackStoreTests : IDisposable
{
    private static readonly StackReference Dev = new("obs", "dev");

    private readonly TemporaryDirectory _directory = new();
    private readonly FileBackend _backend;
    private readonly string _file;

    public StackStoreTests()
    {
        _backend = new FileBackend(_directory.Path);
        _file = _backend.StackFile(Dev);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_of_the_cli_is_read_whole()
    {
        var snapshot = await LoadAsync(SampleCheckpoint.Json);

        Assert.Equal(4, snapshot.Resources.Length);
        var password = snapshot.Resources[2];
        Assert.Equal(SampleCheckpoint.PasswordUrn, password.Urn);
        Assert.Equal("none", password.Id);
        Assert.Equal(PropertyValue.Secret(PropertyValue.Of("s3cret")), password.Outputs["result"]);
        Assert.Equal(PropertyValue.Of(16), password.Inputs["length"]);
        Assert.Equal(["bcryptHash", "result"], password.AdditionalSecretOutputs);
        Assert.Empty(password.PropertyDependencies["length"]);
        var container = snapshot.Resources[3];
        Assert.Equal(new CustomTimeouts(TimeSpan.FromMinutes(5), null, TimeSpan.FromSeconds(90)), container.CustomTimeouts);
        Assert.Equal(["ports[0].internal"], container.HideDiff);
        Assert.Equal(["container failed to be in healthy state"], container.InitErrors);
        Assert.Equal(new DateTimeOffset(2026, 8, 21, 10, 0, 0, TimeSpan.Zero).AddTicks(1234567), container.Created);
        var operation = Assert.Single(snapshot.PendingOperations);
        Assert.Equal(OperationType.Creating, operation.Type);
        Assert.Null(operation.Resource.Id);
    }

    [Fact]
    public async Task What_is_read_is_written_again_with_every_field_and_every_ciphertext()
    {
        var snapshot = await LoadAsync(SampleCheckpoint.Json, out var store);
        await store.SaveAsync(snapshot with { PendingOperations = [] }, TestContext.Current.CancellationToken);

        var expected = JsonNode.Parse(SampleCheckpoint.Json)!;
        var latest = expected["checkpoint"]!["latest"]!.AsObject();
        latest.Remove("pending_operations");
        var written = JsonNode.Parse(await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken))!;
        foreach (var checkpoint in new[] { expected, written })
            checkpoint["checkpoint"]!["latest"]!["manifest"]!.AsObject().Remove("time");
        Assert.True(JsonNode.DeepEquals(expected, written), $"Expected\n{expected}\nfound\n{written}");
    }

    [Fact]
    public async Task An_unchanged_snapshot_is_not_written_at_all()
    {
        var snapshot = await LoadAsync(SampleCheckpoint.Json, out var store);
        store.Loaded(snapshot);
        await store.SaveAsync(snapshot with { Resources = [.. snapshot.Resources] }, TestContext.Current.CancellationToken);
        Assert.Equal(SampleCheckpoint.Json, await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(_file + ".bak"));
    }

    [Fact]
    public async Task Each_save_keeps_the_version_before_it_as_the_backup()
    {
        var store = NewStore();
        await store.SaveAsync(SampleCheckpoint.Snapshot("one"), TestContext.Current.CancellationToken);
        var first = await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken);
        await store.SaveAsync(SampleCheckpoint.Snapshot("two"), TestContext.Current.CancellationToken);

        Assert.Equal(first, await File.ReadAllTextAsync(_file + ".bak", TestContext.Current.CancellationToken));
        Assert.Contains("two", await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("version: 1\n", await File.ReadAllTextAsync(_directory.File(".pulumi/meta.yaml"), TestContext.Current.CancellationToken));
        Assert.Equal([_file, _file + ".bak"], Directory.GetFiles(Path.GetDirectoryName(_file)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_first_secret_of_a_stack_makes_its_salt_and_no_plain_text_is_written()
    {
        var store = NewStore();
        Assert.Null(store.Salt);
        await store.SaveAsync(SampleCheckpoint.Snapshot("x", PropertyValue.Secret(PropertyValue.Of("hunter2"))), TestContext.Current.CancellationToken);

        var text = await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        var again = NewStore();
        again.Open();
        var snapshot = await again.LoadAsync(forUpdate: true);
        Assert.Equal(PropertyValue.Secret(PropertyValue.Of("hunter2")), snapshot.Resources[0].Outputs["value"]);
        Assert.Equal(store.Salt, again.Salt);
    }

    [Fact]
    public async Task The_salt_of_the_stack_file_is_what_the_state_is_encrypted_with_from_then_on()
    {
        var other = PassphraseCrypter.New(new Passphrase(TestSecrets.PassphraseText, "test"));
        var snapshot = await LoadAsync(SampleCheckpoint.Json, out var store, configSalt: (other.SaltText, "Pulumi.dev.yaml"));
        store.Loaded(snapshot);
        await store.SaveAsync(snapshot, TestContext.Current.CancellationToken);

        var text = await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken);
        Assert.Contains(other.SaltText, text, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecrets.Ciphertext, text, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSecrets.Salt, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_passphrase_the_state_can_be_read_with_its_secrets_closed()
    {
        Write(SampleCheckpoint.Json);
        var store = new StackStore(_backend, Dev, TestSecrets.None, null);
        store.Open();
        Assert.Equal(PropertyValue.Secret(PropertyValue.Of("[secret]")), store.LoadClosed().Resources[2].Outputs["result"]);
        await Assert.ThrowsAsync<PassphraseException>(() => store.LoadAsync(forUpdate: false));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{\"version\":3,\"checkpoint\":{\"stack\":\"organization/obs/dev\",\"latest\":{\"resources\":[{\"urn", "is no valid JSON, it ends or breaks off at line 1, byte 87")]
    [InlineData("{}", "has no 'version'")]
    [InlineData("{\"version\":3}", "has no 'checkpoint'")]
    [InlineData("{\"version\":2,\"checkpoint\":{}}", "is of version 2; this engine reads version 3. Let the pulumi CLI read and write it once")]
    [InlineData("{\"version\":4,\"features\":[\"taint\"],\"checkpoint\":{}}", "is of version 4 and uses [\"taint\"], which this engine does not know; use the pulumi CLI for this stack")]
    [InlineData("{\"version\":3,\"checkpoint\":{\"stack\":\"organization/obs/prod\"}}", "is the state of 'organization/obs/prod'; expected 'organization/obs/dev'")]
    public void A_file_that_cannot_be_used_is_named_with_the_fault_and_the_way_back(string content, string fault)
    {
        Write(content);
        File.WriteAllText(_file + ".bak", SampleCheckpoint.Json);
        File.SetLastWriteTime(_file + ".bak", new DateTime(2026, 8, 21, 10, 0, 0));
        var exception = Assert.Throws<StateFileException>(NewStore().Open);
        Assert.Equal(
            $"The state file {_file} {fault}. Nothing was changed. Its last good version, from 2026-08-21 10:00:00, is beside it; " +
            $"restore it with\n  cp '{_file}.bak' '{_file}'\nand run 'refresh' to bring it up to date.",
            exception.Message);
    }

    [Fact]
    public void Without_a_backup_the_message_says_where_else_to_look()
    {
        Write("{");
        var exception = Assert.Throws<StateFileException>(NewStore().Open);
        Assert.EndsWith(
            $"It has no backup beside it; look into {_backend.BackupDirectory(Dev)} and {_backend.HistoryDirectory(Dev)}.",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_of_the_wrong_type_is_a_fault_of_the_file()
    {
        var exception = await Assert.ThrowsAsync<StateFileException>(() => LoadAsync(
            """{"version":3,"checkpoint":{"stack":"organization/obs/dev","latest":{"resources":[{"urn":"urn:pulumi:dev::obs::a:b:C::d","type":"a:b:C","custom":"yes"}]}}}"""));
        Assert.Contains("has a field of an unexpected type", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gzip_compressed_state_is_read_and_written_plain()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        await using (var stream = new GZipStream(File.Create(_file + ".gz"), CompressionMode.Compress))
        {
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(SampleCheckpoint.Json), TestContext.Current.CancellationToken);
        }
        var store = NewStore();
        store.Open();
        var snapshot = await store.LoadAsync(forUpdate: true);
        store.Loaded(snapshot);
        await store.SaveAsync(snapshot, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(_file));
        Assert.False(File.Exists(_file + ".gz"));
        Assert.True(File.Exists(_file + ".gz.bak"));
    }

    [Fact]
    public void A_zstd_compressed_state_is_refused_with_the_command_that_helps()
    {
        Write("", ".zst");
        var exception = Assert.Throws<StateFileException>(NewStore().Open);
        Assert.Equal(
            $"The state file {_file}.zst is compressed with Zstandard, which this engine does not read. Decompress it: zstd -d --rm '{_file}.zst'",
            exception.Message);
    }

    [Fact]
    public async Task An_export_is_what_an_import_takes()
    {
        var snapshot = await LoadAsync(SampleCheckpoint.Json, out var store);
        var exported = store.Export(snapshot, showSecrets: false);
        Assert.Contains(TestSecrets.Ciphertext, System.Text.Encoding.UTF8.GetString(exported), StringComparison.Ordinal);
        var shown = store.Export(snapshot, showSecrets: true);
        Assert.Contains("\"plaintext\": \"\\\"s3cret\\\"\"", System.Text.Encoding.UTF8.GetString(shown), StringComparison.Ordinal);

        foreach (var json in new[] { exported, shown })
        {
            var imported = NewStore().Import(Checkpoint.ParseDeployment(json), "a file");
            Assert.Equal(snapshot.Resources.Select(resource => (resource.Urn, resource.Inputs, resource.Outputs)),
                imported.Resources.Select(resource => (resource.Urn, resource.Inputs, resource.Outputs)));
        }
    }

    private StackStore NewStore() => new(_backend, Dev, TestSecrets.Stack, null);

    private Task<Snapshot> LoadAsync(string content) => LoadAsync(content, out _);

    private Task<Snapshot> LoadAsync(string content, out StackStore store, (string, string)? configSalt = null)
    {
        Write(content);
        store = new StackStore(_backend, Dev, TestSecrets.Stack, configSalt);
        store.Open();
        return store.LoadAsync(forUpdate: true);
    }

    private void Write(string content, string extension = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        File.WriteAllText(_file + extension, content);
    }
}
