using Pulumi;
using Pulumi.Docker;
using Pulumi.Docker.Inputs;

// As many services as asked for, each with what a service of the real program has: an image, a data volume, a volume for
// its configuration, the carrier that fills it, and the container.
return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var prefix = config.Require("prefix");
    var image = config.Require("image");
    var network = new Network("network", new NetworkArgs { Name = $"{prefix}-net" });
    for (var i = 0; i < config.RequireInt32("containers"); i++)
        AddService($"service-{i:000}", prefix, image, network);
});

static void AddService(string name, string prefix, string image, Network network)
{
    var component = new Service(name);
    var options = new CustomResourceOptions { Parent = component, DeleteBeforeReplace = true };
    var remote = new RemoteImage($"{name}-image", new RemoteImageArgs { Name = image, KeepLocally = true }, options);
    var data = new Volume($"{name}-data", new VolumeArgs { Name = $"{prefix}-{name}-data" }, options);
    var files = new Volume($"{name}-config", new VolumeArgs { Name = $"{prefix}-{name}-config" }, options);
    var carrier = new Container($"{name}-carrier", new ContainerArgs
    {
        Name = $"{prefix}-{name}-carrier",
        Image = remote.ImageId,
        Start = false,
        MustRun = false,
        Mounts = new ContainerMountArgs { Type = "volume", Source = files.Name, Target = "/etc/service" },
        Uploads = new ContainerUploadArgs
        {
            File = "/etc/service/service.yml",
            Content = string.Concat(Enumerable.Range(0, 60).Select(line => $"setting_{line}: {name}\n")),
        },
    }, options);
    _ = new Container(name, new ContainerArgs
    {
        Name = $"{prefix}-{name}",
        Image = remote.ImageId,
        Command = { "/bin/service", "--config=/etc/service/service.yml" },
        Envs = { "LEVEL=info", $"SERVICE={name}" },
        Restart = "unless-stopped",
        Wait = true,
        Healthcheck = new ContainerHealthcheckArgs { Tests = { "CMD", "/bin/service", "--check" }, Interval = "2s", Retries = 5 },
        Labels = { new ContainerLabelArgs { Label = "carrier", Value = carrier.Id } },
        Mounts =
        {
            new ContainerMountArgs { Type = "volume", Source = data.Name, Target = "/data" },
            new ContainerMountArgs { Type = "volume", Source = files.Name, Target = "/etc/service", ReadOnly = true },
        },
        NetworksAdvanced = new ContainerNetworksAdvancedArgs { Name = network.Name, Aliases = { name } },
    }, options);
    component.Done();
}

internal sealed class Service(string name) : ComponentResource("bench:index:Service", name)
{
    public void Done() => RegisterOutputs();
}
