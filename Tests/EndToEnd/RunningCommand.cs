using System.Diagnostics;
using System.Text;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>A command under way, whose lines can be watched and which can be killed at any of them.</summary>
public sealed class RunningCommand : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Lock _lock = new();
    private event Action<string>? LineWritten;

    public RunningCommand(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    /// <summary>Completes when a line holds the text; fails when the command ends without one.</summary>
    public async Task WaitForAsync(string text, TimeSpan limit)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_output.ToString().Contains(text, StringComparison.Ordinal) || _errors.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            LineWritten += line =>
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    seen.TrySetResult();
                }
            };
        }

        var first = await Task.WhenAny(seen.Task, _process.WaitForExitAsync(), Task.Delay(limit));
        if (first != seen.Task)
            Assert.Fail($"no line with '{text}'\n{Written()}");
    }

    /// <summary>Completes when that many lines were written, or when the command ends before.</summary>
    public async Task WaitForLinesAsync(int count, TimeSpan limit)
    {
        var deadline = DateTime.UtcNow + limit;
        while (!_process.HasExited && Lines() < count)
        {
            if (DateTime.UtcNow >= deadline)
                Assert.Fail($"fewer than {count} lines within {limit}\n{Written()}");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    /// <summary>SIGKILL to the engine alone, as the kernel's out-of-memory killer would send it.</summary>
    public void Kill() => _process.Kill();

    public bool HasExited => _process.HasExited;

    public async Task<ToolResult> ResultAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"the command did not end within five minutes\n{Written()}");
        }

        lock (_lock)
        {
            return new ToolResult(_process.ExitCode, _output.ToString(), _errors.ToString());
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>Both streams so far; they go on being written by other threads.</summary>
    private string Written()
    {
        lock (_lock)
        {
            return $"{_output}{_errors}";
        }
    }

    private int Lines()
    {
        lock (_lock)
        {
            return _output.ToString().Count(c => c == '\n');
        }
    }

    private void Append(StringBuilder builder, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            builder.AppendLine(line);
            LineWritten?.Invoke(line);
        }
    }
}
