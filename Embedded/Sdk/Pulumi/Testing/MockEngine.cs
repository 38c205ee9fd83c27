using Pulumirpc;

namespace Pulumi.Testing;

/// <summary>Keeps the errors that a program under test logs.</summary>
internal sealed class MockEngine : IEngine
{
    private readonly List<string> _errors = [];

    public Exception? Failure
    {
        get
        {
            lock (_errors)
            {
                return _errors switch
                {
                    [] => null,
                    [var only] => new RunException(only),
                    _ => new AggregateException(_errors.Select(error => new RunException(error))),
                };
            }
        }
    }

    public Task LogAsync(LogRequest request)
    {
        if (request.Severity == LogSeverity.Error)
        {
            lock (_errors)
                _errors.Add(request.Message);
        }

        return Task.CompletedTask;
    }

    public Task RequirePulumiVersionAsync(string range) => Task.CompletedTask;
}
