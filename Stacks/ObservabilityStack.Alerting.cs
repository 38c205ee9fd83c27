using Infra.Components.Alertmanager;
using Infra.Components.Containers;
using Infra.Configs;
using Infra.Configs.Alertmanager;

namespace Infra.Stacks;

// Who is told.
internal sealed partial class ObservabilityStack
{
    private AlertmanagerServer Alertmanager(ContainerPolicy policy) => new(ServiceNames.Alertmanager, new AlertmanagerServerArgs
    {
        Profile = Profile(policy, ServiceNames.Alertmanager),
        Routing = new AlertRouting
        {
            GroupWait = _settings.Alerts.GroupWait,
            GroupInterval = _settings.Alerts.GroupInterval,
            RepeatInterval = _settings.Alerts.RepeatInterval,
        },
        WebhookUrl = _settings.Alerts.WebhookUrl?.ToOutput(),
        HeartbeatUrl = _settings.Alerts.HeartbeatUrl?.ToOutput(),
        // What distributions package may be older than that setting.
        ReadsUrlFiles = !_settings.Images.Local,
    });
}
