using System.Text.Json;
using Infra.Tests.Support;

namespace Infra.Tests.EndToEnd;

/// <summary>A sandbox that is up, with a webhook that its Alertmanager notifies.</summary>
public sealed class DeployedSandbox : IAsyncLifetime
{
    public SandboxProject Project { get; } = new();

    public WebhookReceiver Webhook { get; private set; } = null!;

    public ToolResult FirstUp { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!Support.DockerEngine.Available)
        {
            return;
        }

        Webhook = new WebhookReceiver(WebhookReceiver.HostAddress());
        Project.Set("alertWebhookUrl", Webhook.Url);
        FirstUp = await Project.UpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Webhook?.Dispose();
        await Project.DisposeAsync();
    }

    /// <summary>Job and health of each target that Prometheus scrapes.</summary>
    public async Task<IReadOnlyList<(string Job, string Health)>> TargetsAsync()
    {
        var answer = await Project.PrometheusAsync("/api/v1/targets");
        return [.. answer.GetProperty("data").GetProperty("activeTargets").EnumerateArray()
            .Select(target => (target.GetProperty("labels").GetProperty("job").GetString()!, target.GetProperty("health").GetString()!))];
    }

    /// <summary>Container id of each of the stack's containers by name: a replaced container has another id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ContainerIdsAsync()
    {
        using var docker = Project.Docker();
        var ids = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in (await Project.FindAsync()).Containers)
        {
            ids[name] = (await docker.Containers.InspectContainerAsync(name)).ID;
        }

        return ids;
    }

    public async Task<JsonElement> QueryAsync(string expression, DateTimeOffset? at = null)
    {
        var time = at is null ? "" : $"&time={at.Value.ToUnixTimeSeconds()}";
        var answer = await Project.PrometheusAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}{time}");
        return answer.GetProperty("data").GetProperty("result");
    }
}
