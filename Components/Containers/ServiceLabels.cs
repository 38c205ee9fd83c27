using Pulumi;
using Pulumi.Docker.Inputs;

namespace Infra.Components.Containers;

/// <summary>The labels by which the stack's containers, volumes and networks are found.</summary>
internal static class ServiceLabels
{
    /// <summary>The stack that something belongs to.</summary>
    public const string Stack = "phlo.stack";

    /// <summary>The service that something belongs to.</summary>
    public const string Component = "phlo.component";

    /// <summary>What a container is to its service: the <c>service</c> itself or its <c>configuration</c>.</summary>
    public const string Role = "phlo.role";

    /// <summary>The revision of what is mounted for a purpose.</summary>
    public static string Revision(string purpose) => $"phlo.{purpose}-hash";

    public static InputList<ContainerLabelArgs> ForContainer(ContainerPolicy policy, string service, string role, IEnumerable<(string Purpose, Output<string> Revision)>? revisions = null)
    {
        var labels = new InputList<ContainerLabelArgs>
        {
            new ContainerLabelArgs { Label = Component, Value = service },
            new ContainerLabelArgs { Label = Role, Value = role },
            new ContainerLabelArgs { Label = Stack, Value = policy.Stack },
        };
        foreach (var (purpose, revision) in revisions ?? [])
            labels.Add(new ContainerLabelArgs { Label = Revision(purpose), Value = revision });

        return labels;
    }

    public static InputList<VolumeLabelArgs> ForVolume(ContainerPolicy policy, string service) =>
        new VolumeLabelArgs[]
        {
            new() { Label = Component, Value = service },
            new() { Label = Stack, Value = policy.Stack },
        };

    public static InputList<NetworkLabelArgs> ForNetwork(string stack) =>
        new NetworkLabelArgs[] { new() { Label = Stack, Value = stack } };
}
