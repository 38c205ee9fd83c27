using System.Diagnostics;

namespace Infra.Shared;

/// <summary>
/// A connection to the Docker engine of another machine: the <c>ssh</c> of this one runs <c>docker system dial-stdio</c> there,
/// as the Docker CLI does it, and what goes in and out of it is the connection. Keys, agents and host keys are ssh's own affair.
/// </summary>
internal sealed class SshDockerStream : Stream
{
    private readonly Process _ssh;
    private readonly Task<string> _errors;
    private readonly string _host;
    private bool _hasAnswered;

    private SshDockerStream(Process ssh, string host)
    {
        (_ssh, _host) = (ssh, host);
        _errors = ssh.StandardError.ReadToEndAsync();
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <param name="host">For instance <c>ssh://user@host:22</c>.</param>
    /// <param name="options">Words for ssh that come before the host.</param>
    /// <exception cref="IOException">There is no ssh on this machine.</exception>
    public static SshDockerStream Connect(Uri host, IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("ssh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in Arguments(host, options))
            start.ArgumentList.Add(argument);
        try
        {
            return new SshDockerStream(Process.Start(start)!, host.OriginalString);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new IOException($"{host.OriginalString} takes the program ssh, which is not installed here", failure);
        }
    }

    internal static IEnumerable<string> Arguments(Uri host, IEnumerable<string> options)
    {
        // Nobody is there to answer a question.
        List<string> arguments = [.. options, "-o", "BatchMode=yes", "-T"];
        if (host.UserInfo.Length > 0)
            arguments.AddRange(["-l", Uri.UnescapeDataString(host.UserInfo.Split(':')[0])]);
        if (host.Port > 0)
            arguments.AddRange(["-p", host.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        arguments.AddRange(["--", host.Host, "docker", "system", "dial-stdio"]);
        return arguments;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await _ssh.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken);
        if (count == 0 && !_hasAnswered)
            throw new IOException($"{_host}: {Reason(await _errors)}");
        _hasAnswered = true;
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _ssh.StandardInput.BaseStream.WriteAsync(buffer, cancellationToken);
            await _ssh.StandardInput.BaseStream.FlushAsync(cancellationToken);
        }
        catch (IOException) when (!_hasAnswered)
        {
            // It has ended; reading tells why.
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                _ssh.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended.
            }
            _ssh.Dispose();
        }
        base.Dispose(disposing);
    }

    private static string Reason(string errors) =>
        errors.Trim().Split('\n') is [.., { Length: > 0 } last] ? last.Trim() : "ssh ended without a word";
}
