using System.IO.Compression;
using Embedded.Engine.Secrets;

namespace Embedded.Engine.State;

/// <summary>The state of one stack on disk: <see cref="Open"/>, then <see cref="LoadAsync"/>, then saves.</summary>
/// <param name="configSalt">
/// <c>encryptionsalt</c> of the stack file and that file's name: it decides how the state is encrypted. Null where there is none.
/// </param>
internal sealed class StackStore(
    FileBackend backend, StackReference stack, StackSecrets secrets, (string Salt, string File)? configSalt) : ISnapshotStore
{
    private readonly string _file = backend.StackFile(stack);
    private readonly CiphertextCache _ciphertexts = new();
    private CheckpointWriter? _writer;
    private Checkpoint? _checkpoint;
    private string? _salt;
    private byte[]? _saved;
    private string? _compressed;

    public string File => _file;

    /// <summary>Whether the stack has state; valid from the start.</summary>
    public bool Exists => System.IO.File.Exists(_file) || System.IO.File.Exists(_file + ".gz") || System.IO.File.Exists(_file + ".zst");

    /// <summary>What <see cref="Open"/> has read; null for a stack without state.</summary>
    public Checkpoint? Checkpoint => _checkpoint;

    /// <summary>The salt that secrets of the stack are encrypted with; null where there is none yet.</summary>
    public string? Salt => configSalt?.Salt ?? _salt ?? _checkpoint?.Salt;

    /// <summary>Reads and checks the file. Fast; needs no passphrase.</summary>
    /// <exception cref="StateFileException"/>
    public void Open()
    {
        OwnerOnly.TryNarrow(backend.Bookkeeping, _file);
        if (ReadFile() is not { } content)
            return;
        _checkpoint = Guard(() => Checkpoint.Parse(content));
        if (_checkpoint.Stack is { } name && name != stack.FullName)
            throw Unreadable($"is the state of '{name}'; expected '{stack.FullName}'");
    }

    /// <summary>
    /// The snapshot that <see cref="Open"/> found. Derives the key only where something in it is encrypted, so it may take
    /// a while: await it as late as possible.
    /// </summary>
    /// <param name="forUpdate">Whether saves will follow: then a wrong passphrase must be found now.</param>
    public async Task<Snapshot> LoadAsync(bool forUpdate)
    {
        if (forUpdate && configSalt is { } config)
            await secrets.For(config.Salt, config.File).VerifyAsync().ConfigureAwait(false);
        if (_checkpoint is not { } checkpoint)
            return Snapshot.Empty;
        if (checkpoint.HoldsCiphertext && checkpoint.Salt is null)
            throw Unreadable("has encrypted values and no salt to decrypt them with");
        if (checkpoint.Salt is { } salt && (checkpoint.HoldsCiphertext || forUpdate))
            await secrets.For(salt, _file).VerifyAsync().ConfigureAwait(false);
        // Texts that were made with another salt than the one to write with are of no use later.
        var sameSalt = configSalt is null || checkpoint.Salt == configSalt.Value.Salt;
        var reader = new DecryptedSecrets(sameSalt ? _ciphertexts : null, () => secrets.For(checkpoint.Salt!, _file));
        return Guard(() => checkpoint.Materialize(reader, location => reader.Location = location));
    }

    /// <summary>The snapshot with placeholders for its secrets; needs no passphrase.</summary>
    public Snapshot LoadClosed() => _checkpoint is { } checkpoint
        ? Guard(() => checkpoint.Materialize(ClosedSecrets.Instance, _ => { }))
        : Snapshot.Empty;

    public Task SaveAsync(Snapshot snapshot, CancellationToken cancellation)
    {
        _writer ??= NewWriter();
        var body = _writer.WriteBody(snapshot);
        if (_saved is not null && body.AsSpan().SequenceEqual(_saved))
            return Task.CompletedTask;
        var content = CheckpointWriter.WriteFile(stack.FullName, body, Salt, _checkpoint, DateTimeOffset.UtcNow);
        try
        {
            if (_saved is null)
            {
                backend.EnsureLayout();
                backend.CreateDirectory(Path.GetDirectoryName(_file)!);
            }
            AtomicFile.Write(_file, content, backup: _file + ".bak");
            if (_compressed is not null)
                System.IO.File.Move(_compressed, _compressed + ".bak", overwrite: true);
            _compressed = null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StateFileException(
                $"The state cannot be written to {_file}: {exception.Message.TrimEnd('.')}. What was done last is not recorded; " +
                "make room or permit writing there, then run 'refresh' and 'up'.",
                exception);
        }
        _saved = body;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Tells that the snapshot is what the file holds, so that saving the same again writes nothing. For an update that
    /// may find nothing to do.
    /// </summary>
    public void Loaded(Snapshot snapshot)
    {
        if (_checkpoint is null || _compressed is not null)
            return;
        _writer ??= NewWriter();
        if (Salt == _checkpoint.Salt)
            _saved = _writer.WriteBody(snapshot);
    }

    /// <summary>The snapshot as <c>state export</c> prints it.</summary>
    public byte[] Export(Snapshot snapshot, bool showSecrets)
    {
        if (!showSecrets)
        {
            _writer ??= NewWriter();
            var body = _writer.WriteBody(snapshot);
            return CheckpointWriter.WriteExport(body, Salt, _checkpoint, DateTimeOffset.UtcNow);
        }
        var shown = new CheckpointWriter(SecretsInPlainText.Shown, _ => { });
        return CheckpointWriter.WriteExport(shown.WriteBody(snapshot), Salt, _checkpoint, DateTimeOffset.UtcNow);
    }

    /// <summary>
    /// Reads an exported deployment, decrypting with the salt that it carries. What is saved next continues it: with its
    /// salt (unless the stack file has one) and with the fields that this engine has no use for.
    /// </summary>
    /// <exception cref="CheckpointFormatException"/>
    public Snapshot Import(Checkpoint deployment, string source)
    {
        if (deployment.HoldsCiphertext && deployment.Salt is null)
            throw new CheckpointFormatException("has encrypted values and no salt to decrypt them with");
        _salt = deployment.Salt ?? Salt;
        _checkpoint = deployment;
        var reader = new DecryptedSecrets(
            deployment.Salt == Salt ? _ciphertexts : null, () => secrets.For(deployment.Salt!, source));
        return deployment.Materialize(reader, location => reader.Location = location);
    }

    /// <summary>Removes the stack's state and its history. Without <paramref name="withBackups"/> a last copy stays beside it.</summary>
    public void Remove(bool withBackups)
    {
        foreach (var extension in (ReadOnlySpan<string>)["", ".gz", ".zst"])
        {
            var file = _file + extension;
            if (withBackups)
            {
                System.IO.File.Delete(file);
                System.IO.File.Delete(file + ".bak");
            }
            else if (System.IO.File.Exists(file))
            {
                System.IO.File.Move(file, file + ".bak", overwrite: true);
            }
        }
        RemoveDirectory(backend.HistoryDirectory(stack));
        if (withBackups)
            RemoveDirectory(backend.BackupDirectory(stack));
    }

    /// <summary>Copies the state as it stands to the backups folder, where the CLI keeps one per update.</summary>
    public void BackUp()
    {
        if (!System.IO.File.Exists(_file))
            return;
        var directory = backend.BackupDirectory(stack);
        backend.CreateDirectory(directory);
        System.IO.File.Copy(_file, Path.Combine(directory, $"{stack.Stack}.{UnixTime.Nanoseconds(DateTimeOffset.UtcNow)}.json"));
    }

    private static void RemoveDirectory(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }

    private CheckpointWriter NewWriter()
    {
        var encrypted = new EncryptedSecrets(_ciphertexts, () =>
        {
            if (configSalt is { } config)
                return secrets.For(config.Salt, config.File);
            if (Salt is { } salt)
                return secrets.For(salt, _file);
            var crypter = secrets.ForNewSalt();
            _salt = crypter.SaltText;
            return crypter;
        });
        return new CheckpointWriter(encrypted, location => encrypted.Location = location);
    }

    private byte[]? ReadFile()
    {
        var plain = new FileInfo(_file);
        var gzip = new FileInfo(_file + ".gz");
        var zstd = new FileInfo(_file + ".zst");
        if (zstd.Exists && !(plain.Exists && plain.LastWriteTimeUtc >= zstd.LastWriteTimeUtc))
            throw new StateFileException(
                $"The state file {zstd.FullName} is compressed with Zstandard, which this engine does not read. " +
                $"Decompress it: zstd -d --rm '{zstd.FullName}'");
        try
        {
            if (!gzip.Exists || (plain.Exists && plain.LastWriteTimeUtc >= gzip.LastWriteTimeUtc))
                return plain.Exists ? System.IO.File.ReadAllBytes(_file) : null;
            _compressed = gzip.FullName;
            using var stream = new GZipStream(gzip.OpenRead(), CompressionMode.Decompress);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Unreadable($"cannot be read: {exception.Message}");
        }
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CheckpointFormatException exception)
        {
            throw Unreadable(exception.Message);
        }
    }

    private StateFileException Unreadable(string what)
    {
        var file = _compressed ?? _file;
        var backup = file + ".bak";
        return new StateFileException(System.IO.File.Exists(backup)
            ? $"The state file {file} {what}. Nothing was changed. Its last good version, from " +
              $"{System.IO.File.GetLastWriteTime(backup):yyyy-MM-dd HH:mm:ss}, is beside it; restore it with\n" +
              $"  cp '{backup}' '{file}'\n" +
              "and run 'refresh' to bring it up to date."
            : $"The state file {file} {what}. Nothing was changed. It has no backup beside it; " +
              $"look into {backend.BackupDirectory(stack)} and {backend.HistoryDirectory(stack)}.");
    }
}

internal static class UnixTime
{
    public static long Nanoseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100;
}
