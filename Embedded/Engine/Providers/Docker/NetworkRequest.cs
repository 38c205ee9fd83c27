using Docker.DotNet.Models;
using Embedded.Engine.Values;

// The library calls non-null what it leaves out of a request where it is null, which is what an absent input means.
#nullable disable warnings

namespace Embedded.Engine.Providers.Docker;

/// <summary>Says in Docker's words what a network's inputs ask for.</summary>
internal static class NetworkRequest
{
    public static NetworksCreateParameters Create(PropertyMap inputs, string operationId)
    {
        var configs = inputs.Objects("ipamConfigs");
        var driver = inputs.Text("ipamDriver");
        var options = inputs.Pairs("ipamOptions");
        return new NetworksCreateParameters
        {
            Name = inputs.Text("name"),
            Driver = inputs.Text("driver"),
            Internal = inputs.Flag("internal"),
            Attachable = inputs.Flag("attachable"),
            Ingress = inputs.Flag("ingress"),
            EnableIPv6 = inputs.Flag("ipv6") ? true : null,
            Options = inputs.Pairs("options"),
            Labels = ContainerRequest.Labelled(inputs.Labels(), operationId),
            IPAM = driver is null && configs.Count == 0 && options is null
                ? null
                : new IPAM
                {
                    Driver = driver,
                    Options = options,
                    Config = [.. configs.Select(config => new IPAMConfig
                    {
                        Subnet = config.Text("subnet"),
                        Gateway = config.Text("gateway"),
                        IPRange = config.Text("ipRange"),
                        AuxAddress = config.Pairs("auxAddress"),
                    })],
                },
        };
    }
}

/// <summary>Says in Docker's words what a volume's inputs ask for.</summary>
internal static class VolumeRequest
{
    public static VolumesCreateParameters Create(PropertyMap inputs) => new()
    {
        Name = inputs.Text("name"),
        Driver = inputs.Text("driver"),
        DriverOpts = inputs.Pairs("driverOpts"),
        Labels = inputs.Labels(),
    };
}
