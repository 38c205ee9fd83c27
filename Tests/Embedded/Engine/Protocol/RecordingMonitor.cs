using Embedded.Engine.Planning;
using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Protocol;

/// <summary>A monitor that does as it is asked, and remembers what that was.</summary>
internal sealed class RecordingMonitor : IResourceMonitor
{
    private readonly Lock _lock = new();
    private readonly List<string> _names = [];
    private readonly List<string> _logs = [];

    public IReadOnlyList<string> Names => Copy(_names);

    public IReadOnlyList<string> Logs => Copy(_logs);

    public Task<Registration> RegisterAsync(ResourceGoal goal)
    {
        lock (_lock)
            _names.Add(goal.Name);
        return Task.FromResult(new Registration(RegistrationOutcome.Succeeded, "urn", "id", goal.Inputs));
    }

    public Task<Registration> ReadAsync(ReadGoal goal) => throw new NotSupportedException();

    public Task RegisterOutputsAsync(string urn, PropertyMap outputs) => Task.CompletedTask;

    public Task<PropertyMap> InvokeAsync(string token, PropertyMap arguments, string? provider, string? version, string? pluginDownloadUrl) =>
        Task.FromResult(arguments);

    public void Log(Severity severity, string? urn, string message, bool ephemeral)
    {
        lock (_lock)
            _logs.Add(message);
    }

    public Task WaitForWorkAsync() => Task.CompletedTask;

    private List<string> Copy(List<string> list)
    {
        lock (_lock)
            return [.. list];
    }
}
