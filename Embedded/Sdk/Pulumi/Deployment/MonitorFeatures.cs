using System.Collections.Concurrent;

namespace Pulumi;

/// <summary>What the engine can do; each thing is asked once.</summary>
internal sealed class MonitorFeatures(IMonitor monitor)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _answers = new();

    public Task<bool> ResourceReferencesAsync() => AskAsync("resourceReferences");

    public Task<bool> AliasSpecsAsync() => AskAsync("aliasSpecs");

    public async Task RequireAsync(string feature, string option)
    {
        if (!await AskAsync(feature).ConfigureAwait(false))
            throw new InvalidOperationException($"The engine does not support the {option} option; use a newer one, or leave the option out.");
    }

    private Task<bool> AskAsync(string feature)
        => _answers.GetOrAdd(feature, static (name, monitor) => new(() => monitor.SupportsFeatureAsync(name)), monitor).Value;
}
